using GbGateway.Labels.Watermark;
using NetVips;

namespace GbGateway.Benchmarks.Watermark.Attacks;

/// <summary>A picture of the suite: 8-bit RGB in memory of its own.</summary>
internal sealed record Picture(string Name, int Width, int Height, byte[] Rgb)
{
    public double Megapixels => Width * Height / 1e6;

    public PixelBuffer Buffer => new(Rgb, Width, Height, 3 * Width, PixelLayout.Rgb);

    public PixelView View => new(Rgb, Width, Height, 3 * Width, PixelLayout.Rgb);

    public Picture Copy() => this with { Rgb = [.. Rgb] };

    public Image ToImage() => Image.NewFromMemoryCopy(Rgb, Width, Height, 3, Enums.BandFormat.Uchar);

    public static Picture From(string name, Image image)
    {
        using var flat = image.HasAlpha() ? image.Flatten(background: [255]) : image.Copy();
        using var rgb = flat.Colourspace(Enums.Interpretation.Srgb);
        using var three = rgb.Bands > 3 ? rgb.ExtractBand(0, n: 3) : rgb.Copy();
        using var bytes = three.Cast(Enums.BandFormat.Uchar);
        // The buffer may be longer than the picture.
        return new Picture(name, bytes.Width, bytes.Height, bytes.WriteToMemory<byte>()[..(3 * bytes.Width * bytes.Height)]);
    }

    public static Picture Load(string file, int maxSide)
    {
        using var image = Image.NewFromFile(file);
        var scale = (double)maxSide / Math.Max(image.Width, image.Height);
        using var fitted = scale < 1 ? image.Resize(scale) : image.Copy();
        return From(Path.GetFileNameWithoutExtension(file), fitted);
    }
}
