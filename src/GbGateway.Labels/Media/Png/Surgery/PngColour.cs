namespace GbGateway.Labels.Media.Png.Surgery;

/// <summary>Colour types of an IHDR chunk.</summary>
internal enum PngColour : byte
{
    Gray = 0,
    Rgb = 2,
    Palette = 3,
    GrayAlpha = 4,
    Rgba = 6,
}
