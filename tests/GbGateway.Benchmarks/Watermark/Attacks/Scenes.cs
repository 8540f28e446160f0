namespace GbGateway.Benchmarks.Watermark.Attacks;

/// <summary>
/// Pictures made by arithmetic, for machines that have no photographs: what cameras, painters and designers make, roughly.
/// </summary>
internal static class Scenes
{
    /// <summary>One of each kind at photo size and at a megapixel.</summary>
    public static IEnumerable<Picture> All()
    {
        foreach (var (width, height) in new[] { (768, 512), (1024, 1024) })
        {
            yield return Landscape(width, height, 1);
            yield return Leaves(width, height, 2);
            yield return Portrait(width, height, 3);
            yield return Poster(width, height, 4);
        }
    }

    /// <summary>Sky, hills and fine grain: noise of every scale, its power falling with frequency as in photographs.</summary>
    public static Picture Landscape(int width, int height, int seed)
    {
        var (coarse, fine) = (new ValueNoise(seed), new ValueNoise(seed + 100));
        return Draw($"landscape{seed}", width, height, (x, y) =>
        {
            var ground = coarse.Octaves(x * 6, y * 6, 7);
            var horizon = 0.45 + 0.1 * coarse.Octaves(x * 3, 7, 4);
            var grain = 10 * (fine.At(x * width / 1.5, y * width / 1.5) - 0.5);
            return y < horizon
                ? (110 + 90 * y + grain / 3, 150 + 60 * y + grain / 3, 215 + 20 * ground + grain / 3)
                : (60 + 150 * ground + grain, 75 + 130 * ground + grain, 40 + 80 * ground + grain);
        });
    }

    /// <summary>Busy everywhere.</summary>
    public static Picture Leaves(int width, int height, int seed)
    {
        var (shape, tint) = (new ValueNoise(seed), new ValueNoise(seed + 100));
        return Draw($"leaves{seed}", width, height, (x, y) =>
        {
            var leaf = Math.Abs(Math.Sin(40 * shape.Octaves(x * 9, y * 9, 6)));
            var warm = tint.Octaves(x * 4, y * 4, 3);
            return (30 + 150 * leaf * warm, 50 + 160 * leaf, 20 + 70 * leaf * (1 - warm));
        });
    }

    /// <summary>A soft background and smooth round shapes with a few hard edges.</summary>
    public static Picture Portrait(int width, int height, int seed)
    {
        var noise = new ValueNoise(seed);
        return Draw($"portrait{seed}", width, height, (x, y) =>
        {
            var (dx, dy) = ((x - 0.5) * 1.6, (y - 0.45) * 1.25);
            var distance = Math.Sqrt(dx * dx + dy * dy);
            var grain = 5 * (noise.At(x * width / 1.3, y * height / 1.3) - 0.5);
            var light = 40 * noise.Octaves(x * 2, y * 2, 3) + grain;
            return distance < 0.36
                ? (205 - 120 * distance + light / 2, 160 - 130 * distance + light / 2, 135 - 120 * distance + light / 2)
                : y > 0.78 + 0.05 * Math.Sin(x * 9) ? (45 + light, 50 + light, 90 + light) : (120 + 60 * x + light, 130 + 40 * y + light, 140 + light);
        });
    }

    /// <summary>Flat colours, bars like lines of text and a gradient: where a mark is seen first.</summary>
    public static Picture Poster(int width, int height, int seed)
    {
        var noise = new ValueNoise(seed);
        return Draw($"poster{seed}", width, height, (x, y) =>
        {
            if (y is > 0.2 and < 0.75 && x is > 0.1 and < 0.9 && (int)(y * 40) % 2 == 0 && noise.At(x * 60, Math.Floor(y * 40)) > 0.35)
            {
                return (30, 30, 40);
            }
            return y > 0.85 ? (40 + 180 * x, 90 + 60 * x, 200 - 80 * x) : x < 0.06 ? (200, 40, 45) : (244, 240, 230);
        });
    }

    private static Picture Draw(string name, int width, int height, Func<double, double, (double R, double G, double B)> colour)
    {
        var rgb = new byte[3 * width * height];
        for (var y = 0; y < height; y++)
        {
            for (var x = 0; x < width; x++)
            {
                var (r, g, b) = colour((x + 0.5) / width, (y + 0.5) / height);
                var at = 3 * (y * width + x);
                (rgb[at], rgb[at + 1], rgb[at + 2]) = (Byte(r), Byte(g), Byte(b));
            }
        }
        return new Picture($"{name}-{width}x{height}", width, height, rgb);
    }

    private static byte Byte(double value) => (byte)Math.Clamp(Math.Round(value), 0, 255);
}
