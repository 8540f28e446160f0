using System.Text;

namespace GbGateway.Content.Filtering;

/// <summary>The patterns of one folding as they are collected: folded symbols back to back.</summary>
internal sealed class PatternList(TextFolding folding)
{
    private readonly CharacterFolds _folds = CharacterFolds.Of(folding);
    private int[] _symbols = new int[1024];
    private int[] _offsets = new int[256];
    private int[] _rules = new int[256];
    private PatternFlags[] _flags = new PatternFlags[256];
    private readonly byte[] _run = new byte[KeywordAutomaton.MaxSymbols];

    internal TextFolding Folding { get; } = folding;

    internal CharacterFolds Folds => _folds;

    internal int Count { get; private set; }

    /// <summary>Folded code points of all patterns.</summary>
    internal Span<int> Symbols => _symbols.AsSpan(0, _offsets[Count]);

    internal ReadOnlySpan<int> Offsets => _offsets.AsSpan(0, Count + 1);

    internal ReadOnlySpan<int> Rules => _rules.AsSpan(0, Count);

    internal ReadOnlySpan<PatternFlags> Flags => _flags.AsSpan(0, Count);

    internal Dictionary<int, byte[]> Runs { get; } = [];

    internal int Length(int pattern) => _offsets[pattern + 1] - _offsets[pattern];

    /// <summary>Adds a text; the number of its symbols, 0 if none count under this folding, -1 if there are too many.</summary>
    internal int Add(ReadOnlySpan<char> text, bool wholeWords, int rule)
    {
        Reserve(text.Length);
        bool repeats = (Folding & TextFolding.Repeats) != 0, runs = false, firstIsWord = false, lastIsWord = false;
        int start = _offsets[Count], length = 0, last = -1;
        foreach (Rune rune in text.EnumerateRunes())
        {
            int read = _folds.Read(rune.Value);
            if (read < 0)
            {
                continue;
            }

            lastIsWord = (CharacterFolds.Kinds(rune.Value) & CharacterKinds.Word) != 0;
            if (repeats && read == last)
            {
                runs = true;
                _run[length - 1] = (byte)Math.Min(_run[length - 1] + 1, KeywordAutomaton.MaxRun);
                continue;
            }

            if (length == KeywordAutomaton.MaxSymbols)
            {
                return -1;
            }

            firstIsWord = length == 0 ? lastIsWord : firstIsWord;
            _run[length] = 1;
            _symbols[start + length++] = last = read;
        }

        if (length == 0)
        {
            return 0;
        }

        PatternFlags flags = wholeWords && firstIsWord ? PatternFlags.LeftEdge : 0;
        flags |= wholeWords && lastIsWord ? PatternFlags.RightEdge : 0;
        if (runs)
        {
            flags |= PatternFlags.Runs;
            Runs[Count] = _run.AsSpan(0, length).ToArray();
        }

        _rules[Count] = rule;
        _flags[Count] = flags;
        _offsets[++Count] = start + length;
        return length;
    }

    private void Reserve(int symbols)
    {
        int needed = _offsets[Count] + symbols;
        if (needed > _symbols.Length)
        {
            Array.Resize(ref _symbols, Math.Max(needed, _symbols.Length * 2));
        }

        if (Count + 2 > _offsets.Length)
        {
            Array.Resize(ref _offsets, _offsets.Length * 2);
            Array.Resize(ref _rules, _rules.Length * 2);
            Array.Resize(ref _flags, _flags.Length * 2);
        }
    }
}
