namespace GbGateway.Content.Profiles.Configured;

/// <summary>An API that an operator describes, as written.</summary>
/// <param name="Key">Where it stands in the configuration, for messages.</param>
/// <param name="Name">Its name, as in metrics and in a route's <c>Profile</c>.</param>
public sealed record ConfiguredProfile(string Key, string Name)
{
    /// <summary>Ends of the paths its requests go to.</summary>
    public IReadOnlyList<string> Paths { get; init; } = [];

    /// <summary>How its streams are framed: <see cref="BodyKind.Sse"/> or <see cref="BodyKind.Ndjson"/>.</summary>
    public BodyKind Framing { get; init; } = BodyKind.Sse;

    /// <summary>Whether it streams when the request doesn't say.</summary>
    public bool StreamsByDefault { get; init; }

    /// <summary>Whether each event repeats the whole text.</summary>
    public bool Cumulates { get; init; }

    /// <summary>Whether answers on other paths that show its places are of this API.</summary>
    public bool IsToldByShape { get; init; }

    /// <summary>Whether its streams end with <c>data: [DONE]</c>.</summary>
    public bool EndsWithDone { get; init; }

    /// <summary>How its errors look.</summary>
    public ErrorDialect Errors { get; init; } = ErrorDialect.OpenAi;

    /// <summary>The places of whole answers.</summary>
    public IReadOnlyList<ConfiguredSlot> Document { get; init; } = [];

    /// <summary>The places of streamed events.</summary>
    public IReadOnlyList<ConfiguredSlot> Stream { get; init; } = [];
}
