using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace GbGateway.Content.Filtering;

/// <summary>What every code point is to one automaton: nothing (0), a skipped character, or one of its symbols.</summary>
internal sealed class SymbolClasses
{
    internal const int Break = 0;
    internal const int Separator = 1;
    internal const int Invisible = 2;
    internal const int FirstSymbol = 3;

    /// <summary>Bit 15 says that the character belongs to a word of a spaced script.</summary>
    internal const int WordBit = 0x8000;
    internal const int ClassMask = 0x7FFF;

    private const int PageBits = 8;

    private readonly ushort[] _plane = new ushort[0x10000];
    private readonly ushort[] _pageOf = new ushort[0x110000 >> PageBits];
    private readonly ushort[] _pages;

    /// <param name="folds">How the characters read.</param>
    /// <param name="symbolOf">The symbol of every read code point below <see cref="CharacterFolds.Limit"/>; 0 where none.</param>
    internal SymbolClasses(CharacterFolds folds, ReadOnlySpan<ushort> symbolOf)
    {
        ReadOnlySpan<int> read = folds.Table;
        for (int cp = 0; cp < 0x10000; cp++)
        {
            _plane[cp] = Class(cp, read[cp], symbolOf);
        }

        var pages = new List<ushort>(1 << 14);
        var known = new Dictionary<ushort, int>();
        Span<ushort> page = stackalloc ushort[1 << PageBits];
        for (int first = 0x10000; first < 0x110000; first += 1 << PageBits)
        {
            if (first >= CharacterFolds.Limit && first >> 16 != 0xE)
            {
                // Beyond the letters: a break, always.
                page.Clear();
            }
            else
            {
                for (int i = 0; i < page.Length; i++)
                {
                    page[i] = Class(first + i, folds.Read(first + i), symbolOf);
                }
            }

            bool uniform = page.IndexOfAnyExcept(page[0]) < 0;
            if (!uniform || !known.TryGetValue(page[0], out int number))
            {
                number = pages.Count >> PageBits;
                pages.AddRange(page);
                if (uniform)
                {
                    known[page[0]] = number;
                }
            }

            _pageOf[first >> PageBits] = (ushort)number;
        }

        _pages = [.. pages];
    }

    /// <summary>Bytes held.</summary>
    internal long Bytes => (_plane.Length + _pageOf.Length + _pages.Length) * sizeof(ushort);

    /// <summary>The table of the basic plane, for the loops.</summary>
    internal ref ushort Plane => ref MemoryMarshal.GetArrayDataReference(_plane);

    /// <summary>The class of any code point.</summary>
    internal int Of(int codePoint) => codePoint < 0x10000
        ? _plane[codePoint]
        : _pages[(_pageOf[codePoint >> PageBits] << PageBits) | (codePoint & ((1 << PageBits) - 1))];

    /// <summary>
    /// The class of the character at <paramref name="at"/> and its length: 0 when the text ends within it, 1 and a break for a byte
    /// that begins none.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal int Read(ReadOnlySpan<byte> text, int at, out int length)
    {
        int b = text[at];
        if (b < 0x80)
        {
            length = 1;
            return _plane[b];
        }

        if (b is >= 0xE0 and < 0xF0 && text.Length - at > 2)
        {
            int second = text[at + 1] ^ 0x80, third = text[at + 2] ^ 0x80;
            if ((second | third) < 0x40)
            {
                length = 3;
                return _plane[(b & 0x0F) << 12 | second << 6 | third];
            }
        }

        return ReadLong(text, at, out length);
    }

    private int ReadLong(ReadOnlySpan<byte> text, int at, out int length)
    {
        int codePoint = Utf8Text.Decode(text[at..], out length);
        return codePoint < 0 ? Break : Of(codePoint);
    }

    private static ushort Class(int codePoint, int read, ReadOnlySpan<ushort> symbolOf)
    {
        int word = (CharacterFolds.Kinds(codePoint) & CharacterKinds.Word) != 0 ? WordBit : 0;
        return read switch
        {
            CharacterFolds.SkippedSeparator => Separator,
            CharacterFolds.SkippedInvisible => Invisible,
            _ => (ushort)((read < symbolOf.Length ? symbolOf[read] : 0) | word),
        };
    }
}
