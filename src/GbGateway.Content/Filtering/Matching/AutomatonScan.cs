using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace GbGateway.Content.Filtering;

/// <summary>
/// One run of an automaton over a window of text. Where at most one symbol of a pattern has been seen, a narrow loop asks only whether
/// the last two symbols may begin a pattern; behind them the automaton's steps take over.
/// </summary>
internal ref struct AutomatonScan<TSink>
    where TSink : struct, IHitSink
{
    private const int RingMask = 255;

    // Only used within a call: the state of a scan between calls is the text held back.
    [ThreadStatic]
    private static SymbolMark[]? _marksOfThread;

    private readonly KeywordAutomaton _automaton;
    private readonly SymbolClasses _classes;
    private readonly ReadOnlySpan<byte> _text;
    private readonly int _quiet;
    private readonly bool _repeats;
    private readonly ref TSink _sink;
    private readonly SymbolMark[] _ring;

    private int _at;
    private int _marks;
    private int _state;
    private int _last;
    private int _separators;
    private int _invisible;
    private bool _afterWord;
    private int _pending;
    private int _pendingEnd;

    // Repetitions of the last symbol that were already there when a word's edge was last decided behind it.
    private int _settledRun;
    private int _settledFromStart;

    /// <param name="automaton">What is looked for.</param>
    /// <param name="text">The window.</param>
    /// <param name="quiet">Hits decided by characters that end here or before have been reported by an earlier call.</param>
    /// <param name="sink">Receives the hits.</param>
    internal AutomatonScan(KeywordAutomaton automaton, ReadOnlySpan<byte> text, int quiet, ref TSink sink)
    {
        _automaton = automaton;
        _classes = automaton.Classes;
        _repeats = automaton.FoldsRepeats;
        _text = text;
        _quiet = quiet;
        _sink = ref sink;
        _ring = _marksOfThread ??= new SymbolMark[RingMask + 1];
    }

    /// <summary>
    /// Scans from <paramref name="from"/> to the end, or, once <paramref name="through"/> is passed, to where the automaton is idle again;
    /// the position reached.
    /// </summary>
    internal int Run(int from, bool afterWord, int through)
    {
        _at = from;
        _afterWord = afterWord;
        _state = _last = _marks = _separators = _invisible = _pending = _settledRun = _settledFromStart = 0;
        while (_at < _text.Length)
        {
            if (_pending == 0 && (_state == 0 || _automaton.DepthOf(_state) == 1))
            {
                // Repetitions of a keyword of one character have been reported: they are not to be read again.
                bool open = _state != 0 && _last < _automaton.SingleEnd;
                if ((_at >= through && !open) || !Idle(through, out bool advanced))
                {
                    break;
                }

                if (advanced)
                {
                    continue;
                }
            }

            if (!Advance())
            {
                break;
            }
        }

        return _at;
    }

    /// <summary>Scans from <paramref name="from"/> to the end of the window.</summary>
    internal ScanEnd Run(int from, bool afterWord, bool final)
    {
        Run(from, afterWord, int.MaxValue);
        return Finish(final);
    }

    /// <summary>Settles the end of the window: as the end of the text if <paramref name="final"/>, else as a place where more may follow.</summary>
    internal ScanEnd Finish(bool final)
    {
        if (final)
        {
            if (_pending != 0)
            {
                Emit(_pending, _pendingEnd, int.MaxValue, atEdge: true);
                _pending = 0;
            }

            return new ScanEnd(_text.Length, _afterWord, _text.Length);
        }

        if (_state == 0)
        {
            return new ScanEnd(_at, _afterWord, _at);
        }

        ref SymbolMark first = ref Mark(_automaton.DepthOf(_state));
        return new ScanEnd(first.Start, first.AfterWord, _at);
    }

    /// <summary>First byte of the symbol that may begin a pattern here, or the position reached.</summary>
    internal readonly int Resume => _state == 0 ? _at : Mark(_automaton.DepthOf(_state)).Start;

    private readonly ref SymbolMark Mark(int back) => ref _ring[(_marks - back) & RingMask];

    // The narrow loop. True: it went on to the second symbol of a pattern, or, not advanced, _at is on a pattern of one symbol. False: the
    // end, or `through`.
    private bool Idle(int through, out bool advanced)
    {
        ref byte text = ref MemoryMarshal.GetReference(_text);
        ref ushort plane = ref _classes.Plane;
        ref uint pairs = ref MemoryMarshal.GetArrayDataReference(_automaton.Pairs);
        ref int roots = ref MemoryMarshal.GetArrayDataReference(_automaton.Roots);
        int shift = _automaton.PairShift, end = _text.Length, at = _at, singleEnd = _automaton.SingleEnd;

        // The state behind the last symbol; 0 where none begins with it, or none within a word.
        int root = _state, last = 0, start = 0, run = 0;
        int separators = _separators, invisible = _invisible;
        int afterWord = _afterWord ? 1 : 0, startAfterWord = 0;
        int child = 0, childAt = 0;
        bool entered = false, childWord = false;
        if (root != 0)
        {
            ref SymbolMark only = ref Mark(1);
            (last, start, startAfterWord, run) = (_last, only.Start, only.AfterWord ? 1 : 0, only.RunFromStart);
        }

        while (at < end)
        {
            int value, length;
            uint b = Unsafe.Add(ref text, at);
            if (b < 0x80)
            {
                value = Unsafe.Add(ref plane, b);
                length = 1;
            }
            else
            {
                uint four;
                if (b is >= 0xE0 and < 0xF0 && at + 4 <= end
                    && ((four = Unsafe.ReadUnaligned<uint>(ref Unsafe.Add(ref text, at))) & 0x00C0C000u) == 0x00808000u && BitConverter.IsLittleEndian)
                {
                    value = Unsafe.Add(ref plane, ((four & 0x0F) << 12) | ((four >> 2) & 0xFC0) | ((four >> 16) & 0x3F));
                    length = 3;
                }
                else
                {
                    value = _classes.Read(_text, at, out length);
                    if (length == 0)
                    {
                        break;
                    }
                }
            }

            int symbol = value & SymbolClasses.ClassMask;
            if (symbol < SymbolClasses.FirstSymbol)
            {
                at += length;
                if (symbol == SymbolClasses.Invisible)
                {
                    root = ++invisible > KeywordAutomaton.MaxInvisible ? 0 : root;
                    continue;
                }

                afterWord = value >> 15;
                root = symbol == SymbolClasses.Break || ++separators > KeywordAutomaton.MaxSeparators ? 0 : root;
                continue;
            }

            if (symbol < singleEnd)
            {
                entered = true;
                break;
            }

            if (root != 0)
            {
                uint pair = KeywordAutomaton.PairHash(last, symbol) >> shift;
                if ((Unsafe.Add(ref pairs, pair >> 5) >> (int)(pair & 31) & 1) != 0 && (child = _automaton.Child(root, symbol)) != 0)
                {
                    entered = true;
                    childAt = at;
                    last = symbol;
                    childWord = value >= SymbolClasses.WordBit;
                    at += length;
                    break;
                }

                if (symbol == last && _repeats)
                {
                    if (run == KeywordAutomaton.MaxRun || startAfterWord > afterWord)
                    {
                        (start, startAfterWord, run) = (at, startAfterWord & afterWord, 0);
                        root = Unsafe.Add(ref roots, (2 * symbol) + startAfterWord);
                    }

                    run++;
                    separators = invisible = 0;
                    afterWord = value >> 15;
                    at += length;
                    continue;
                }
            }

            separators = invisible = 0;
            if (at >= through)
            {
                // No pattern goes on with this symbol.
                root = 0;
                break;
            }

            (last, start, startAfterWord, run) = (symbol, at, afterWord, 1);
            root = Unsafe.Add(ref roots, (2 * symbol) + afterWord);
            afterWord = value >> 15;
            at += length;
        }

        _at = at;
        _afterWord = afterWord != 0;
        _separators = separators;
        _invisible = invisible;
        _state = root;
        _last = root == 0 ? 0 : last;
        if (root != 0)
        {
            _marks = 1;
            _ring[0] = new SymbolMark { Start = start, Run = (byte)run, RunFromStart = (byte)run, AfterWord = startAfterWord != 0 };
        }

        advanced = child != 0;
        if (advanced)
        {
            _ring[1] = new SymbolMark { Start = childAt, Run = 1, RunFromStart = 1, AfterWord = afterWord != 0 };
            (_marks, _state, _last) = (2, child, last);
            _separators = _invisible = _settledRun = _settledFromStart = 0;
            _afterWord = childWord;
            Look();
        }

        return entered;
    }

    // One character through the automaton; false at a character cut by the end.
    private bool Advance()
    {
        int value = _classes.Read(_text, _at, out int length);
        if (length == 0)
        {
            return false;
        }

        int start = _at, symbol = value & SymbolClasses.ClassMask;
        bool word = value >= SymbolClasses.WordBit;
        _at += length;
        if (symbol < SymbolClasses.FirstSymbol)
        {
            Skip(symbol, word);
            return true;
        }

        bool full = false;
        if (symbol == _last && _repeats)
        {
            ref SymbolMark same = ref Mark(1);
            if (same.Run < KeywordAutomaton.MaxRun)
            {
                Repeat(ref same, start, word);
                return true;
            }

            full = true;
            _afterWord = same.AfterWord && _afterWord;
        }

        if (_pending != 0)
        {
            // A run too long to be told from a word's end counts as one, or repeating would be an evasion.
            Settle(full || !word);
        }

        _ring[_marks++ & RingMask] = new SymbolMark { Start = start, Run = 1, RunFromStart = 1, AfterWord = _afterWord };
        _state = _automaton.Step(full ? 0 : _state, symbol, _afterWord);
        _last = _state == 0 ? 0 : symbol;
        _separators = _invisible = _settledRun = _settledFromStart = 0;
        _afterWord = word;
        Look();
        return true;
    }

    private void Repeat(ref SymbolMark same, int start, bool word)
    {
        same.Run++;
        same.RunFromStart++;
        if (same.AfterWord && !_afterWord)
        {
            (same.Start, same.RunFromStart, same.AfterWord) = (start, 1, false);
            _settledFromStart = 0;
            if (_automaton.DepthOf(_state) == 1)
            {
                same.Run = 1;
                _settledRun = 0;
            }
        }

        _separators = _invisible = 0;
        _afterWord = word;
        _pendingEnd = _at;
        Look();
    }

    private void Skip(int symbol, bool word)
    {
        if (symbol == SymbolClasses.Invisible)
        {
            if (++_invisible > KeywordAutomaton.MaxInvisible)
            {
                Drop();
            }

            return;
        }

        if (_pending != 0)
        {
            Settle(!word);
        }

        _afterWord = word;
        if (symbol == SymbolClasses.Break || ++_separators > KeywordAutomaton.MaxSeparators)
        {
            Drop();
        }
    }

    private void Drop()
    {
        if (_pending != 0)
        {
            Settle(true);
        }

        _state = _last = 0;
    }

    private void Look()
    {
        if ((_automaton.Labels[_state] & KeywordAutomaton.OutputBit) == 0)
        {
            return;
        }

        if (Emit(_state, _at, _at, atEdge: false))
        {
            _pending = _state;
            _pendingEnd = _at;
        }
        else
        {
            Prune();
        }
    }

    private void Settle(bool atEdge)
    {
        if (atEdge)
        {
            Emit(_pending, _pendingEnd, _at, atEdge: true);
        }

        _pending = 0;
        _settledRun = Mark(1).Run;
        _settledFromStart = Mark(1).RunFromStart;
        Prune();
    }

    // A state that nothing can follow holds no text back: the longest of its tails that something can follow takes its place.
    private void Prune()
    {
        while (_state != 0 && !MayGrow(_state))
        {
            _state = _automaton.Fails[_state];
        }

        _last = _state == 0 ? 0 : _last;
        if (_automaton.DepthOf(_state) == 1)
        {
            // As if the text began with it.
            Mark(1).Run = Mark(1).RunFromStart;
            _settledRun = _settledFromStart;
        }
    }

    private readonly bool MayGrow(int state)
    {
        // The repetitions of a keyword of one character belong to it.
        if (_automaton.HasKids(state) || (_automaton.DepthOf(state) == 1 && _repeats))
        {
            return true;
        }

        int pattern = _automaton.OutputOf(state), run = Mark(1).Run;
        for (bool more = true; more; pattern++)
        {
            more = (_automaton.Flags[pattern] & PatternFlags.SameAsNext) != 0;
            if (_automaton.LastRun(pattern) > run)
            {
                return true;
            }
        }

        return false;
    }

    // Reports the patterns that end here; whether some wait for the edge of a word on their right.
    private readonly bool Emit(int state, int end, int decidedAt, bool atEdge)
    {
        bool waiting = false;
        for (; state != 0 && (_automaton.Labels[state] & KeywordAutomaton.OutputBit) != 0; state = _automaton.Fails[state])
        {
            int pattern = _automaton.OutputOf(state);
            if (pattern < 0)
            {
                continue;
            }

            int depth = _automaton.DepthOf(state);
            ref SymbolMark first = ref Mark(depth);
            for (bool more = true; more; pattern++)
            {
                PatternFlags flags = _automaton.Flags[pattern];
                more = (flags & PatternFlags.SameAsNext) != 0;
                if (((flags & PatternFlags.RightEdge) != 0) != atEdge)
                {
                    waiting |= !atEdge && _automaton.LastRun(pattern) > (depth == 1 ? _settledFromStart : _settledRun);
                    continue;
                }

                if (((flags & PatternFlags.LeftEdge) != 0 && first.AfterWord)
                    || !RunsHold(pattern, flags, depth, atEdge) || decidedAt <= _quiet)
                {
                    continue;
                }

                _sink.OnHit(_automaton.PatternRules[pattern], first.Start, end);
            }
        }

        return waiting;
    }

    // A pattern is reported at the repetition that fulfils it; one that waits for the word's edge, with all of them.
    private readonly bool RunsHold(int pattern, PatternFlags flags, int depth, bool atEdge)
    {
        int lastRun = depth == 1 ? Mark(1).RunFromStart : Mark(1).Run, wanted = _automaton.LastRun(pattern);
        bool holds = atEdge
            ? lastRun >= wanted && wanted > (depth == 1 ? _settledFromStart : _settledRun)
            : depth == 1 ? lastRun >= wanted : lastRun == wanted;
        if (!holds)
        {
            return false;
        }

        if ((flags & PatternFlags.Runs) != 0)
        {
            byte[] runs = _automaton.Runs[pattern];
            for (int i = 0; i < depth - 1; i++)
            {
                if ((i == 0 ? Mark(depth).RunFromStart : Mark(depth - i).Run) < runs[i])
                {
                    return false;
                }
            }
        }

        return true;
    }
}
