using GbGateway.Labels.Watermark;

namespace GbGateway.Policies;

/// <summary>The presets of <see cref="WatermarkStrength"/>.</summary>
public enum WatermarkPreset
{
    /// <summary><see cref="WatermarkStrength.Standard"/>.</summary>
    Standard,

    /// <summary><see cref="WatermarkStrength.Gentle"/>.</summary>
    Gentle,

    /// <summary><see cref="WatermarkStrength.Robust"/>.</summary>
    Robust,
}
