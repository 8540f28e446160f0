namespace GbGateway.Labels.Explicit;

/// <summary>Draws a <see cref="StampLayout"/>: white letters, a thin dark outline, a dark rounded plate.</summary>
internal static class StampPainter
{
    /// <summary>The plate's opacity, 158 of 255 = 0.62: over pure white it leaves 6.2:1 to the white letters (WCAG luminance; 4.5:1 needs 0.535).</summary>
    public const byte PlateAlpha = 158;

    private const float OutlineAlpha = 0.86f * 255;
    private const float OutlineWidth = 0.055f; // em
    private const float CornerRadius = 0.24f; // em

    public static Stamp Paint(StampLayout layout, LabelFont font)
    {
        var (width, height) = (layout.Width, layout.Height);
        var plane = new CoveragePlane(width, height);
        for (var i = 0; i < layout.Lines.Count; i++)
        {
            var line = layout.Lines[i];
            var units = 0f;
            var start = (width - layout.Measure(line)) / 2;
            var baseline = layout.PaddingY + layout.Ascent + i * (layout.Ascent + layout.Descent + layout.Gap);
            foreach (var rune in line.EnumerateRunes())
            {
                var glyph = font.Outline(rune);
                plane.Add(glyph, layout.Scale, start + MathF.Round(units * layout.Scale), baseline);
                units += glyph.Advance;
            }
        }
        var letters = plane.ToCoverage();
        var outline = Dilate(letters, width, height, Math.Max(1f, OutlineWidth * layout.FontSize));
        var alpha = new byte[width * height];
        var ink = new byte[width * height];
        var radius = CornerRadius * layout.FontSize;
        for (var y = 0; y < height; y++)
        {
            for (var x = 0; x < width; x++)
            {
                var i = y * width + x;
                var letter = (int)MathF.Round(255 * letters[i]);
                var dark = Math.Max(PlateAlpha * Plate(x, y, width, height, radius), OutlineAlpha * outline[i]);
                alpha[i] = (byte)Math.Clamp((int)MathF.Round(letter + (255 - letter) * dark / 255), letter, 255);
                ink[i] = (byte)letter;
            }
        }
        return new Stamp(width, height, alpha, ink);
    }

    /// <summary>How much of a pixel the rounded plate covers, by its centre's distance from the nearest corner's circle.</summary>
    private static float Plate(int x, int y, int width, int height, float radius)
    {
        var dx = Math.Max(radius - (Math.Min(x, width - 1 - x) + 0.5f), 0);
        var dy = Math.Max(radius - (Math.Min(y, height - 1 - y) + 0.5f), 0);
        return dx == 0 || dy == 0 ? 1 : Math.Clamp(radius - MathF.Sqrt(dx * dx + dy * dy) + 0.5f, 0, 1);
    }

    private static float[] Dilate(float[] mask, int width, int height, float radius)
    {
        var result = new float[mask.Length];
        var reach = (int)MathF.Ceiling(radius);
        for (var dy = -reach; dy <= reach; dy++)
        {
            for (var dx = -reach; dx <= reach; dx++)
            {
                var weight = Math.Clamp(radius + 0.5f - MathF.Sqrt(dx * dx + dy * dy), 0, 1);
                if (weight == 0)
                {
                    continue;
                }
                for (var y = Math.Max(0, -dy); y < Math.Min(height, height - dy); y++)
                {
                    var from = Math.Max(0, -dx);
                    var target = result.AsSpan(y * width + from, Math.Max(0, Math.Min(width, width - dx) - from));
                    var source = mask.AsSpan((y + dy) * width + from + dx, target.Length);
                    for (var x = 0; x < target.Length; x++)
                    {
                        target[x] = Math.Max(target[x], source[x] * weight);
                    }
                }
            }
        }
        return result;
    }
}
