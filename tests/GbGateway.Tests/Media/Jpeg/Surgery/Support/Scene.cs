using GbGateway.Labels.Explicit;
using NetVips;

namespace GbGateway.Tests.Media.Jpeg.Surgery.Support;

/// <summary>Pictures and stamps made from a seed.</summary>
internal static class Scene
{
    /// <summary>Gradients, edges, discs and some noise, RGB.</summary>
    public static byte[] Rgb(int width, int height, int seed = 1, int noise = 12)
    {
        var random = new Random(seed);
        var discs = Enumerable.Range(0, 12).Select(_ => (X: random.Next(width), Y: random.Next(height), R: random.Next(3, 20 + width / 6), C: random.Next(1 << 24))).ToArray();
        var rgb = new byte[width * height * 3];
        for (var y = 0; y < height; y++)
        {
            for (var x = 0; x < width; x++)
            {
                var colour = (x * 255 / width) << 16 | (y * 255 / height) << 8 | (x + y) * 127 / (width + height);
                foreach (var disc in discs)
                {
                    if ((x - disc.X) * (x - disc.X) + (y - disc.Y) * (y - disc.Y) < disc.R * disc.R)
                    {
                        colour = disc.C;
                    }
                }
                for (var c = 0; c < 3; c++)
                {
                    rgb[(y * width + x) * 3 + c] = (byte)Math.Clamp((colour >> (16 - 8 * c) & 255) + random.Next(-noise, noise + 1), 0, 255);
                }
            }
        }
        return rgb;
    }

    /// <summary>The scene as libjpeg-turbo encodes it.</summary>
    public static byte[] Jpeg(
        int width, int height, int quality = 90, bool progressive = false, bool optimised = false, bool subsampled = true, bool gray = false,
        int restart = 0, int seed = 1, int noise = 12)
    {
        using var picture = Image.NewFromMemory(Rgb(width, height, seed, noise), width, height, 3, Enums.BandFormat.Uchar);
        using var coloured = picture.Copy(interpretation: Enums.Interpretation.Srgb);
        using var image = gray ? coloured.Colourspace(Enums.Interpretation.Bw) : coloured.Copy();
        return image.JpegsaveBuffer(
            q: quality, interlace: progressive, optimizeCoding: optimised, keep: Enums.ForeignKeep.None,
            subsampleMode: subsampled ? Enums.ForeignSubsample.On : Enums.ForeignSubsample.Off, restartInterval: restart);
    }

    /// <summary>A plate with faded corners and strokes of white on it, like a label.</summary>
    public static Stamp Stamp(int width, int height, int plate = 140)
    {
        var alpha = new byte[width * height];
        var ink = new byte[width * height];
        for (var y = 0; y < height; y++)
        {
            for (var x = 0; x < width; x++)
            {
                var at = y * width + x;
                var edge = Math.Min(Math.Min(x, width - 1 - x), Math.Min(y, height - 1 - y));
                alpha[at] = (byte)(edge == 0 ? plate / 3 : plate);
                ink[at] = (byte)(alpha[at] / 10);
                if (edge > height / 6 && (x / 3 % 4 == 0 || y / 3 % 5 == 0) && x % (height + 1) > height / 4)
                {
                    (alpha[at], ink[at]) = (255, 250);
                }
            }
        }
        return new Stamp(width, height, alpha, ink);
    }
}
