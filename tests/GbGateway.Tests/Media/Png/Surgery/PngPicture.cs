namespace GbGateway.Tests.Media.Png.Surgery;

/// <summary>A picture as rows of packed samples, before any filter.</summary>
internal sealed record PngPicture(int Width, int Height, int Depth, int Colour, byte[] Samples)
{
    public int Channels => Colour switch { 2 => 3, 4 => 2, 6 => 4, _ => 1 };

    public int RowBytes => (Width * Channels * Depth + 7) / 8;

    public int Step => Math.Max(1, Channels * Depth / 8);

    /// <summary>One sample, 0 to 2^depth - 1.</summary>
    public int Sample(int x, int y, int channel)
    {
        var bit = ((long)x * Channels + channel) * Depth;
        var at = y * RowBytes + (int)(bit >> 3);
        return Depth switch
        {
            16 => Samples[at] << 8 | Samples[at + 1],
            8 => Samples[at],
            _ => Samples[at] >> (8 - Depth - (int)(bit & 7)) & ((1 << Depth) - 1),
        };
    }

    /// <summary>Something like a picture: smooth shades, some noise, flat areas with hard edges. Alpha goes from clear to solid.</summary>
    public static PngPicture Make(int seed, int width, int height, int depth, int colour, PngMotif motif = PngMotif.Photo)
    {
        var picture = new PngPicture(width, height, depth, colour, []);
        var samples = new byte[picture.RowBytes * height];
        var random = new Random(seed);
        var max = (1 << depth) - 1;
        var (a, b, c) = (random.NextDouble() * 6, random.NextDouble() * 6, 2 + random.NextDouble() * 7);
        for (var y = 0; y < height; y++)
        {
            for (var x = 0; x < width; x++)
            {
                var disc = (x * 11 / (width + 1) + y * 7 / (height + 1)) % 3;
                for (var channel = 0; channel < picture.Channels; channel++)
                {
                    var shade = 0.5 + 0.25 * Math.Sin(a + x * c / width + channel) + 0.2 * Math.Cos(b + y * c / height - channel);
                    var value = motif switch
                    {
                        PngMotif.Flat => disc * 0.4 + channel * 0.05,
                        PngMotif.Noise => random.NextDouble(),
                        _ => shade + (random.NextDouble() - 0.5) * 0.06,
                    };
                    if ((colour & 4) != 0 && channel == picture.Channels - 1)
                    {
                        value = motif == PngMotif.Flat ? 1 : Math.Clamp((x + y) * 1.6 / (width + height) - 0.2, 0, 1);
                    }
                    Put(samples, picture, x, y, channel, (int)(Math.Clamp(value, 0, 1) * max));
                }
            }
        }
        return picture with { Samples = samples };
    }

    private static void Put(byte[] samples, PngPicture picture, int x, int y, int channel, int value)
    {
        var bit = ((long)x * picture.Channels + channel) * picture.Depth;
        var at = y * picture.RowBytes + (int)(bit >> 3);
        if (picture.Depth == 16)
        {
            (samples[at], samples[at + 1]) = ((byte)(value >> 8), (byte)value);
            return;
        }
        samples[at] |= (byte)(value << (8 - picture.Depth - (int)(bit & 7)));
    }
}
