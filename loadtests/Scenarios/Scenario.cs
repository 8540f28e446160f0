namespace GbGateway.Load.Scenarios;

/// <summary>A kind of answer to measure.</summary>
/// <param name="Name">Its name in results.</param>
/// <param name="Title">Its name for people.</param>
/// <param name="Answer">The order for the upstream.</param>
/// <param name="Connections">Exchanges at one time at saturation.</param>
public sealed record Scenario(string Name, string Title, string Answer, int Connections)
{
    /// <summary>Whether the answer is a stream of events.</summary>
    public bool Streamed => Answer.StartsWith("sse", StringComparison.Ordinal);

    /// <summary>Whether the answer is a picture.</summary>
    public bool IsPicture => Answer.StartsWith("image", StringComparison.Ordinal);

    /// <summary>
    /// Whether its answers take their time: as many at once as there are connections, each asked again once it ended. What counts is that all
    /// arrive, how late their events are, and what each costs in memory; there is no saturation to halve.
    /// </summary>
    public bool IsCrowd { get; init; }

    /// <summary>Whether clients speak HTTP/2 without TLS in place of HTTP/1.1; the upstream is asked in HTTP/1.1 either way.</summary>
    public bool IsHttp2 { get; init; }

    /// <summary>Those of the default run.</summary>
    public static IReadOnlyList<Scenario> Default { get; } =
    [
        new("json-2k", "chat JSON, 2 KB", "json 2048", 32),
        new("sse-64", "SSE, 64 events", "sse 64 0", 16),
    ];

    /// <summary>Every one.</summary>
    public static IReadOnlyList<Scenario> All { get; } =
    [
        .. Default,
        new("json-2k-h2", "chat JSON, 2 KB, HTTP/2", "json 2048", 32) { IsHttp2 = true },
        new("sse-64-h2", "SSE, 64 events, HTTP/2", "sse 64 0", 16) { IsHttp2 = true },
        new("json-512", "chat JSON, 0.5 KB", "json 512", 32),
        new("json-64k", "chat JSON, 64 KB", "json 65536", 16),
        new("sse-paced", "SSE, 64 events, 200 a second", "sse 64 200", 200),
        new("sse-2000", "2,000 streams at once, 20 events a second each", "sse 64 20", 2000) { IsCrowd = true },
        new("image-2m", "picture in base64 JSON, about 2 MB", "image 900", 4),
    ];
}
