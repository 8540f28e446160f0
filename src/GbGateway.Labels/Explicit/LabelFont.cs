using System.Collections.Concurrent;
using System.Text;

namespace GbGateway.Labels.Explicit;

/// <summary>The outlines an explicit label is drawn with: the embedded subset of Noto Sans SC Bold, or an operator's own TrueType or OpenType file.</summary>
public sealed class LabelFont
{
    /// <summary>Longest font file accepted, in bytes.</summary>
    public const int MaxFileLength = 64 << 20;

    private const int MostEms = 8;

    private readonly CharacterMap _characters;
    private readonly GlyphReader _glyphs;
    private readonly ConcurrentDictionary<int, GlyphOutline> _outlines = new();

    private LabelFont(CharacterMap characters, GlyphReader glyphs, int unitsPerEm)
    {
        (_characters, _glyphs, UnitsPerEm) = (characters, glyphs, unitsPerEm);
    }

    /// <summary>The embedded font.</summary>
    public static LabelFont Default { get; } = OpenEmbedded();

    /// <summary>Font units of one em, 16 to 16,384.</summary>
    public int UnitsPerEm { get; }

    /// <summary>Which files <see cref="TryOpen"/> reads.</summary>
    public const string Readable = "a TrueType or OpenType font, or a collection of them whose first is taken: .ttf, .otf, .ttc, with glyf or CFF outlines, at most 64 MiB (no CFF2, WOFF or bitmaps)";

    /// <summary>Reads a font. Hostile bytes are refused, never thrown on.</summary>
    /// <param name="file">The whole file; it must not change afterwards.</param>
    /// <param name="font">The font.</param>
    /// <param name="reason">What is wrong with the file, for the operator.</param>
    public static bool TryOpen(ReadOnlyMemory<byte> file, out LabelFont? font, out string? reason)
    {
        font = null;
        var tables = new FontTables(file);
        if (file.Length > MaxFileLength || !tables.IsFont)
        {
            reason = "no font that can be read";
            return false;
        }
        var (head, maxp, hhea, hmtx, cmap) = (tables["head"u8], tables["maxp"u8], tables["hhea"u8], tables["hmtx"u8], tables["cmap"u8]);
        var (glyf, loca, cff) = (tables["glyf"u8], tables["loca"u8], tables["CFF "u8]);
        if (glyf.Length == 0 && cff.Length == 0)
        {
            reason = "a font without glyf or CFF outlines";
            return false;
        }
        int unitsPerEm = head.U16(18);
        int glyphs = maxp.U16(4);
        var characters = new CharacterMap(cmap);
        GlyphReader? reader = glyf.Length > 0 ? loca.Length > 0 ? new GlyfReader(glyf, loca, head.U16(50) != 0, glyphs) : null : CffReader.TryOpen(cff);
        if (unitsPerEm is < 16 or > 16384 || glyphs == 0 || reader is null || characters.IsEmpty)
        {
            reason = "a font with a table missing or damaged: head, maxp, hmtx, cmap of format 4 or 12, loca or CFF";
            return false;
        }
        (reader.Advances, reader.AdvanceCount) = (hmtx, hhea.U16(34));
        font = new LabelFont(characters, reader, unitsPerEm);
        reason = null;
        return true;
    }

    /// <summary>The characters of a wording that this font can't draw, each once, in their order; empty if it can draw them all.</summary>
    public string FindMissing(string wording)
    {
        var missing = new StringBuilder();
        foreach (var rune in wording.EnumerateRunes())
        {
            var drawn = Rune.IsWhiteSpace(rune) || (_characters.Glyph(rune.Value) != 0 && IsSane(Outline(rune)));
            if (!drawn && !missing.ToString().Contains(rune.ToString(), StringComparison.Ordinal))
            {
                missing.Append(rune.ToString());
            }
        }
        return missing.ToString();
    }

    /// <summary>The outline of a character; the font's own "missing" box where it has none.</summary>
    internal GlyphOutline Outline(Rune rune)
    {
        var glyph = _characters.Glyph(rune.Value);
        // The glyph numbers are at most 65,536, and a wording is the operator's, so this stays small.
        return _outlines.GetOrAdd(glyph, static (number, reader) => reader.Read(number), _glyphs);
    }

    // Ink there is, and no more of it than a letter can have.
    private bool IsSane(GlyphOutline glyph) =>
        glyph.InkHeight > 0 && glyph.InkHeight <= MostEms * UnitsPerEm && glyph.Right - glyph.Left <= MostEms * UnitsPerEm && glyph.Advance <= MostEms * UnitsPerEm;

    private static LabelFont OpenEmbedded()
    {
        using var stream = typeof(LabelFont).Assembly.GetManifestResourceStream("NotoSansSC-Bold.subset.ttf")
            ?? throw new InvalidOperationException("the embedded label font is missing from this build");
        var file = new byte[stream.Length];
        stream.ReadExactly(file);
        return TryOpen(file, out var font, out var reason) ? font! : throw new InvalidOperationException(reason);
    }
}
