namespace GbGateway.Labels.Watermark;

/// <summary>Order of the 8-bit samples of one pixel; the value is their number. Alpha is straight, not premultiplied.</summary>
public enum PixelLayout
{
    /// <summary>One gray sample.</summary>
    Gray = 1,

    /// <summary>Gray, alpha.</summary>
    GrayAlpha = 2,

    /// <summary>Red, green, blue.</summary>
    Rgb = 3,

    /// <summary>Red, green, blue, alpha.</summary>
    Rgba = 4,
}
