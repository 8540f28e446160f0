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

        if (depth == Prefilter.Looked || (depth >= Prefilter.Always && Letters(_path.AsSpan(0, Prefilter.Always)) == 0))
        {
            return;
        }

        (int first, int kids) = automaton.KidsOf(state);
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
        switch (depth)
        {
            case 1 when ends:
                // One character, repeated.
                Pair(path[0], path[0]);
                Repeated(path[0]);
                Change(path[0], path[0], 1);
                break;
            case 2:
                if (ends)
                {
                    Pair(path[0], path[1]);
                }

                Change(path[0], path[1], 1);
                break;
            case 3:
                Triple(path);
                if (spellings.Codes(path[0]).Length > 0 && spellings.Codes(path[1]).Length > 0)
                {
                    FromChinese(path[1], path[2], 2);
                }

                if (Letters(path[..2]) != 0)
                {
                    FromLatin(path[1], path[2], 2);
                }

                break;
            case Prefilter.Always:
                if (Letters(path) is var four and not 0 && LettersEnd(state, 1))
                {
                    Four(Prefilter.HashLetters(four), Prefilter.HashLetters(four));
                }

                // Behind three Chinese characters it's a triple.
                if (Letters(path[..3]) != 0)
                {
                    FromLatin(path[2], path[3], 3);
                }

                break;
            case > Prefilter.Always:
                // Six letters, of which the last two may be spelled in Chinese.
                if (spellings.Letter(path[^1]) != 0)
                {
                    FromLatin(path[^2], path[^1], depth - 1);
                }

                if (depth == Prefilter.Looked && Letters(path[4..]) is var two and not 0)
                {
                    uint hash = Prefilter.HashLetters(Letters(path[..4]));
                    Four(hash, Prefilter.HashBehind(hash, two));
                }

                break;
            default:
                break;
        }

        if (depth is 2 or 3 && ends && Letters(path) != 0 && filter is not null)
        {
            uint two = Letters(path[..2]);
            filter.Short[two >> 6] |= 1UL << (int)(two & 63);
        }
    }

    // Whether some pattern has no more than so many further letters in a row.
    private bool LettersEnd(int state, int more)
    {
        if (automaton.OutputOf(state) >= 0)
        {
            return true;
        }

        (int first, int kids) = automaton.KidsOf(state);
        for (int kid = first; kid < first + kids; kid++)
        {
            if (spellings.Letter(automaton.Labels[kid] & SymbolClasses.ClassMask) == 0 || (more > 0 && LettersEnd(kid, more - 1)))
            {
                return true;
            }
        }

        return false;
    }

    private void Four(uint hash, uint marks)
    {
        _latin++;
        if (filter is not null)
        {
            filter.Latin[hash * Prefilter.MixAddress >> filter.LatinShift] |= Prefilter.Mark(marks * Prefilter.Mix);
        }
    }

    // Repetitions may be dropped from the packed text: whatever follows, the letter has to be looked at.
    private void Repeated(int symbol)
    {
        uint letter = spellings.Letter(symbol);
        for (uint next = 0; letter != 0 && filter is not null && next < 0x80; next++)
        {
            filter.Short[(letter | next << 8) >> 6] |= 1UL << (int)(letter & 63);
        }
    }

    private void Pair(int first, int second)
    {
        foreach (ushort a in spellings.Codes(first))
        {
            foreach (ushort b in spellings.Codes(second))
            {
                _chinese++;
                if (filter is not null)
                {
                    uint pair = Prefilter.HashPair(a, b);
                    filter.Chinese[pair * Prefilter.MixAddress >> filter.ChineseShift] |= Prefilter.Mark(pair * Prefilter.Mix);
                }
            }
        }
    }

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

                // Where repetitions are folded the third character may still be the second, spelled differently.
                foreach (ushort again in automaton.FoldsRepeats ? spellings.Codes(path[1]) : [])
                {
                    if (again != b)
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
            uint pair = Prefilter.HashPair(a, b);
            filter.Chinese[pair * Prefilter.MixAddress >> filter.ChineseShift] |= Prefilter.Mark(Prefilter.HashTriple(pair, c) * Prefilter.Mix);
        }
    }

    private void Change(int before, int after, int behind)
    {
        FromChinese(before, after, behind);
        FromLatin(before, after, behind);
    }

    private void FromChinese(int before, int after, int behind)
    {
        if (spellings.Letter(after) is var letter and not 0)
        {
            Mixed(spellings.Codes(before), letter, 1, behind);
        }
    }

    private void FromLatin(int before, int after, int behind)
    {
        if (spellings.Letter(before) is var letter and not 0)
        {
            Mixed(spellings.Codes(after), letter, 0, behind);
        }
    }

    private void Mixed(ReadOnlySpan<ushort> codes, byte letter, uint fromChinese, int behind)
    {
        foreach (ushort code in codes)
        {
            _mixed++;
            if (filter is not null)
            {
                ulong hash = Prefilter.HashMixed(code, letter, fromChinese);
                filter.Mixed[hash >> filter.MixedShift] |= 1UL << Prefilter.MixedBit(hash, behind);
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
