using GbGateway.Labels.Media;
using NetVips;

namespace GbGateway.Tests.Media;

/// <summary>Pictures painted here, one of every kind the formats have. Same bytes every time.</summary>
internal static class TestPictures
{
    static TestPictures()
    {
        _ = MediaFormats.All;
        Cache.Max = 0;
    }

    public static IReadOnlyList<string> Kinds { get; } =
    [
        "rgb.png", "rgba.png", "gray.png", "grayalpha.png", "rgb16.png", "gray16.png", "palette.png", "bilevel.png", "interlaced.png",
        "420.jpg", "444.jpg", "gray.jpg", "progressive.jpg", "cmyk.jpg", "q50.jpg",
        "lossy.webp", "lossless.webp", "alpha.webp", "losslessalpha.webp",
        "420.avif", "444.avif", "alpha.avif", "10bit.avif",
        "none.tif", "lzw.tif", "deflate.tif", "gray.tif", "rgb16.tif", "alpha.tif", "cmyk.tif", "tiled.tif",
    ];

    public static byte[] Make(string kind, int width = 320, int height = 256)
    {
        using var colour = Paint(width, height);
        using var gray = colour.ExtractBand(1).Copy(interpretation: Enums.Interpretation.Bw);
        using var alpha = Ramp(width, height);
        return kind switch
        {
            "rgb.png" => colour.PngsaveBuffer(),
            "rgba.png" => colour.Bandjoin(alpha).PngsaveBuffer(),
            "gray.png" => gray.PngsaveBuffer(),
            "grayalpha.png" => gray.Bandjoin(alpha).PngsaveBuffer(),
            "rgb16.png" => (colour * 257).Cast(Enums.BandFormat.Ushort).Copy(interpretation: Enums.Interpretation.Rgb16).PngsaveBuffer(),
            "gray16.png" => (gray * 257).Cast(Enums.BandFormat.Ushort).Copy(interpretation: Enums.Interpretation.Grey16).PngsaveBuffer(),
            "palette.png" => colour.PngsaveBuffer(palette: true),
            "bilevel.png" => gray.PngsaveBuffer(bitdepth: 1),
            "interlaced.png" => colour.PngsaveBuffer(interlace: true),
            "420.jpg" => colour.JpegsaveBuffer(q: 85),
            "444.jpg" => colour.JpegsaveBuffer(q: 92, subsampleMode: Enums.ForeignSubsample.Off),
            "gray.jpg" => gray.JpegsaveBuffer(q: 85),
            "progressive.jpg" => colour.JpegsaveBuffer(q: 85, interlace: true),
            "cmyk.jpg" => (colour * -1.0 + 255.0).Cast(Enums.BandFormat.Uchar).Bandjoin(alpha * 0.2).Cast(Enums.BandFormat.Uchar)
                .Copy(interpretation: Enums.Interpretation.Cmyk).JpegsaveBuffer(q: 90),
            "q50.jpg" => colour.JpegsaveBuffer(q: 50),
            "lossy.webp" => colour.WebpsaveBuffer(q: 80, effort: 1, keep: Enums.ForeignKeep.None),
            "lossless.webp" => colour.WebpsaveBuffer(lossless: true, effort: 0, keep: Enums.ForeignKeep.None),
            "alpha.webp" => colour.Bandjoin(alpha).WebpsaveBuffer(q: 80, effort: 1, keep: Enums.ForeignKeep.None),
            "losslessalpha.webp" => colour.Bandjoin(alpha).WebpsaveBuffer(lossless: true, exact: true, effort: 0, keep: Enums.ForeignKeep.None),
            "420.avif" => Avif(colour, 90, 8),
            "444.avif" => Avif(colour, 92, 8, Enums.ForeignSubsample.Off),
            "alpha.avif" => Avif(colour.Bandjoin(alpha), 90, 8),
            "10bit.avif" => Avif((colour * 257).Cast(Enums.BandFormat.Ushort).Copy(interpretation: Enums.Interpretation.Rgb16), 90, 10),
            "none.tif" => colour.TiffsaveBuffer(),
            "lzw.tif" => colour.TiffsaveBuffer(compression: Enums.ForeignTiffCompression.Lzw, predictor: Enums.ForeignTiffPredictor.Horizontal),
            "deflate.tif" => colour.TiffsaveBuffer(compression: Enums.ForeignTiffCompression.Deflate),
            "gray.tif" => gray.TiffsaveBuffer(compression: Enums.ForeignTiffCompression.Packbits),
            "rgb16.tif" => (colour * 257).Cast(Enums.BandFormat.Ushort).Copy(interpretation: Enums.Interpretation.Rgb16).TiffsaveBuffer(),
            "alpha.tif" => colour.Bandjoin(alpha).TiffsaveBuffer(compression: Enums.ForeignTiffCompression.Deflate),
            "cmyk.tif" => (colour * -1.0 + 255.0).Cast(Enums.BandFormat.Uchar).Bandjoin(alpha * 0.2).Cast(Enums.BandFormat.Uchar)
                .Copy(interpretation: Enums.Interpretation.Cmyk).TiffsaveBuffer(),
            "tiled.tif" => colour.TiffsaveBuffer(tile: true, tileWidth: 64, tileHeight: 64, compression: Enums.ForeignTiffCompression.Deflate),
            _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "no such picture"),
        };
    }

    /// <summary>A small picture into which libvips wrote a field of metadata.</summary>
    public static byte[] MakeWith(string kind, string field, byte[] value)
    {
        using var image = Image.NewFromBuffer(Make(kind, 64, 48));
        using var marked = image.Mutate(mutable => mutable.Set(GValue.BlobType, field, value));
        return kind.EndsWith(".avif", StringComparison.Ordinal)
            ? marked.HeifsaveBuffer(q: 90, effort: 0, compression: Enums.ForeignHeifCompression.Av1)
            : marked.TiffsaveBuffer(compression: Enums.ForeignTiffCompression.Lzw);
    }

    /// <summary>The decoded samples, row by row, bands together, with the number of bands and bytes a sample.</summary>
    public static (byte[] Samples, int Width, int Height, int Bands, int SampleBytes) Decode(byte[] file, bool upright = false)
    {
        using var stored = Image.NewFromBuffer(file);
        using var image = upright ? stored.Autorot() : stored.Copy();
        var samples = image.Format == Enums.BandFormat.Ushort
            ? System.Runtime.InteropServices.MemoryMarshal.AsBytes(image.WriteToMemory<ushort>().AsSpan()).ToArray()
            : image.WriteToMemory<byte>();
        return (samples, image.Width, image.Height, image.Bands, samples.Length / (image.Width * image.Height * image.Bands));
    }

    /// <summary>A smooth ground with structure and some noise, so that no region is trivial.</summary>
    public static Image Paint(int width, int height)
    {
        var samples = new byte[width * height * 3];
        var state = 12345u;
        for (var y = 0; y < height; y++)
        {
            for (var x = 0; x < width; x++)
            {
                state = state * 1664525 + 1013904223;
                var noise = (int)(state >> 29);
                var at = 3 * (y * width + x);
                samples[at] = (byte)(x * 200 / width + noise);
                samples[at + 1] = (byte)((x / 16 + y / 16) % 2 * 60 + y * 120 / height + noise);
                samples[at + 2] = (byte)(200 - y * 150 / height + noise);
            }
        }
        return Image.NewFromMemory(samples, width, height, 3, Enums.BandFormat.Uchar).Copy(interpretation: Enums.Interpretation.Srgb);
    }

    private static byte[] Avif(Image image, int quality, int bits, Enums.ForeignSubsample chroma = Enums.ForeignSubsample.On) =>
        image.HeifsaveBuffer(q: quality, bitdepth: bits, effort: 0, compression: Enums.ForeignHeifCompression.Av1, subsampleMode: chroma, keep: Enums.ForeignKeep.None);

    private static Image Ramp(int width, int height)
    {
        var samples = new byte[width * height];
        for (var i = 0; i < samples.Length; i++)
        {
            samples[i] = (byte)Math.Min(255, i % width * 400 / width); // transparent at the left
        }
        return Image.NewFromMemory(samples, width, height, 1, Enums.BandFormat.Uchar);
    }
}
