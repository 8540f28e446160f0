namespace GbGateway.Labels.Explicit;

/// <summary>Reads the outlines of a font. Bounded whatever the bytes say.</summary>
internal abstract class GlyphReader
{
    /// <summary>Most points of one glyph.</summary>
    protected const int MaxPoints = 8192;

    /// <summary>The table <c>hmtx</c>.</summary>
    public FontBytes Advances { get; set; }

    /// <summary>How many glyphs have an advance of their own; those behind have the last one's.</summary>
    public int AdvanceCount { get; set; }

    /// <summary>The outline of a glyph; empty if its bytes make no sense.</summary>
    public GlyphOutline Read(int glyph)
    {
        var points = new List<OutlinePoint>();
        if (!TryAppend(glyph, points) || points.Count > MaxPoints)
        {
            points.Clear();
        }
        int advance = Advances.U16(4L * Math.Min(glyph, Math.Max(0, AdvanceCount - 1)));
        return new GlyphOutline([.. points], advance);
    }

    private protected abstract bool TryAppend(int glyph, List<OutlinePoint> points);
}
