namespace GbGateway.Labels.Explicit;

/// <summary>A glyph: quadratic contours in font units and how far the pen moves.</summary>
internal sealed class GlyphOutline
{
    public GlyphOutline(OutlinePoint[] points, int advance)
    {
        Points = points;
        Advance = advance;
        foreach (var point in points)
        {
            // Control points may bulge past the ink; fonts put on-curve points at the extremes, and the ink is measured by those.
            if (point.OnCurve)
            {
                (Left, Right) = (Math.Min(Left, point.X), Math.Max(Right, point.X));
                (Bottom, Top) = (Math.Min(Bottom, point.Y), Math.Max(Top, point.Y));
            }
        }
        if (Left > Right)
        {
            (Left, Right, Bottom, Top) = (0, 0, 0, 0);
        }
    }

    public OutlinePoint[] Points { get; }

    public int Advance { get; }

    public float Left { get; } = float.MaxValue;

    public float Right { get; } = float.MinValue;

    public float Bottom { get; } = float.MaxValue;

    public float Top { get; } = float.MinValue;

    public float InkHeight => Top - Bottom;
}
