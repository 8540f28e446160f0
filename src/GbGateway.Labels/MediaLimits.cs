namespace GbGateway.Labels;

/// <summary>Caps on one media file, checked from its header before any work.</summary>
/// <param name="MaxBytes">Longest file, in bytes.</param>
/// <param name="MaxPixels">Most pixels, width times height times frames.</param>
/// <param name="MaxFrames">Most frames of an animation.</param>
public sealed record MediaLimits(long MaxBytes, long MaxPixels, int MaxFrames)
{
    /// <summary>64 MiB, 100 megapixels, 1,000 frames.</summary>
    public static MediaLimits Default { get; } = new(64L << 20, 100_000_000, 1000);
}
