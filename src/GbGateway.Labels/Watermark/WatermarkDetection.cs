namespace GbGateway.Labels.Watermark;

/// <summary>A mark that was found, authentic by its key.</summary>
/// <param name="Payload">What it says.</param>
/// <param name="Score">b^2 + T^2; chance alone reaches the detector's threshold once in 10^9 pictures.</param>
/// <param name="SyncScore">b: agreement of the sync lines, in standard deviations.</param>
public sealed record WatermarkDetection(WatermarkPayload Payload, double Score, double SyncScore)
{
    /// <summary>Size now against the size as marked: 0.5 for a picture at half its width and height.</summary>
    public double Scale { get; init; }

    /// <summary>Stretch of the marked picture's width against its height; 1 if shape was kept.</summary>
    public double Aspect { get; init; }

    /// <summary>Rotation in degrees as shown, clockwise, -45 to 45, besides quarter turns.</summary>
    public double Rotation { get; init; }

    /// <summary>Whole quarter turns, clockwise, 0 to 3.</summary>
    public int QuarterTurns { get; init; }

    /// <summary>Whether left and right were exchanged (before any turn).</summary>
    public bool Flipped { get; init; }
}
