using GbGateway.Labels.Explicit;

namespace GbGateway.Tests.Media.Png.Surgery;

/// <summary>Stamps as hard on the surgeon as a real one: a half-clear rounded plate, solid bright strokes, soft edges.</summary>
internal static class Stamps
{
    public static Stamp Make(int width, int height)
    {
        var (alpha, ink) = (new byte[width * height], new byte[width * height]);
        for (var y = 0; y < height; y++)
        {
            for (var x = 0; x < width; x++)
            {
                var edge = Math.Min(Math.Min(x, width - 1 - x), Math.Min(y, height - 1 - y));
                var stroke = Math.Abs(x * 3 % 40 - 20) + Math.Abs(y * 5 % 60 - 30) - 12;
                var letter = edge < 3 ? 0 : Math.Clamp(1 - stroke / 6.0, 0, 1);
                var plate = edge == 0 && (x + y) % 5 < 2 ? 0 : edge < 2 ? 0.3 : 0.56;
                var opacity = plate + (1 - plate) * letter;
                alpha[y * width + x] = (byte)(opacity * 255);
                ink[y * width + x] = (byte)Math.Min(alpha[y * width + x], 255 * (0.94 * letter + 0.08 * plate * (1 - letter)));
            }
        }
        return new Stamp(width, height, alpha, ink);
    }
}
