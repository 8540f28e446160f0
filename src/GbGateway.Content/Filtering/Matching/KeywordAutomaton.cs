using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace GbGateway.Content.Filtering;

/// <summary>
/// Aho-Corasick over symbols for all patterns of one folding. States with branches lie in front, children of one parent side by side;
/// the unbranched ends of patterns follow as bare chains: label and failure link alone, closed by a slot with label 0 whose link is the
/// pattern. Immutable and shared by every scan.
/// </summary>
internal sealed class KeywordAutomaton
{
    /// <summary>Symbols of the longest pattern.</summary>
    internal const int MaxSymbols = 250;

    /// <summary>Separators that may stand between two symbols.</summary>
    internal const int MaxSeparators = 4;

    /// <summary>Invisible characters that may stand between two symbols, whatever separators stand there too.</summary>
    internal const int MaxInvisible = 31;

    /// <summary>Repetitions of a symbol that still count as one; more begin a new symbol.</summary>
    internal const int MaxRun = 32;

    /// <summary>Bit 15 of a label: this state or one on its chain of failure links completes a pattern.</summary>
    internal const int OutputBit = 0x8000;

    // What a step needs of a state with branches lies in one place: a large automaton is in no cache.
    private readonly StateLinks[] _links;
    private readonly byte[] _chainDepths;
    private readonly uint[] _edges;
    private readonly int _edgeShift;

    internal KeywordAutomaton(AutomatonParts parts)
    {
        (Classes, Folding, Labels, Fails, Out, Root, RootInWord, PatternRules, Flags, Runs, SingleEnd) =
            (parts.Classes, parts.Folding, parts.Labels, parts.Fails, parts.Out, parts.Root, parts.RootInWord, parts.PatternRules, parts.Flags,
            parts.Runs, parts.SingleEnd);
        _links = new StateLinks[parts.First.Length];
        for (int state = 0; state < _links.Length; state++)
        {
            _links[state] = new StateLinks(parts.First[state], parts.Kids[state], parts.Depths[state]);
        }

        _chainDepths = parts.Depths[_links.Length..];
        Roots = new int[Root.Length * 2];
        for (int symbol = 0; symbol < Root.Length; symbol++)
        {
            (Roots[2 * symbol], Roots[(2 * symbol) + 1]) = (Root[symbol], RootInWord[symbol]);
        }

        (_edges, _edgeShift) = MakeEdges();
        (Pairs, PairShift) = MakePairs();
    }

    internal SymbolClasses Classes { get; }

    internal TextFolding Folding { get; }

    internal ushort[] Labels { get; }

    internal int[] Fails { get; }

    /// <summary>States with branches; those of chains are the numbers behind.</summary>
    internal int Branching => _links.Length;

    internal int[] Out { get; }

    /// <summary>State after a symbol at the edge of a word, 0 if no pattern begins so.</summary>
    internal int[] Root { get; }

    /// <summary>The same within a word.</summary>
    internal int[] RootInWord { get; }

    /// <summary>Both side by side: at twice the symbol, and behind it.</summary>
    internal int[] Roots { get; }

    internal int[] PatternRules { get; }

    internal PatternFlags[] Flags { get; }

    /// <summary>For patterns with <see cref="PatternFlags.Runs"/>: how often each symbol has to stand.</summary>
    internal Dictionary<int, byte[]> Runs { get; }

    /// <summary>Symbols below complete a pattern alone.</summary>
    internal int SingleEnd { get; }

    /// <summary>One bit a hashed pair of symbols: may a pattern begin with them?</summary>
    internal uint[] Pairs { get; }

    internal int PairShift { get; }

    /// <summary>Bytes held.</summary>
    internal long Bytes => Classes.Bytes + Labels.Length * 6L + _chainDepths.Length + _links.Length * 12L + (Root.Length + RootInWord.Length + Roots.Length) * 4L
        + PatternRules.Length * 5L + (_edges.Length + Pairs.Length) * 4L;

    internal bool FoldsRepeats => (Folding & TextFolding.Repeats) != 0;

    /// <summary>Whether a pattern of one symbol wants it only once: it may be anywhere.</summary>
    internal bool HasSingles
    {
        get
        {
            for (int symbol = SymbolClasses.FirstSymbol; symbol < SingleEnd; symbol++)
            {
                int pattern = OutputOf(Root[symbol]);
                for (bool more = true; more; pattern++)
                {
                    more = (Flags[pattern] & PatternFlags.SameAsNext) != 0;
                    if (LastRun(pattern) == 1)
                    {
                        return true;
                    }
                }
            }

            return false;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static uint PairHash(int first, int second) => ((uint)first * 0x9E3779B1u + (uint)second) * 0x85EBCA6Bu;

    /// <summary>The pattern completed by a state itself, or -1.</summary>
    internal int OutputOf(int state) => state < Out.Length
        ? Out[state]
        : Labels[state + 1] == 0 ? Fails[state + 1] : -1;

    /// <summary>How often a pattern's last symbol has to stand.</summary>
    internal int LastRun(int pattern) => (Flags[pattern] & PatternFlags.Runs) == 0 ? 1 : Runs[pattern][^1];

    /// <summary>Whether any symbol leads on from a state.</summary>
    internal bool HasKids(int state) => state < _links.Length ? _links[state].Kids != 0 : Labels[state + 1] != 0;

    /// <summary>The states one symbol behind a state, which lie side by side.</summary>
    internal (int First, int Count) KidsOf(int state) => state < _links.Length ? (_links[state].First, _links[state].Kids)
        : Labels[state + 1] != 0 ? (state + 1, 1) : (0, 0);

    /// <summary>Symbols that lead to a state.</summary>
    internal int DepthOf(int state) => state < _links.Length ? _links[state].Depth : _chainDepths[state - _links.Length];

    /// <summary>The state behind <paramref name="state"/> and a symbol, without failure links; 0 if there's none.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal int Child(int state, int symbol)
    {
        if (state >= _links.Length)
        {
            return (Labels[state + 1] & SymbolClasses.ClassMask) == symbol ? state + 1 : 0;
        }

        int kids = _links[state].Kids, first = _links[state].First;
        if (kids <= 1)
        {
            return kids == 1 && (Labels[first] & SymbolClasses.ClassMask) == symbol ? first : 0;
        }

        if (kids <= Vector128<ushort>.Count && Vector128.IsHardwareAccelerated && first + Vector128<ushort>.Count <= Labels.Length)
        {
            uint found = Vector128.Equals(
                Vector128.LoadUnsafe(ref MemoryMarshal.GetArrayDataReference(Labels), (nuint)first) & Vector128.Create((ushort)SymbolClasses.ClassMask),
                Vector128.Create((ushort)symbol)).ExtractMostSignificantBits() & ((1u << kids) - 1);
            return found == 0 ? 0 : first + BitOperations.TrailingZeroCount(found);
        }

        uint edge = EdgeHash(state, symbol) >> _edgeShift;
        return (_edges[edge >> 5] >> (int)(edge & 31) & 1) == 0 ? 0 : ChildOfMany(first, kids, symbol);
    }

    /// <summary>The state behind <paramref name="state"/> and a symbol.</summary>
    internal int Step(int state, int symbol, bool inWord)
    {
        while (state != 0)
        {
            int child = Child(state, symbol);
            if (child != 0)
            {
                return child;
            }

            state = Fails[state];
        }

        return inWord ? RootInWord[symbol] : Root[symbol];
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint EdgeHash(int state, int symbol) => ((uint)state * 0x9E3779B1u ^ (uint)symbol * 0x85EBCA6Bu) * 0xC2B2AE35u;

    private int ChildOfMany(int first, int kids, int symbol)
    {
        while (kids > 64)
        {
            int half = kids >> 1;
            if ((Labels[first + half] & SymbolClasses.ClassMask) <= symbol)
            {
                first += half;
                kids -= half;
            }
            else
            {
                kids = half;
            }
        }

        ReadOnlySpan<ushort> labels = Labels.AsSpan(first, kids);
        if (Vector128.IsHardwareAccelerated && labels.Length >= Vector128<ushort>.Count)
        {
            var mask = Vector128.Create((ushort)SymbolClasses.ClassMask);
            var wanted = Vector128.Create((ushort)symbol);
            ref ushort start = ref MemoryMarshal.GetReference(labels);
            for (int i = 0; ; i = Math.Min(i + Vector128<ushort>.Count, labels.Length - Vector128<ushort>.Count))
            {
                uint found = Vector128.Equals(Vector128.LoadUnsafe(ref start, (nuint)i) & mask, wanted).ExtractMostSignificantBits();
                if (found != 0)
                {
                    return first + i + BitOperations.TrailingZeroCount(found);
                }

                if (i + Vector128<ushort>.Count >= labels.Length)
                {
                    return 0;
                }
            }
        }

        for (int i = 0; i < labels.Length; i++)
        {
            if ((labels[i] & SymbolClasses.ClassMask) == symbol)
            {
                return first + i;
            }
        }

        return 0;
    }

    // Most symbols follow no edge of a state with many: a Bloom filter of the edges says so without a search.
    private (uint[] Bits, int Shift) MakeEdges()
    {
        long edges = 0;
        for (int state = 1; state < _links.Length; state++)
        {
            edges += _links[state].Kids > 1 ? _links[state].Kids : 0;
        }

        int bits = BitsFor(edges * 8);
        var filter = new uint[1 << (bits - 5)];
        for (int state = 1; state < _links.Length; state++)
        {
            (int first, int kids) = KidsOf(state);
            for (int kid = 0; kids > 1 && kid < kids; kid++)
            {
                uint edge = EdgeHash(state, Labels[first + kid] & SymbolClasses.ClassMask) >> (32 - bits);
                filter[edge >> 5] |= 1u << (int)(edge & 31);
            }
        }

        return (filter, 32 - bits);
    }

    private (uint[] Bits, int Shift) MakePairs()
    {
        (int first, int kids) = KidsOf(0);
        long pairs = 0;
        for (int state = first; state < first + kids; state++)
        {
            pairs += KidsOf(state).Count;
        }

        int bits = BitsFor(pairs * 16);
        var filter = new uint[1 << (bits - 5)];
        for (int state = first; state < first + kids; state++)
        {
            (int second, int more) = KidsOf(state);
            for (int next = second; next < second + more; next++)
            {
                uint pair = PairHash(Labels[state] & SymbolClasses.ClassMask, Labels[next] & SymbolClasses.ClassMask) >> (32 - bits);
                filter[pair >> 5] |= 1u << (int)(pair & 31);
            }
        }

        return (filter, 32 - bits);
    }

    private static int BitsFor(long wanted)
    {
        int bits = 12;
        while (bits < 28 && 1L << bits < wanted)
        {
            bits++;
        }

        return bits;
    }
}
