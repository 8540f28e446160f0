namespace GbGateway.Labels.Watermark;

/// <summary>What was done to a picture's samples.</summary>
/// <param name="Outcome">Whether it is marked now.</param>
/// <param name="KeyId">Number of the key it was marked with.</param>
/// <param name="Period">Pixels after which the pattern repeats; 0 if not marked.</param>
/// <param name="Psnr">Peak signal-to-noise ratio expected, in dB, within 0.3; clipping at black and white only makes it higher.</param>
/// <param name="Ssim">Mean structural similarity expected, within 0.002 to 0.004.</param>
public readonly record struct WatermarkReceipt(WatermarkOutcome Outcome, int KeyId, int Period, double Psnr, double Ssim)
{
    /// <summary>What the mark says; 0 if there is none.</summary>
    public ulong ContentId { get; init; }

    /// <summary>The content id as the ledger writes it, 12 hexadecimal digits; empty if the picture is not marked.</summary>
    public string WatermarkID => Outcome == WatermarkOutcome.Marked ? WatermarkPayload.NameOf(ContentId) : "";
}
