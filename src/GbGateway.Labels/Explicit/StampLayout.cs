using System.Globalization;
using System.Text;

namespace GbGateway.Labels.Explicit;

/// <summary>
/// A wording set in lines at one size. The size follows from the ink rows asked for: the ink box of every character that counts spans at
/// least that many whole pixel rows (<c>GB-5.2-c</c> read strictly). Letters of every script and digits count, lower-case ones too;
/// punctuation, spaces and characters flat by their shape (<c>一</c>) don't.
/// </summary>
internal sealed class StampLayout
{
    private const float FlatBelow = 0.4f; // em; the lowest real letters (x height) stand at 0.5
    private const float PadX = 0.28f, PadY = 0.16f, LineGap = 0.14f; // em

    private readonly LabelFont _font;

    private StampLayout(LabelFont font, string wording, int inkRows)
    {
        _font = font;
        InkRows = inkRows;
        FontSize = FindFontSize(font, wording, inkRows, out var top, out var bottom);
        Scale = FontSize / font.UnitsPerEm;
        Ascent = (int)MathF.Ceiling(top * Scale - 0.01f);
        Descent = (int)MathF.Ceiling(-bottom * Scale - 0.01f);
        PaddingX = Pad(PadX);
        PaddingY = Pad(PadY);
        Gap = Pad(LineGap);
    }

    public int InkRows { get; }

    /// <summary>Pixels an em.</summary>
    public float FontSize { get; }

    public float Scale { get; }

    public int Ascent { get; }

    public int Descent { get; }

    public int PaddingX { get; }

    public int PaddingY { get; }

    public int Gap { get; }

    public IReadOnlyList<string> Lines { get; private set; } = [];

    public int Width { get; private set; }

    public int Height => 2 * PaddingY + Lines.Count * (Ascent + Descent) + (Lines.Count - 1) * Gap;

    /// <summary>Sets the wording in as few lines as fit <paramref name="maxWidth"/> pixels, plate included; a single character may still be wider.</summary>
    public static StampLayout Set(LabelFont font, string wording, int inkRows, int maxWidth)
    {
        var layout = new StampLayout(font, wording, inkRows);
        layout.Break(wording, maxWidth - 2 * layout.PaddingX);
        return layout;
    }

    /// <summary>Width of a run of text in whole pixels, from the pen's start to its end.</summary>
    public int Measure(ReadOnlySpan<char> text)
    {
        var units = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            units += _font.Outline(rune).Advance;
        }
        return (int)MathF.Ceiling(units * Scale);
    }

    private static bool Counts(LabelFont font, Rune rune, GlyphOutline glyph) =>
        Rune.IsLetterOrDigit(rune) && Rune.GetUnicodeCategory(rune) != UnicodeCategory.ModifierLetter
        && glyph.InkHeight >= FlatBelow * font.UnitsPerEm;

    private static float FindFontSize(LabelFont font, string wording, int inkRows, out float top, out float bottom)
    {
        (top, bottom) = (0, 0);
        var counted = new List<GlyphOutline>();
        foreach (var rune in wording.EnumerateRunes())
        {
            var glyph = font.Outline(rune);
            top = Math.Max(top, glyph.Top);
            bottom = Math.Min(bottom, glyph.Bottom);
            if (Counts(font, rune, glyph))
            {
                counted.Add(glyph);
            }
        }
        if (top - bottom <= 0)
        {
            top = font.UnitsPerEm;
        }
        if (counted.Count == 0)
        {
            return inkRows * font.UnitsPerEm / (top - bottom); // nothing but punctuation: the line itself is measured
        }
        // Begin at the exact size and grow in small steps until whole pixel rows, wherever the baseline cuts them, hold.
        var size = inkRows * font.UnitsPerEm / counted.Min(static glyph => glyph.InkHeight);
        while (counted.Exists(glyph => WholeRows(glyph, size / font.UnitsPerEm) < inkRows))
        {
            size += 0.125f;
        }
        return size;
    }

    private static int WholeRows(GlyphOutline glyph, float scale) =>
        (int)MathF.Floor(glyph.Top * scale + 0.01f) - (int)MathF.Ceiling(glyph.Bottom * scale - 0.01f);

    private int Pad(float em) => Math.Max(1, (int)MathF.Round(em * FontSize));

    private void Break(string wording, int maxWidth)
    {
        var lines = new List<string>();
        var line = "";
        foreach (var word in Words(wording))
        {
            if (line.Length > 0 && Measure((line + word).TrimEnd()) > maxWidth)
            {
                lines.Add(line.Trim());
                line = "";
            }
            line += word;
        }
        if (line.Trim().Length > 0 || lines.Count == 0)
        {
            lines.Add(line.Trim());
        }
        Lines = lines;
        Width = 2 * PaddingX + Math.Max(1, lines.Max(text => Measure(text)));
    }

    /// <summary>The pieces a line may break between: runs of Latin letters and digits with what follows them, single characters of other scripts.</summary>
    private static IEnumerable<string> Words(string wording)
    {
        var word = new StringBuilder();
        var open = false;
        foreach (var rune in wording.EnumerateRunes())
        {
            var joins = rune.Value < 0x2E80 && !Rune.IsWhiteSpace(rune);
            if (word.Length > 0 && !(open && joins) && !Rune.IsWhiteSpace(rune) && !Rune.IsPunctuation(rune))
            {
                yield return word.ToString();
                word.Clear();
            }
            word.Append(rune.ToString());
            open = joins;
        }
        if (word.Length > 0)
        {
            yield return word.ToString();
        }
    }
}
