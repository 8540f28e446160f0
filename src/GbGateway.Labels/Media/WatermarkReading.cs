using GbGateway.Labels.Watermark;

namespace GbGateway.Labels.Media;

/// <summary>What came of looking for a watermark in a file.</summary>
/// <param name="Detection">The mark, or null if there is none of the keys asked for.</param>
/// <param name="Reason">Why the file could not be looked at, for operators, without content; null if it could.</param>
public sealed record WatermarkReading(WatermarkDetection? Detection, string? Reason = null)
{
    /// <summary>The content id as the ledger writes it; null where there is no mark.</summary>
    public string? WatermarkID => Detection?.Payload.WatermarkID;
}
