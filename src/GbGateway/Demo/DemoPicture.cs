using NetVips;

namespace GbGateway.Demo;

/// <summary>Paints pictures of its own: hills in the haze under a low sun.</summary>
public static class DemoPicture
{
    /// <summary>Paints one.</summary>
    /// <param name="format">png, jpeg or webp.</param>
    /// <param name="width">Width in pixels.</param>
    /// <param name="height">Height in pixels.</param>
    /// <param name="hour">0 to 1: from dawn to dusk.</param>
    public static byte[] Paint(string format, int width, int height, double hour)
    {
        using var image = Image.NewFromMemory(Pixels(width, height, hour), width, height, 3, Enums.BandFormat.Uchar);
        using var picture = image.Copy(interpretation: Enums.Interpretation.Srgb);
        return format switch
        {
            "jpeg" => picture.JpegsaveBuffer(q: 90),
            "webp" => picture.WebpsaveBuffer(q: 90),
            _ => picture.PngsaveBuffer(),
        };
    }

    /// <summary>Whether the top left corner was painted over: compares decoded pixels.</summary>
    public static bool CornerDiffers(byte[] before, byte[] after)
    {
        using var plain = Image.NewFromBuffer(before);
        using var stamped = Image.NewFromBuffer(after);
        using var a = plain.ExtractArea(0, 0, plain.Width / 8, plain.Height / 12);
        using var b = stamped.ExtractArea(0, 0, plain.Width / 8, plain.Height / 12);
        using var difference = a.Subtract(b);
        using var size = difference.Abs();
        return size.Avg() > 16; // losses of encoding stay under 3
    }

    private static byte[] Pixels(int width, int height, double hour)
    {
        var pixels = new byte[width * height * 3];
        var (sunX, sunY) = (width * (0.25 + 0.5 * hour), height * (0.42 - 0.2 * Math.Sin(Math.PI * hour)));
        var at = 0;
        for (var y = 0; y < height; y++)
        {
            var sky = (double)y / height;
            for (var x = 0; x < width; x++)
            {
                var distance = Math.Sqrt(((x - sunX) * (x - sunX)) + ((y - sunY) * (y - sunY))) / height;
                var glow = Math.Exp(-distance * 4);
                var disc = Math.Clamp((0.062 - distance) * height, 0, 1);
                var (red, green, blue) = (60 + (150 * sky) + (120 * glow), 92 + (90 * sky) + (70 * glow), 150 + (28 * sky) - (30 * glow));
                (red, green, blue) = (Mix(red, 255, disc), Mix(green, 244, disc), Mix(blue, 214, disc));
                for (var hill = 0; hill < 5; hill++)
                {
                    var crest = height * (0.5 + (0.1 * hill) - (0.07 * Wave(x, width, hill)));
                    var haze = 1 - (hill / 5.0);
                    var inside = Math.Clamp(y - crest, 0, 1);
                    var mist = Math.Clamp((y - crest) / (height * 0.22), 0, 1) * 0.35;
                    red = Mix(red, 26 + (108 * haze) + (60 * mist), inside);
                    green = Mix(green, 44 + (92 * haze) + (60 * mist), inside);
                    blue = Mix(blue, 62 + (88 * haze) + (50 * mist), inside);
                }
                pixels[at++] = ToByte(red);
                pixels[at++] = ToByte(green);
                pixels[at++] = ToByte(blue);
            }
        }
        return pixels;
    }

    private static double Wave(int x, int width, int hill)
    {
        var t = (double)x / width;
        return Math.Sin((t * (5 + hill)) + (hill * 1.9)) + (0.45 * Math.Sin((t * (13 + (3 * hill))) + hill)) + (0.12 * Math.Sin(t * (47 + (9 * hill))));
    }

    private static double Mix(double a, double b, double share) => a + ((b - a) * share);

    private static byte ToByte(double value) => (byte)Math.Clamp(value, 0, 255);
}
