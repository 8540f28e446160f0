namespace GbGateway.Content.Filtering;

/// <summary>Walks the beginnings of all patterns, that is the automaton's states up to the fourth symbol, and counts or enters their keys.</summary>
internal sealed class PrefilterKeys(KeywordAutomaton automaton, SymbolSpellings spellings, Prefilter? filter)
{
    private readonly int[] _path = new int[Prefilter.Looked];
    private long _chinese;
    private long _latin;
    private long _mixed;

    internal (long Chinese, long Latin, long Mixed) Count()
    {
        Visit(0, 0);
        return (_chinese, _latin, _mixed);
    }

    private void Visit(int state, int depth)
    {
        if (depth > 0)
        {
            Enter(state, depth);
        }

        if (depth == Prefilter.Looked || !automaton.HasKids(state))
        {
            return;
        }

        bool chain = state >= automaton.First.Length;
        int first = chain ? state + 1 : automaton.First[state], kids = chain ? 1 : automaton.Kids[state];
        for (int kid = 0; kid < kids; kid++)
        {
            _path[depth] = automaton.Labels[first + kid] & SymbolClasses.ClassMask;
            Visit(first + kid, depth + 1);
        }
    }

    private void Enter(int state, int depth)
    {
        ReadOnlySpan<int> path = _path.AsSpan(0, depth);
        bool ends = automaton.OutputOf(state) >= 0;
        if (depth == 1 && ends)
        {
            // One character, repeated.
            Pair([path[0], path[0]]);
            Transition(path[0], path[0]);
        }

        if (depth == 2 && ends)
        {
            Pair(path);
        }

        if (depth == 3)
        {
            Triple(path);
        }

        if (depth == Prefilter.Looked && Letters(path) is var four and not 0)
        {
            _latin++;
            if (filter is not null)
            {
                ulong hash = Prefilter.HashPair(four);
                filter.Latin[hash >> filter.LatinShift] |= 1UL << (int)(hash >> 20 & 63);
            }
        }

        if (depth is 2 or 3 && ends && Letters(path[..2]) is var two and not 0)
        {
            if (filter is not null)
            {
                filter.Short[two >> 6] |= 1UL << (int)(two & 63);
            }
        }

        if (depth >= 2)
        {
            Transition(path[^2], path[^1]);
        }
    }

    private void Pair(ReadOnlySpan<int> path)
    {
        foreach (ushort a in spellings.Codes(path[0]))
        {
            foreach (ushort b in spellings.Codes(path[1]))
            {
                _chinese++;
                if (filter is not null)
                {
                    ulong hash = Prefilter.HashPair((uint)a << 16 | b);
                    filter.Chinese[hash >> filter.ChineseShift] |= 1UL << (int)(hash >> 20 & 63);
                }
            }
        }
    }

    // Where repetitions are folded the third character may still be the second.
    private void Triple(ReadOnlySpan<int> path)
    {
        foreach (ushort a in spellings.Codes(path[0]))
        {
            foreach (ushort b in spellings.Codes(path[1]))
            {
                foreach (ushort c in spellings.Codes(path[2]))
                {
                    Triple(a, b, c);
                }

                if (automaton.FoldsRepeats)
                {
                    foreach (ushort again in spellings.Codes(path[1]))
                    {
                        Triple(a, b, again);
                    }
                }
            }
        }
    }

    private void Triple(uint a, uint b, uint c)
    {
        _chinese++;
        if (filter is not null)
        {
            ulong hash = Prefilter.HashTriple((ulong)a << 32 | b << 16 | c);
            filter.Chinese[Prefilter.HashPair(b << 16 | c) >> filter.ChineseShift] |= 1UL << (int)(hash >> 58);
        }
    }

    private void Transition(int before, int after)
    {
        if (spellings.Letter(after) is var letter and not 0)
        {
            Mixed(spellings.Codes(before), letter, false);
        }

        if (spellings.Letter(before) is var first and not 0)
        {
            Mixed(spellings.Codes(after), first, true);
        }
    }

    private void Mixed(ReadOnlySpan<ushort> codes, byte letter, bool latinFirst)
    {
        foreach (ushort code in codes)
        {
            _mixed++;
            if (filter is not null)
            {
                ulong hash = Prefilter.HashMixed(code, letter, latinFirst);
                filter.Mixed[hash >> filter.MixedShift] |= 1UL << (int)(hash >> 20 & 63);
            }
        }
    }

    private uint Letters(ReadOnlySpan<int> path)
    {
        uint letters = 0;
        for (int i = 0; i < path.Length; i++)
        {
            uint letter = spellings.Letter(path[i]);
            if (letter == 0)
            {
                return 0;
            }

            letters |= letter << (8 * i);
        }

        return letters;
    }
}
