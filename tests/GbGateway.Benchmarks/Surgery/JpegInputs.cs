using NetVips;

namespace GbGateway.Benchmarks.Surgery;

/// <summary>JPEG pictures to measure with: tiles of the photos and AI pictures of the fixtures where they are, else a generated scene.</summary>
internal static class JpegInputs
{
    private static readonly int[] Sizes = [512, 1024, 2048, 4096];

    /// <summary>Every input whose name contains <paramref name="filter"/>, as name and file; names end in the kind: <c>420</c>, <c>444</c>, <c>420p</c> (progressive), <c>420o</c> (optimised tables).</summary>
    public static IEnumerable<(string Name, byte[] File)> All(int maxSize, string filter)
    {
        foreach (var (family, sources) in Families())
        {
            foreach (var size in Sizes.Where(s => s <= maxSize))
            {
                Image? picture = null;
                foreach (var kind in new[] { "420", "444", "420o", "420p", "444p" })
                {
                    var name = $"{family}_{size}_{kind}";
                    if (name.Contains(filter, StringComparison.Ordinal))
                    {
                        picture ??= Tile(sources, size);
                        yield return (name, Encode(picture, kind));
                    }
                }
                picture?.Dispose();
            }
        }
    }

    private static byte[] Encode(Image picture, string kind) => picture.JpegsaveBuffer(
        q: 90, interlace: kind.EndsWith('p'), optimizeCoding: kind.EndsWith('o'), keep: Enums.ForeignKeep.None,
        subsampleMode: kind.StartsWith("420", StringComparison.Ordinal) ? Enums.ForeignSubsample.On : Enums.ForeignSubsample.Off);

    private static IEnumerable<(string Family, Image[] Sources)> Families()
    {
        if (Fixtures() is { } images)
        {
            yield return ("ph", Load(Path.Combine(images, "kodak")));
            yield return ("ai", Load(Path.Combine(images, "ai-open")));
        }
        else
        {
            yield return ("gen", [Generate(1024)]);
        }
    }

    private static Image[] Load(string folder) =>
        [.. Directory.GetFiles(folder, "*.png").Order(StringComparer.Ordinal).Select(static path => Image.NewFromFile(path).ExtractBand(0, n: 3).CopyMemory())];

    /// <summary>Sources side by side from the second on, each at its own size, flipped in turns, cut to a square.</summary>
    private static Image Tile(Image[] sources, int size)
    {
        var canvas = Image.Black(size, size, bands: 3).Copy(interpretation: Enums.Interpretation.Srgb);
        var index = 1;
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
            rgb[i] = (byte)(128 + 60 * Math.Sin((x + y * i % 3) / 40.0) + 40 * Math.Cos(y / 17.0) + random.Next(-8, 9));
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
