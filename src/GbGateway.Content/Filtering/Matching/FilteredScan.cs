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

    private const int MostPlainPages = 16;
    private const int PageSize = PrefilterPage.Blocks * BlockMasks.Size;

    private readonly PageSearch _search;
    private readonly PrefilterPage _page;
    private readonly TextBacktrack _back;
    private readonly ReadOnlySpan<byte> _text;
    private AutomatonScan<TSink> _scan;
    private readonly int _end;
    private readonly int _tail;
    private int _resume;
    private int _reached;

    internal FilteredScan(Prefilter filter, ReadOnlySpan<byte> text, int from, bool afterWord, int quiet, ref TSink sink)
    {
        _page = PrefilterPage.OfThread;
        _text = text;
        _back = new TextBacktrack(filter.Automaton, text, from, afterWord);
        _search = new PageSearch(filter, _page, _back, text);
        _scan = new AutomatonScan<TSink>(filter.Automaton, text, quiet, ref sink);
        _resume = from;
        _end = text.Length - Cut(text);

        // What begins within the last symbols is not whole yet, or may go on behind the window: the automaton alone reads them.
        Span<int> starts = stackalloc int[Prefilter.Looked];
        int found = _back.Symbols(_end, from, starts, int.MaxValue, first: true);
        _tail = found > 0 ? starts[found - 1] : _end;
    }

    internal static bool Supported => Vector128.IsHardwareAccelerated && BitConverter.IsLittleEndian;

    internal ScanEnd Run(bool final)
    {
        int plainPages = 0, plainNext = 1;
        for (int start = _resume, end; start < _text.Length && _reached < _end; start = end)
        {
            end = _text.Length - start <= PrefilterPage.MostBlocks * BlockMasks.Size ? _text.Length : start + PageSize;
            if (plainPages > 0 || !_search.Collect(start, end, _resume))
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
            int last = Math.Max(_tail, _resume);
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

    private void Plain(int start, int end)
    {
        Span<int> starts = stackalloc int[Prefilter.Looked];
        start = _back.CharacterEnd(start);
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
            if (_reached >= _end || start >= _tail)
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
}
