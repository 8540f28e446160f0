namespace GbGateway.Labels.Media.Pixels;

/// <summary>A stamped picture encoded anew, or why there is none.</summary>
public readonly record struct TranscodedPixels(byte[]? Encoded, LabelOutcome Outcome, string? Reason)
{
    public static TranscodedPixels Of(byte[] encoded) => new(encoded, LabelOutcome.Labelled, null);

    public static TranscodedPixels Refused(LabelOutcome outcome, string reason) => new(null, outcome, reason);
}
