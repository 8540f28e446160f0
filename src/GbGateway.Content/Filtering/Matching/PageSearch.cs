using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace GbGateway.Content.Filtering;

/// <summary>Collects the places of a page where a pattern may begin, from what the prefilter's tables let through.</summary>
internal readonly ref struct PageSearch
{
    private const int BacktrackMost = 32;

    private readonly Prefilter _filter;
    private readonly PrefilterPage _page;
    private readonly TextBacktrack _back;
    private readonly ReadOnlySpan<byte> _text;

    internal PageSearch(Prefilter filter, PrefilterPage page, TextBacktrack back, ReadOnlySpan<byte> text)
    {
        _filter = filter;
        _page = page;
        _back = back;
        _text = text;
    }

    /// <summary>Whether <see cref="PrefilterPage.Starts"/> has all of them; false if they are too many for filtering to be worth it.</summary>
    /// <param name="start">First byte of the page.</param>
    /// <param name="end">Byte behind it.</param>
    /// <param name="resume">Nothing that begins before is asked for.</param>
    internal bool Collect(int start, int end, int resume)
    {
        _page.Clear();
        if (!AddBefore(_back.CharacterEnd(start), resume))
        {
            return false;
        }

        Read(start, end);
        return (_page.Chinese == 0 || Chinese(start)) && (_page.Latin == 0 || Latin(start))
            && (!_page.HasBoth || Mixed(start, resume)) && (_page.AnyOther == 0 || Other(start, resume));
    }

    private void Read(int start, int end)
    {
        int whole = end + BlockMasks.Slack <= _text.Length ? end - start : Math.Max(_text.Length - BlockMasks.Slack - start, 0);
        int blocks = whole / BlockMasks.Size;
        BlockMasks.Read(ref Unsafe.Add(ref MemoryMarshal.GetReference(_text), start), blocks, _filter, _page);
        for (int at = start + blocks * BlockMasks.Size; at < end; at += BlockMasks.Size)
        {
            // Blanks behind the end: nothing that isn't there is found.
            Span<byte> padded = _page.Padded;
            padded.Fill((byte)' ');
            _text[at..Math.Min(at + BlockMasks.Size + BlockMasks.Slack, _text.Length)].CopyTo(padded);
            BlockMasks.Read(ref MemoryMarshal.GetReference(padded), 1, _filter, _page);
        }

        _page.CloseAll();
    }

    private bool Chinese(int start)
    {
        int found = ChineseWindows.Find(_filter, _page), block = 0;
        for (int i = 0; i < found; i++)
        {
            if (!AddStart(start + _page.ChineseAt(_page.Hits[i], ref block)))
            {
                return false;
            }
        }

        return true;
    }

    private bool Latin(int start)
    {
        int found = LatinWindows.Find(_filter, _page), block = 0;
        for (int i = 0; i < found; i++)
        {
            if (!AddStart(start + _page.LatinAt(_page.Hits[i], ref block)))
            {
                return false;
            }
        }

        return true;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private bool Mixed(int start, int resume)
    {
        int count = KindChanges.Find(_page, out bool fromChinese);
        ref byte text = ref Unsafe.Add(ref MemoryMarshal.GetReference(_text), start);
        ref ushort froms = ref MemoryMarshal.GetArrayDataReference(_page.ChangesFrom);
        ref ushort tos = ref MemoryMarshal.GetArrayDataReference(_page.ChangesTo);
        ref ulong table = ref MemoryMarshal.GetArrayDataReference(_filter.Mixed);
        int shift = _filter.MixedShift, safe = _text.Length - start - sizeof(uint);

        // All bits set where the change is from Chinese to Latin: every other one is.
        uint direction = fromChinese ? uint.MaxValue : 0;
        nint found = 0;
        for (int i = 0; i < count; i++, direction = ~direction)
        {
            uint from = Unsafe.Add(ref froms, i), to = Unsafe.Add(ref tos, i), either = (from ^ to) & direction;
            uint chinese = to ^ either, latin = from ^ either;
            if ((int)chinese > safe)
            {
                // The last bytes of the text: no four can be read.
                _page.Hits[found++] = (ushort)i;
                continue;
            }

            ulong hash = Hash(Unsafe.ReadUnaligned<uint>(ref Unsafe.Add(ref text, chinese)), Unsafe.Add(ref text, latin), direction);
            ulong word = Unsafe.Add(ref table, (nint)(hash >> shift));
            _page.Hits[found] = (ushort)i;
            found += (nint)((word >> Prefilter.MixedBit(hash, 1) | word >> Prefilter.MixedBit(hash, 2) | word >> Prefilter.MixedBit(hash, 3)
                | word >> Prefilter.MixedBit(hash, 4) | word >> Prefilter.MixedBit(hash, 5)) & 1);
        }

        for (int i = 0; i < found; i++)
        {
            int change = _page.Hits[i];
            if (!AddChange(start, change, (change & 1) != 0 ? !fromChinese : fromChinese, resume))
            {
                return false;
            }
        }

        return true;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Hash(uint chinese, uint latin, uint direction) =>
        Prefilter.HashMixed((chinese & 15) | (chinese >> 4 & 0x3F0) | (chinese >> 6 & 0xFC00), latin | 0x20, direction & 1);

    private bool AddChange(int start, int change, bool fromChinese, int resume)
    {
        int from = start + _page.ChangesFrom[change], to = start + _page.ChangesTo[change];
        (int chinese, int latin) = fromChinese ? (from, to) : (to, from);
        if (chinese + 3 > _text.Length)
        {
            return true;
        }

        uint character = _text[chinese] | (uint)_text[chinese + 1] << 8 | (uint)_text[chinese + 2] << 16;
        ulong hash = Hash(character, _text[latin], fromChinese ? uint.MaxValue : 0), word = _filter.Mixed[hash >> _filter.MixedShift];
        Span<int> starts = stackalloc int[Prefilter.Looked - 1];
        for (int behind = 1; behind < Prefilter.Looked; behind++)
        {
            if ((word >> Prefilter.MixedBit(hash, behind) & 1) == 0 || (!fromChinese && WithinWord(from, behind)))
            {
                continue;
            }

            starts[0] = from;
            int found = behind == 1
                ? 1
                : _back.Symbols(fromChinese ? from + 3 : from + 1, Math.Min(resume, from), starts[..behind], BacktrackMost, first: false);
            if (found < 0 || (found == behind && !AddStart(starts[behind - 1])))
            {
                return false;
            }
        }

        return true;
    }

    // Whether so many letters up to a place have another one before them, and none of them is a repetition: no pattern begins with them.
    private bool WithinWord(int last, int letters)
    {
        if ((_filter.LettersWithinWords | _filter.DigitsWithinWords) != 0 || last < letters)
        {
            return false;
        }

        for (int at = last; at >= last - letters; at--)
        {
            if (!char.IsAsciiLetterOrDigit((char)_text[at]) || (at < last && (_text[at] | 0x20) == (_text[at + 1] | 0x20)))
            {
                return false;
            }
        }

        return true;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private bool Other(int start, int resume)
    {
        for (int block = 0; block < _page.Count; block++)
        {
            for (ulong left = _page.OtherMask[block]; left != 0; left &= left - 1)
            {
                int at = start + block * BlockMasks.Size + BitOperations.TrailingZeroCount(left);
                int symbol = at < _text.Length ? _filter.Automaton.Classes.Read(_text, at, out _) & SymbolClasses.ClassMask : 0;
                if (symbol >= SymbolClasses.FirstSymbol && (!AddStart(at) || !AddBefore(at, resume)))
                {
                    return false;
                }
            }
        }

        return true;
    }

    // Patterns that begin within the last symbols before a place.
    private bool AddBefore(int at, int resume)
    {
        Span<int> starts = stackalloc int[Prefilter.Looked];
        int found = at <= resume ? 0 : _back.Symbols(at, resume, starts, BacktrackMost, first: false);
        for (int i = 0; i < found; i++)
        {
            if (!AddStart(starts[i]))
            {
                return false;
            }
        }

        return found >= 0;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private bool AddStart(int at)
    {
        int steps = _page.Steps;
        bool begins = _back.Begins(at, ref steps);
        _page.Steps = steps;
        return steps >= 0 && (!begins || _page.Add(at));
    }
}
