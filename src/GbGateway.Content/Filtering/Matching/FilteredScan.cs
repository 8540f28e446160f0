using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace GbGateway.Content.Filtering;

/// <summary>
/// Scans a window page by page: the prefilter names the places where a pattern may begin, the automaton runs from there until it is idle.
/// A page with too many places is scanned by the automaton alone, and so are the next ones: hostile text costs what the automaton costs.
/// </summary>
internal ref struct FilteredScan<TSink>
    where TSink : struct, IHitSink
{
    /// <summary>Below, filtering costs more than it saves.</summary>
    internal const int WorthIt = 256;

    private const int BacktrackMost = 32;
    private const int MostPlainPages = 16;

    private readonly Prefilter _filter;
    private readonly PrefilterPage _page;
    private readonly TextBacktrack _back;
    private readonly ReadOnlySpan<byte> _text;
    private AutomatonScan<TSink> _scan;
    private readonly int _end;
    private int _resume;
    private int _reached;

    internal FilteredScan(Prefilter filter, ReadOnlySpan<byte> text, int from, bool afterWord, int quiet, ref TSink sink)
    {
        _filter = filter;
        _page = PrefilterPage.OfThread;
        _text = text;
        _back = new TextBacktrack(filter.Automaton, text, from, afterWord);
        _scan = new AutomatonScan<TSink>(filter.Automaton, text, quiet, ref sink);
        _resume = from;
        _end = text.Length - Cut(text);
    }

    internal static bool Supported => Vector128.IsHardwareAccelerated && BitConverter.IsLittleEndian;

    internal ScanEnd Run(bool final)
    {
        int plainPages = 0, plainNext = 1;
        for (int start = _resume; start < _text.Length && _reached < _end; start += PrefilterPage.Blocks * BlockMasks.Size)
        {
            int end = Math.Min(start + PrefilterPage.Blocks * BlockMasks.Size, _text.Length);
            if (plainPages > 0 || !Collect(start, end))
            {
                Plain(start, end);
                plainNext = plainPages > 0 ? plainNext : Math.Min(plainNext * 2, MostPlainPages);
                plainPages = plainPages > 0 ? plainPages - 1 : plainNext;
                continue;
            }

            plainNext = 1;
            Verify();
        }

        if (_reached < _end)
        {
            // What begins within the last symbols is not whole yet, or may go on behind the window.
            Span<int> starts = stackalloc int[Prefilter.Looked];
            int found = _back.Symbols(_end, _resume, starts, int.MaxValue, first: true);
            int last = Math.Max(found > 0 ? starts[found - 1] : _end, _resume);
            _scan.Run(last, _back.AfterWord(last), int.MaxValue);
        }

        return _scan.Finish(final);
    }

    // Bytes of a character cut by the end of the window.
    private static int Cut(ReadOnlySpan<byte> text)
    {
        for (int back = 1; back <= 3 && back <= text.Length; back++)
        {
            if ((text[^back] & 0xC0) != 0x80)
            {
                _ = Utf8Text.Decode(text[^back..], out int length);
                return length == 0 ? back : 0;
            }
        }

        return 0;
    }

    // A character that a page's border cuts belongs to the page it begins in.
    private readonly int CharacterEnd(int at)
    {
        for (int i = 0; i < 3 && at < _text.Length && (_text[at] & 0xC0) == 0x80; i++)
        {
            at++;
        }

        return at;
    }

    private void Plain(int start, int end)
    {
        Span<int> starts = stackalloc int[Prefilter.Looked];
        start = CharacterEnd(start);
        int found = _back.Symbols(start, _resume, starts, int.MaxValue, first: true);
        int from = found > 0 ? starts[found - 1] : Math.Max(start, _resume);
        if (from < end && _reached < _end)
        {
            RunFrom(from, end);
        }
    }

    private void Verify()
    {
        Span<int> starts = _page.Starts.AsSpan(0, _page.StartCount);
        starts.Sort();
        foreach (int start in starts)
        {
            if (_reached >= _end)
            {
                break;
            }

            if (start >= _resume)
            {
                RunFrom(_back.FirstRepetition(start, _resume), start + 1);
            }
        }
    }

    private void RunFrom(int start, int through)
    {
        _reached = _scan.Run(start, _back.AfterWord(start), through);
        _resume = Math.Max(_resume, _scan.Resume);
    }

    private bool Collect(int start, int end)
    {
        _page.Clear();
        Span<int> starts = stackalloc int[Prefilter.Looked];
        if (!AddBefore(start, starts))
        {
            return false;
        }

        int whole = end;
        if (end + BlockMasks.Slack > _text.Length)
        {
            whole = start + Math.Max(_text.Length - BlockMasks.Slack - start, 0) / BlockMasks.Size * BlockMasks.Size;
        }

        ref byte text = ref MemoryMarshal.GetReference(_text);
        int at = start;
        for (; at + BlockMasks.Size <= whole; at += BlockMasks.Size)
        {
            BlockMasks.Read(ref Unsafe.Add(ref text, at), _page);
        }

        for (; at < end; at += BlockMasks.Size)
        {
            // Blanks behind the end: nothing that isn't there is found.
            Span<byte> padded = _page.Padded;
            padded.Fill((byte)' ');
            _text[at..Math.Min(at + BlockMasks.Size + BlockMasks.Slack, _text.Length)].CopyTo(padded);
            BlockMasks.Read(ref MemoryMarshal.GetReference(padded), _page);
        }

        return (_page.Chinese < 2 || Chinese(start)) && (_page.Latin < 2 || Latin(start))
            && (!_page.HasBoth || Mixed(start, starts)) && (_page.AnyOther == 0 || Other(start, starts));
    }

    // Patterns that begin within the last symbols before a place.
    private bool AddBefore(int at, scoped Span<int> starts)
    {
        at = CharacterEnd(at);
        int found = at <= _resume ? 0 : _back.Symbols(at, _resume, starts, BacktrackMost, first: false);
        for (int i = 0; i < found; i++)
        {
            if (!AddStart(starts[i]))
            {
                return false;
            }
        }

        return found >= 0;
    }

    private readonly bool Chinese(int start)
    {
        ref ushort codes = ref MemoryMarshal.GetArrayDataReference(_page.Codes);
        ref ulong table = ref MemoryMarshal.GetArrayDataReference(_filter.Chinese);
        int shift = _filter.ChineseShift, count = _page.Chinese;
        ulong three = codes;
        for (int i = 1; i < count; i++)
        {
            three = (three << 16 | Unsafe.Add(ref codes, i)) & 0xFFFF_FFFF_FFFF;
            ulong pair = Prefilter.HashPair((uint)three);
            ulong bits = Unsafe.Add(ref table, (nint)(pair >> shift));
            if (((bits >> (int)(pair >> 20) | bits >> (int)(Prefilter.HashTriple(three) >> 58)) & 1) != 0
                && !AddChinese(start, i, three, bits))
            {
                return false;
            }
        }

        return true;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private readonly bool AddChinese(int start, int index, ulong three, ulong bits)
    {
        int block = 0;
        if ((bits >> (int)(Prefilter.HashPair((uint)three) >> 20) & 1) != 0 && !AddStart(start + _page.ChineseAt(index - 1, ref block)))
        {
            return false;
        }

        return index < 2 || (bits >> (int)(Prefilter.HashTriple(three) >> 58) & 1) == 0 || AddStart(start + _page.ChineseAt(index - 2, ref block));
    }

    private readonly bool Latin(int start)
    {
        Unsafe.WriteUnaligned(ref _page.Letters[_page.Latin], 0UL);
        ulong before = 0;
        for (int block = 0; block < _page.Count; block++)
        {
            ulong mask = _page.LatinMask[block];
            ulong within = _filter.LettersWithinWords | (_filter.DigitsWithinWords & _page.DigitMask[block]);
            if (mask != 0 && !LatinBlock(mask, mask & (~(mask << 1 | before) | within), block, start + block * BlockMasks.Size))
            {
                return false;
            }

            before = mask >> 63;
        }

        return true;
    }

    private readonly bool LatinBlock(ulong mask, ulong starts, int block, int at)
    {
        ref byte letters = ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(_page.Letters), _page.LatinBefore[block]);
        ref ulong table = ref MemoryMarshal.GetArrayDataReference(_filter.Latin);
        ref ulong shorts = ref MemoryMarshal.GetArrayDataReference(_filter.Short);
        int shift = _filter.LatinShift;
        uint repeats = _filter.Automaton.FoldsRepeats ? 0x808080u : 0;
        for (; starts != 0; starts &= starts - 1)
        {
            ulong lowest = starts & (0 - starts);
            uint four = Unsafe.ReadUnaligned<uint>(ref Unsafe.Add(ref letters, BitOperations.PopCount(mask & (lowest - 1))));
            ulong hash = Prefilter.HashPair(four);
            ulong bits = (Unsafe.Add(ref table, (nint)(hash >> shift)) >> (int)(hash >> 20))
                | (Unsafe.Add(ref shorts, (nint)((four & 0xFFFF) >> 6)) >> (int)four);

            // A doubled letter may stand for one: the automaton's table tells.
            uint doubled = four ^ four >> 8;
            doubled = (doubled - 0x010101) & ~doubled & repeats;
            if (((bits & 1) | doubled) != 0 && !AddStart(at + BitOperations.TrailingZeroCount(lowest)))
            {
                return false;
            }
        }

        return true;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private readonly bool AddStart(int at) => !_back.Begins(at) || _page.Add(at);

    // Places where a Chinese character and a Latin letter follow each other, with nothing that counts between.
    private readonly bool Mixed(int start, scoped Span<int> starts)
    {
        ulong afterLatin = 0, afterChinese = 0;
        int last = -1;
        for (int block = 0; block < _page.Count; block++)
        {
            ulong latin = _page.LatinMask[block], chinese = _page.ChineseMask[block], counts = latin | chinese;
            if (counts == 0)
            {
                continue;
            }

            int at = start + block * BlockMasks.Size;
            if ((latin | afterLatin) != 0 && (chinese | afterChinese) != 0)
            {
                // Adding carries a mark behind a character through the gap to the next one that counts.
                ulong gap = ~counts, mark = latin << 1 | afterLatin, through = mark & gap;
                ulong changes = (((through + gap) | mark) & counts) & chinese;
                mark = chinese << 1 | afterChinese;
                through = mark & gap;
                changes |= (((through + gap) | mark) & counts) & latin;
                for (; changes != 0; changes &= changes - 1)
                {
                    int bit = BitOperations.TrailingZeroCount(changes);
                    ulong below = counts & ((1UL << bit) - 1);
                    int previous = below != 0 ? at + 63 - BitOperations.LeadingZeroCount(below) : last;
                    if (previous >= 0 && !Change(previous, at + bit, (latin >> bit & 1) != 0, starts))
                    {
                        return false;
                    }
                }
            }

            int highest = 63 - BitOperations.LeadingZeroCount(counts);
            last = at + highest;
            afterLatin = latin >> highest & 1;
            afterChinese = afterLatin ^ 1;
        }

        return true;
    }

    private readonly bool Change(int previous, int at, bool toLatin, scoped Span<int> starts)
    {
        (int chinese, int latin) = toLatin ? (previous, at) : (at, previous);
        if (chinese + 3 > _text.Length)
        {
            return true;
        }

        uint code = (uint)(_text[chinese] & 15 | (_text[chinese + 1] & 63) << 4 | (_text[chinese + 2] & 63) << 10);
        ulong hash = Prefilter.HashMixed(code, (uint)_text[latin] | 0x20, latinFirst: !toLatin);
        if ((_filter.Mixed[hash >> _filter.MixedShift] >> (int)(hash >> 20) & 1) == 0)
        {
            return true;
        }

        return AddAround(at, starts);
    }

    private readonly bool Other(int start, scoped Span<int> starts)
    {
        for (int block = 0; block < _page.Count; block++)
        {
            for (ulong left = _page.OtherMask[block]; left != 0; left &= left - 1)
            {
                int at = start + block * BlockMasks.Size + BitOperations.TrailingZeroCount(left);
                int symbol = at < _text.Length ? _filter.Automaton.Classes.Read(_text, at, out _) & SymbolClasses.ClassMask : 0;
                if (symbol >= SymbolClasses.FirstSymbol && !AddAround(at, starts))
                {
                    return false;
                }
            }
        }

        return true;
    }

    private readonly bool AddAround(int at, scoped Span<int> starts)
    {
        if (!AddStart(at))
        {
            return false;
        }

        int found = _back.Symbols(at, _resume, starts, BacktrackMost, first: false);
        for (int i = 0; i < found; i++)
        {
            if (!AddStart(starts[i]))
            {
                return false;
            }
        }

        return found >= 0;
    }
}
