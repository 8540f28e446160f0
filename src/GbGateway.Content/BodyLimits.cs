namespace GbGateway.Content;

/// <summary>Caps on one response body. With them, memory per exchange is bounded whatever the upstream sends: about three times <see cref="MaxBodyBytes"/>.</summary>
/// <param name="MaxBodyBytes">Most bytes of a JSON document or a media file that are kept to label it.</param>
/// <param name="MaxEventBytes">Longest streamed event or line, in bytes; a picture that is labelled while it arrives does not count.</param>
/// <param name="MaxDepth">Deepest nesting of JSON.</param>
public sealed record BodyLimits(int MaxBodyBytes, int MaxEventBytes, int MaxDepth)
{
    /// <summary>64 MiB, 16 MiB, 128 levels.</summary>
    public static BodyLimits Default { get; } = new(64 << 20, 16 << 20, 128);
}
