namespace GbGateway.Content.Filtering;

/// <summary>Looks back from a place in a text to where a pattern that is seen there may have begun.</summary>
internal readonly ref struct TextBacktrack(KeywordAutomaton automaton, ReadOnlySpan<byte> text, int from, bool afterWord)
{
    private readonly ReadOnlySpan<byte> _text = text;

    /// <summary>Starts of up to so many symbols before <paramref name="at"/>, the nearest first; of repetitions one.</summary>
    /// <param name="at">A place between two characters.</param>
    /// <param name="floor">Where to stop.</param>
    /// <param name="starts">Receives the starts; its length is the number of symbols looked for.</param>
    /// <param name="most">Characters to look at.</param>
    /// <param name="first">Whether the first of repetitions is meant, else the last.</param>
    /// <returns>The number of symbols found, or -1 when <paramref name="most"/> characters were too few.</returns>
    internal int Symbols(int at, int floor, Span<int> starts, int most, bool first)
    {
        int found = 0, last = 0, separators = 0, invisible = 0;
        while (at > floor)
        {
            if (most-- == 0)
            {
                return -1;
            }

            int previous = Utf8Text.Previous(_text, at, floor);
            int symbol = automaton.Classes.Read(_text, previous, out int length) & SymbolClasses.ClassMask;
            at = previous;
            if (symbol == SymbolClasses.Invisible && length > 0)
            {
                if (++invisible > KeywordAutomaton.MaxInvisible)
                {
                    break;
                }
            }
            else if (symbol < SymbolClasses.FirstSymbol || length == 0)
            {
                if (symbol == SymbolClasses.Break || ++separators > KeywordAutomaton.MaxSeparators)
                {
                    break;
                }
            }
            else
            {
                separators = invisible = 0;
                if (symbol == last && automaton.FoldsRepeats)
                {
                    starts[found - 1] = first ? at : starts[found - 1];
                    continue;
                }

                if (found == starts.Length)
                {
                    break;
                }

                starts[found++] = at;
                last = symbol;
            }
        }

        return found;
    }

    /// <summary>Start of the repetitions that a symbol ends.</summary>
    internal int FirstRepetition(int at, int floor)
    {
        if (!automaton.FoldsRepeats)
        {
            return at;
        }

        int symbol = automaton.Classes.Read(_text, at, out int length) & SymbolClasses.ClassMask;
        Span<int> start = stackalloc int[1];
        return symbol >= SymbolClasses.FirstSymbol && Symbols(at + length, floor, start, int.MaxValue, first: true) == 1 ? start[0] : at;
    }

    /// <summary>Whether a word runs up to a place.</summary>
    internal bool AfterWord(int at)
    {
        while (at > from)
        {
            int previous = Utf8Text.Previous(_text, at, from);
            int value = automaton.Classes.Read(_text, previous, out int length);
            if ((value & SymbolClasses.ClassMask) != SymbolClasses.Invisible || length == 0)
            {
                return value >= SymbolClasses.WordBit;
            }

            at = previous;
        }

        return afterWord;
    }

    /// <summary>Whether a pattern's first four symbols, or all of them, stand at a place.</summary>
    internal bool Begins(int at)
    {
        int state = 0, last = 0, separators = 0, invisible = 0;
        while (at < _text.Length)
        {
            int symbol = automaton.Classes.Read(_text, at, out int length) & SymbolClasses.ClassMask;
            if (length == 0)
            {
                return true;
            }

            at += length;
            if (symbol < SymbolClasses.FirstSymbol)
            {
                if (symbol == SymbolClasses.Invisible ? ++invisible > KeywordAutomaton.MaxInvisible
                    : symbol == SymbolClasses.Break || ++separators > KeywordAutomaton.MaxSeparators)
                {
                    return false;
                }

                continue;
            }

            separators = invisible = 0;
            if (symbol == last && automaton.FoldsRepeats)
            {
                continue;
            }

            state = state == 0 ? automaton.Root[symbol] : automaton.Child(state, symbol);
            if (state == 0)
            {
                return false;
            }

            last = symbol;
            if (automaton.Depths[state] >= Prefilter.Looked || automaton.OutputOf(state) >= 0)
            {
                return true;
            }
        }

        return true;
    }
}
