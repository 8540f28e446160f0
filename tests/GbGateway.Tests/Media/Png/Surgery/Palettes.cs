namespace GbGateway.Tests.Media.Png.Surgery;

/// <summary>PLTE and tRNS chunks for made pictures.</summary>
internal static class Palettes
{
    /// <summary>A palette with every entry the depth allows, the last few clear; nothing for pictures without a palette.</summary>
    public static byte[] For(PngPicture picture, int entries = 256, bool clear = false)
    {
        if (picture.Colour != 3)
        {
            return [];
        }
        entries = Math.Min(entries, 1 << picture.Depth);
        var colours = new byte[entries * 3];
        for (var i = 0; i < entries; i++)
        {
            var shade = entries == 1 ? 0 : i * 255 / (entries - 1);
            (colours[3 * i], colours[3 * i + 1], colours[3 * i + 2]) = ((byte)shade, (byte)(255 - shade / 2), (byte)(shade * 7));
        }
        var chunk = PngMaker.Chunk("PLTE", colours);
        return clear ? [.. chunk, .. PngMaker.Chunk("tRNS", [0, 0, 128])] : chunk;
    }
}
