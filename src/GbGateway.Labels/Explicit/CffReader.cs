namespace GbGateway.Labels.Explicit;

/// <summary>OpenType outlines: the table <c>CFF</c> (Adobe's technical note 5176), name-keyed or CID-keyed.</summary>
internal sealed class CffReader : GlyphReader
{
    // Operators of dictionaries, by their names in the note; those of two bytes begin with 12.
    private const int CharStrings = 17, Private = 18, Subrs = 19, CharstringType = 0x0C06, FdArray = 0x0C24, FdSelect = 0x0C25;

    private readonly FontBytes _cff;
    private readonly CffIndex _charstrings;
    private readonly CffIndex _global;
    private readonly CffIndex[] _local; // one a font dictionary
    private readonly FontBytes _select;

    private CffReader(FontBytes cff, CffIndex charstrings, CffIndex global, CffIndex[] local, FontBytes select) =>
        (_cff, _charstrings, _global, _local, _select) = (cff, charstrings, global, local, select);

    /// <summary>Opens the table; null if it makes no sense.</summary>
    public static CffReader? TryOpen(FontBytes cff)
    {
        var names = new CffIndex(cff, cff.Byte(2));
        var tops = new CffIndex(cff, names.End);
        var strings = new CffIndex(cff, tops.End);
        var global = new CffIndex(cff, strings.End);
        var top = tops[0];
        var charstrings = new CffIndex(cff, Operand(top, CharStrings, 0));
        if (cff.Byte(0) != 1 || charstrings.Count == 0 || Operand(top, CharstringType, 0, 2) != 2)
        {
            return null;
        }
        var select = Operand(top, FdSelect, 0);
        if (select == 0)
        {
            return new CffReader(cff, charstrings, global, [LocalOf(cff, top)], default);
        }
        var fonts = new CffIndex(cff, Operand(top, FdArray, 0));
        var local = new CffIndex[Math.Min(fonts.Count, 256)];
        for (var i = 0; i < local.Length; i++)
        {
            local[i] = LocalOf(cff, fonts[i]);
        }
        return new CffReader(cff, charstrings, global, local, cff.Slice(select, int.MaxValue));
    }

    private protected override bool TryAppend(int glyph, List<OutlinePoint> points)
    {
        var font = FontOf(glyph);
        return glyph < _charstrings.Count && font < _local.Length && new CffCharstring(_global, _local[font], points, MaxPoints).TryDraw(_charstrings[glyph]);
    }

    private static CffIndex LocalOf(FontBytes cff, FontBytes dictionary)
    {
        var size = Operand(dictionary, Private, 0);
        var at = Operand(dictionary, Private, 1);
        var offset = Operand(cff.Slice(at, size), Subrs, 0);
        return offset == 0 ? default : new CffIndex(cff, at + (long)offset);
    }

    // Which font dictionary a glyph belongs to: a byte a glyph, or sorted ranges.
    private int FontOf(int glyph)
    {
        if (_select.Length == 0)
        {
            return 0;
        }
        if (_select.Byte(0) == 0)
        {
            return _select.Byte(1 + glyph);
        }
        var (low, high) = (0, _select.U16(1) - 1);
        while (low < high)
        {
            var middle = (low + high + 1) / 2;
            (low, high) = _select.U16(3 + 3L * middle) <= glyph ? (middle, high) : (low, middle - 1);
        }
        return _select.Byte(5 + 3L * low);
    }

    // The operand of an operator at a place, counted from the first.
    private static int Operand(FontBytes dictionary, int wanted, int place, int otherwise = 0)
    {
        Span<int> operands = stackalloc int[48];
        var count = 0;
        for (long at = 0; at < dictionary.Length;)
        {
            int value = dictionary.Byte(at++);
            if (value <= 21)
            {
                value = value == 12 ? 0x0C00 | dictionary.Byte(at++) : value;
                if (value == wanted)
                {
                    return place < count ? operands[place] : otherwise;
                }
                count = 0;
                continue;
            }
            var number = 0; // of reals, none is asked for
            switch (value)
            {
                case 28:
                    number = dictionary.I16(at);
                    at += 2;
                    break;
                case 29:
                    number = (int)dictionary.U32(at);
                    at += 4;
                    break;
                case 30:
                    while (at < dictionary.Length && (dictionary.Byte(at++) & 0x0F) != 0x0F)
                    {
                    }
                    break;
                case <= 246:
                    number = value - 139;
                    break;
                default:
                    number = value <= 250 ? (value - 247) * 256 + dictionary.Byte(at++) + 108 : -(value - 251) * 256 - dictionary.Byte(at++) - 108;
                    break;
            }
            if (count == operands.Length)
            {
                return otherwise;
            }
            operands[count++] = number;
        }
        return otherwise;
    }
}
