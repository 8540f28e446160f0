namespace GbGateway.Content.Filtering;

/// <summary>Builds a <see cref="KeywordAutomaton"/>: number the symbols, sort the patterns, lay out the states, link the failures.</summary>
internal sealed class AutomatonBuilder
{
    private const int SymbolsPerKey = 4;
    private const int ClosingSlot = KeywordAutomaton.MaxSymbols + 1;

    private readonly PatternList _patterns;
    private readonly ushort[] _symbols;
    private readonly int[] _order;
    private readonly int _classes;
    private readonly int _singleEnd;
    private readonly SymbolClasses _table;

    // Branching states first, chains behind: both lists grow as the patterns are walked in order.
    private readonly GrowingList<ushort> _labels = new(1024);
    private readonly GrowingList<int> _first = new(1024);
    private readonly GrowingList<ushort> _kids = new(1024);
    private readonly GrowingList<int> _out = new(1024);
    private readonly GrowingList<byte> _depths = new(1024);
    private readonly GrowingList<ushort> _chainLabels = new(1024);
    private readonly GrowingList<int> _chainPatterns = new(1024);
    private readonly GrowingList<byte> _chainDepths = new(1024);

    private AutomatonBuilder(PatternList patterns)
    {
        _patterns = patterns;

        // 1. Number the symbols, those that are patterns alone in front, then by frequency.
        var frequency = new int[CharacterFolds.Limit];
        var used = new List<int>();
        foreach (int symbol in patterns.Symbols)
        {
            if (frequency[symbol]++ == 0)
            {
                used.Add(symbol);
            }
        }

        var single = new HashSet<int>();
        for (int i = 0; i < patterns.Count; i++)
        {
            if (patterns.Length(i) == 1)
            {
                single.Add(patterns.Symbols[patterns.Offsets[i]]);
            }
        }

        if (used.Count > SymbolClasses.ClassMask - SymbolClasses.FirstSymbol)
        {
            throw new InvalidOperationException($"A library may use {SymbolClasses.ClassMask - SymbolClasses.FirstSymbol} different characters; this one has {used.Count}.");
        }

        used.Sort((a, b) => single.Contains(a) != single.Contains(b)
            ? single.Contains(a) ? -1 : 1
            : frequency[a] != frequency[b] ? frequency[b].CompareTo(frequency[a]) : a.CompareTo(b));
        var symbolOf = new ushort[CharacterFolds.Limit];
        for (int i = 0; i < used.Count; i++)
        {
            symbolOf[used[i]] = (ushort)(i + SymbolClasses.FirstSymbol);
        }

        _classes = used.Count + SymbolClasses.FirstSymbol;
        _singleEnd = single.Count + SymbolClasses.FirstSymbol;
        _table = new SymbolClasses(patterns.Folds, symbolOf);
        _symbols = new ushort[patterns.Symbols.Length];
        for (int i = 0; i < _symbols.Length; i++)
        {
            _symbols[i] = symbolOf[patterns.Symbols[i]];
        }

        _order = new int[patterns.Count];
        for (int i = 0; i < _order.Length; i++)
        {
            _order[i] = i;
        }
    }

    internal static KeywordAutomaton Build(PatternList patterns)
    {
        var builder = new AutomatonBuilder(patterns);
        builder.Sort(0, builder._order.Length, 0);
        builder.LayOut();
        return builder.Finish();
    }

    // 2. Sort by four symbols at a time; ties by the next four.
    private void Sort(int low, int high, int depth)
    {
        var keys = new ulong[high - low];
        for (int i = low; i < high; i++)
        {
            keys[i - low] = Key(_order[i], depth);
        }

        var slice = _order.AsSpan(low, high - low);
        keys.AsSpan().Sort(slice);
        for (int i = 0; i < keys.Length;)
        {
            int end = i + 1;
            while (end < keys.Length && keys[end] == keys[i])
            {
                end++;
            }

            // A key whose last symbol is 0 ends within: equal ones are equal patterns.
            if (end - i > 1 && (keys[i] & 0xFFFF) != 0)
            {
                Sort(low + i, low + end, depth + SymbolsPerKey);
            }
            else if (end - i > 1)
            {
                slice[i..end].Sort();
            }

            i = end;
        }
    }

    private ulong Key(int pattern, int depth)
    {
        int start = _patterns.Offsets[pattern] + depth, end = _patterns.Offsets[pattern + 1];
        ulong key = 0;
        for (int i = 0; i < SymbolsPerKey; i++)
        {
            key = (key << 16) | (start + i < end ? _symbols[start + i] : 0u);
        }

        return key;
    }

    private int Length(int at) => _patterns.Length(_order[at]);

    private ushort Symbol(int at, int depth) => _symbols[_patterns.Offsets[_order[at]] + depth];

    // 3. States: the children of a state side by side, depth first, so that likely neighbours share cache lines.
    private void LayOut()
    {
        AddState(0, 0);
        var todo = new Stack<(int State, int Low, int High, int Depth)>();
        todo.Push((0, 0, _order.Length, 0));
        var bounds = new List<int>();
        while (todo.TryPop(out (int State, int Low, int High, int Depth) job))
        {
            (int state, int low, int high, int depth) = job;
            if (low < high && Length(low) == depth)
            {
                _out[state] = low;
                while (low < high && Length(low) == depth)
                {
                    low++;
                }
            }

            if (low == high)
            {
                continue;
            }

            if (high - low == 1 && depth > 0)
            {
                AddChain(state, low, depth);
                continue;
            }

            bounds.Clear();
            for (int i = low; i < high;)
            {
                i = EndOfSymbol(i, high, depth);
                bounds.Add(i);
            }

            int first = _first.Count;
            _first[state] = first;
            _kids[state] = (ushort)bounds.Count;
            for (int kid = 0, from = low; kid < bounds.Count; from = bounds[kid++])
            {
                AddState(Symbol(from, depth), depth + 1);
            }

            for (int kid = bounds.Count - 1; kid >= 0; kid--)
            {
                todo.Push((first + kid, kid == 0 ? low : bounds[kid - 1], bounds[kid], depth + 1));
            }
        }
    }

    // Where the patterns from `from` on stop having the same symbol at this depth: gallop, then halve.
    private int EndOfSymbol(int from, int high, int depth)
    {
        ushort symbol = Symbol(from, depth);
        int known = from, step = 1;
        while (known + step < high && Symbol(known + step, depth) == symbol)
        {
            known += step;
            step *= 2;
        }

        int end = Math.Min(known + step, high);
        while (known + 1 < end)
        {
            int middle = (known + end) >> 1;
            (known, end) = Symbol(middle, depth) == symbol ? (middle, end) : (known, middle);
        }

        return known + 1;
    }

    private void AddState(ushort label, int depth)
    {
        _labels.Add(label);
        _depths.Add((byte)depth);
        _first.Add(0);
        _kids.Add(0);
        _out.Add(-1);
    }

    private void AddChain(int state, int pattern, int depth)
    {
        _first[state] = ~_chainLabels.Count;
        _kids[state] = 1;
        for (int length = Length(pattern); depth < length; depth++)
        {
            _chainLabels.Add(Symbol(pattern, depth));
            _chainDepths.Add((byte)(depth + 1));
            _chainPatterns.Add(0);
        }

        _chainLabels.Add(0);
        _chainDepths.Add(0);
        _chainPatterns.Add(pattern);
    }

    private KeywordAutomaton Finish()
    {
        int branching = _first.Count;
        int[] first = _first.ToArray();
        for (int state = 0; state < branching; state++)
        {
            first[state] = first[state] < 0 ? branching + ~first[state] : first[state];
        }

        ushort[] labels = [.. _labels.Span, .. _chainLabels.Span];
        var fails = new int[labels.Length];
        _chainPatterns.Span.CopyTo(fails.AsSpan(branching));
        var rules = new int[_order.Length];
        var flags = new PatternFlags[_order.Length];
        var runs = new Dictionary<int, byte[]>();
        for (int i = 0; i < _order.Length; i++)
        {
            rules[i] = _patterns.Rules[_order[i]];
            flags[i] = _patterns.Flags[_order[i]];
            if (i + 1 < _order.Length && SameSymbols(_order[i], _order[i + 1]))
            {
                flags[i] |= PatternFlags.SameAsNext;
            }

            if (_patterns.Runs.TryGetValue(_order[i], out byte[]? run))
            {
                runs[i] = run;
            }
        }

        var root = new int[_classes];
        for (int kid = 0; kid < _kids[0]; kid++)
        {
            root[labels[first[0] + kid]] = first[0] + kid;
        }

        var automaton = new KeywordAutomaton(new AutomatonParts
        {
            Classes = _table,
            Folding = _patterns.Folding,
            Labels = labels,
            Depths = [.. _depths.Span, .. _chainDepths.Span],
            Fails = fails,
            First = first,
            Kids = _kids.ToArray(),
            Out = _out.ToArray(),
            Root = root,
            RootInWord = RootInWord(root, flags),
            PatternRules = rules,
            Flags = flags,
            Runs = runs,
            SingleEnd = _singleEnd,
        });
        Link(automaton);
        return automaton;
    }

    private bool SameSymbols(int a, int b) =>
        _symbols.AsSpan(_patterns.Offsets[a].._patterns.Offsets[a + 1]).SequenceEqual(_symbols.AsSpan(_patterns.Offsets[b].._patterns.Offsets[b + 1]));

    // A symbol that only begins patterns which want the edge of a word begins none within one.
    private int[] RootInWord(int[] root, PatternFlags[] flags)
    {
        var inWord = new int[root.Length];
        for (int i = 0; i < _order.Length; i++)
        {
            if ((flags[i] & PatternFlags.LeftEdge) == 0)
            {
                ushort symbol = Symbol(i, 0);
                inWord[symbol] = root[symbol];
            }
        }

        return inWord;
    }

    // 4. Failure links, by depth; the output bit is inherited along them.
    private static void Link(KeywordAutomaton automaton)
    {
        ushort[] labels = automaton.Labels;
        int branching = automaton.Branching;
        var ends = new int[ClosingSlot + 2];
        for (int state = 0; state < labels.Length; state++)
        {
            ends[Slot(state) + 1]++;
        }

        for (int i = 1; i < ends.Length; i++)
        {
            ends[i] += ends[i - 1];
        }

        int states = ends[ClosingSlot];
        var order = new int[labels.Length];
        for (int state = 0; state < labels.Length; state++)
        {
            order[ends[Slot(state)]++] = state;
        }

        for (int i = 0; i < states; i++)
        {
            int parent = order[i];
            (int first, int kids) = automaton.KidsOf(parent);
            for (int kid = first; kid < first + kids; kid++)
            {
                LinkChild(automaton, parent, kid);
            }
        }

        // Closing slots of chains are no states: they go last, into the slot behind the deepest.
        int Slot(int state) => state >= branching && labels[state] == 0 ? ClosingSlot : automaton.DepthOf(state);
    }

    private static void LinkChild(KeywordAutomaton automaton, int parent, int child)
    {
        int symbol = automaton.Labels[child] & SymbolClasses.ClassMask;
        int fail = parent == 0 ? 0 : automaton.Step(automaton.Fails[parent], symbol, false);
        automaton.Fails[child] = fail;
        if (automaton.OutputOf(child) >= 0 || (automaton.Labels[fail] & KeywordAutomaton.OutputBit) != 0)
        {
            automaton.Labels[child] |= KeywordAutomaton.OutputBit;
        }
    }
}
