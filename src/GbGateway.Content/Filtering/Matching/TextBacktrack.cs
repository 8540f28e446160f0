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

    /// <summary>The first place from here on that a character ends at: one that a page's border cuts belongs to the page it begins in.</summary>
    internal int CharacterEnd(int at)
    {
        for (int i = 0; i < 3 && at < _text.Length && (_text[at] & 0xC0) == 0x80; i++)
        {
            at++;
        }

        return at;
    }

    /// <summary>Whether all symbols of a pattern stand at a place, or all that the text has.</summary>
    /// <param name="at">Start of a character.</param>
    /// <param name="steps">Symbols that may still be looked at; when they run out, the answer is yes.</param>
    internal bool Begins(int at, ref int steps)
    {
        int state = 0, last = 0, separators = 0, invisible = 0;
        int[] root = RootAt(at);
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
            if (--steps < 0)
            {
                return true;
            }

            if (symbol == last && automaton.FoldsRepeats)
            {
                continue;
            }

            state = state == 0 ? root[symbol] : automaton.Child(state, symbol);
            if (state == 0)
            {
                return false;
            }

            last = symbol;
            if (automaton.OutputOf(state) >= 0 && !WantsEdge(state, symbol, at))
            {
                return true;
            }
        }

        return true;
    }

    // Whether what ends here wants to be at the edge of a word, and the word goes on, with another symbol.
    private bool WantsEdge(int state, int symbol, int at)
    {
        if (at == _text.Length || !char.IsAsciiLetterOrDigit((char)_text[at]) || (automaton.Classes.Of(_text[at]) & SymbolClasses.ClassMask) == symbol)
        {
            return false;
        }

        int pattern = automaton.OutputOf(state);
        PatternFlags flags = automaton.Flags[pattern];
        for (; (flags & (PatternFlags.SameAsNext | PatternFlags.RightEdge)) == (PatternFlags.SameAsNext | PatternFlags.RightEdge); flags = automaton.Flags[++pattern])
        {
        }

        return (flags & PatternFlags.RightEdge) != 0;
    }

    // Behind a letter or digit only what may begin within a word begins; unless the two are one symbol, which may have begun before.
    private int[] RootAt(int at)
    {
        int before = at > from ? _text[at - 1] : 0;
        return char.IsAsciiLetterOrDigit((char)before) && automaton.Classes.Of(before) is var value and >= SymbolClasses.WordBit
            && (value ^ automaton.Classes.Read(_text, at, out _)) << 17 != 0
            ? automaton.RootInWord
            : automaton.Root;
    }
}
