using NetVips;

namespace GbGateway.Benchmarks.Surgery;

/// <summary>
/// PNG pictures to measure with: the fixtures' AI pictures and photos as they are, tiles of them at 512 to 4096 pixels a side written by
/// libpng (level 6, adaptive filters), and a generated scene of its own where there are no fixtures.
/// </summary>
internal static class PngInputs
{
    private static readonly int[] Sizes = [512, 1024, 2048, 4096];

    /// <summary>Every input as name and file.</summary>
    public static IEnumerable<(string Name, byte[] File)> All(int maxSize)
    {
        var images = Fixtures();
        foreach (var (family, folder) in new[] { ("ai", "ai-open"), ("ph", "kodak") })
        {
            if (images is null)
            {
                break;
            }
            var files = Directory.GetFiles(Path.Combine(images, folder), "*.png").Order(StringComparer.Ordinal).ToArray();
            foreach (var file in files.Take(4))
            {
                yield return (Path.GetFileNameWithoutExtension(file)[..7], File.ReadAllBytes(file));
            }
            var sources = files.Select(static path => Image.NewFromFile(path).ExtractBand(0, n: 3).CopyMemory()).ToArray();
            foreach (var size in Sizes.Where(s => s <= maxSize))
            {
                using var picture = Tile(sources, size);
                yield return ($"{family}_{size}", Encode(picture));
            }
        }
        foreach (var size in Sizes.Where(s => s <= maxSize))
        {
            using var picture = Generate(size);
            yield return ($"gen_{size}", Encode(picture));
        }
    }

    private static byte[] Encode(Image picture) => picture.PngsaveBuffer(compression: 6, filter: Enums.ForeignPngFilter.All, keep: Enums.ForeignKeep.None);

    /// <summary>Sources side by side, each at its own size, flipped in turns, cut to a square.</summary>
    private static Image Tile(Image[] sources, int size)
    {
        var canvas = Image.Black(size, size, bands: 3).Copy(interpretation: Enums.Interpretation.Srgb);
        var index = 0;
        for (int y = 0, rowHeight; y < size; y += rowHeight)
        {
            rowHeight = int.MaxValue;
            for (var x = 0; x < size; index++)
            {
                var source = sources[index % sources.Length];
                var tile = (index / sources.Length % 2) == 0 ? source : source.FlipHor();
                canvas = canvas.Insert(tile, x, y);
                x += tile.Width;
                rowHeight = Math.Min(rowHeight, tile.Height);
            }
        }
        return canvas.CopyMemory();
    }

    private static Image Generate(int size)
    {
        var random = new Random(1);
        var rgb = new byte[size * size * 3];
        for (var i = 0; i < rgb.Length; i++)
        {
            var (x, y) = (i / 3 % size, i / 3 / size);
            rgb[i] = (byte)(128 + 60 * Math.Sin((x + y * (i % 3)) / 40.0) + 40 * Math.Cos(y / 17.0) + random.Next(-4, 5));
        }
        return Image.NewFromMemory(rgb, size, size, 3, Enums.BandFormat.Uchar).Copy(interpretation: Enums.Interpretation.Srgb);
    }

    private static string? Fixtures()
    {
        if (Environment.GetEnvironmentVariable("GBGATEWAY_FIXTURES") is { } given)
        {
            return Path.Combine(given, "images");
        }
        for (var at = new DirectoryInfo(AppContext.BaseDirectory); at is not null; at = at.Parent)
        {
            var images = Path.Combine(at.FullName, "shared", "fixtures", "images");
            if (Directory.Exists(images))
            {
                return images;
            }
        }
        return null;
    }
}
