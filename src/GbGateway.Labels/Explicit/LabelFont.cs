using System.Collections.Concurrent;
using System.Text;

namespace GbGateway.Labels.Explicit;

/// <summary>The outlines an explicit label is drawn with: the embedded subset of Noto Sans SC Bold, or an operator's own TrueType file.</summary>
public sealed class LabelFont
{
    /// <summary>Longest font file accepted, in bytes.</summary>
    public const int MaxFileLength = 64 << 20;

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

    /// <summary>Reads a TrueType font (<c>glyf</c> outlines). Hostile bytes are refused, never thrown on.</summary>
    /// <param name="file">The whole file; it must not change afterwards.</param>
    /// <param name="font">The font.</param>
    /// <param name="reason">What is wrong with the file, for the operator.</param>
    public static bool TryOpen(ReadOnlyMemory<byte> file, out LabelFont? font, out string? reason)
    {
        font = null;
        var bytes = new FontBytes(file);
        var version = bytes.U32(0);
        if (file.Length > MaxFileLength || version is not (0x00010000 or 0x74727565))
        {
            reason = "not a TrueType font with glyf outlines, or longer than 64 MiB (CFF/OpenType and collections are not read)";
            return false;
        }
        FontBytes head = default, maxp = default, hhea = default, hmtx = default, loca = default, glyf = default, cmap = default;
        for (var i = 0; i < bytes.U16(4); i++)
        {
            var entry = 12 + 16L * i;
            var table = bytes.Slice(bytes.U32(entry + 8), bytes.U32(entry + 12));
            switch (bytes.U32(entry))
            {
                case 0x68656164: head = table; break;
                case 0x6D617870: maxp = table; break;
                case 0x68686561: hhea = table; break;
                case 0x686D7478: hmtx = table; break;
                case 0x6C6F6361: loca = table; break;
                case 0x676C7966: glyf = table; break;
                case 0x636D6170: cmap = table; break;
            }
        }
        int unitsPerEm = head.U16(18);
        int glyphs = maxp.U16(4);
        var characters = new CharacterMap(cmap);
        if (unitsPerEm is < 16 or > 16384 || glyphs == 0 || glyf.Length == 0 || loca.Length == 0 || characters.IsEmpty)
        {
            reason = "a table of the font is missing or damaged (head, maxp, hmtx, loca, glyf, cmap format 4 or 12)";
            return false;
        }
        var reader = new GlyphReader(glyf, loca, hmtx, head.U16(50) != 0, hhea.U16(34), glyphs);
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
            var drawn = Rune.IsWhiteSpace(rune) || (_characters.Glyph(rune.Value) != 0 && Outline(rune).InkHeight > 0);
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

    private static LabelFont OpenEmbedded()
    {
        using var stream = typeof(LabelFont).Assembly.GetManifestResourceStream("NotoSansSC-Bold.subset.ttf")
            ?? throw new InvalidOperationException("the embedded label font is missing from this build");
        var file = new byte[stream.Length];
        stream.ReadExactly(file);
        return TryOpen(file, out var font, out var reason) ? font! : throw new InvalidOperationException(reason);
    }
}
