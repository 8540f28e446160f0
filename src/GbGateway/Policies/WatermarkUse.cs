namespace GbGateway.Policies;

/// <summary>Whether a route's pictures get the watermark.</summary>
public enum WatermarkUse
{
    /// <summary>They don't.</summary>
    Off,

    /// <summary>They do, where they can.</summary>
    On,
}
