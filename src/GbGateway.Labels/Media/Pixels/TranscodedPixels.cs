using GbGateway.Labels.Watermark;

namespace GbGateway.Labels.Media.Pixels;

/// <summary>A picture encoded anew, or why there is none.</summary>
public readonly record struct TranscodedPixels(byte[]? Encoded, LabelOutcome Outcome, string? Reason)
{
    /// <summary>What came of the mark; null if none was ordered.</summary>
    public WatermarkReceipt? Watermark { get; init; }

    public static TranscodedPixels Of(byte[] encoded) => new(encoded, LabelOutcome.Labelled, null);

    public static TranscodedPixels Refused(LabelOutcome outcome, string reason) => new(null, outcome, reason);
}
