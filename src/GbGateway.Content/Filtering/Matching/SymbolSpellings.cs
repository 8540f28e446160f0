namespace GbGateway.Content.Filtering;

/// <summary>How the symbols of an automaton may be spelled: by which common Chinese characters, by which Latin letter or digit.</summary>
internal sealed class SymbolSpellings
{
    private readonly ushort[] _codes;
    private readonly int[] _firstOf;
    private readonly byte[] _letters;

    internal SymbolSpellings(KeywordAutomaton automaton)
    {
        SymbolClasses classes = automaton.Classes;
        _firstOf = new int[automaton.Root.Length + 1];
        _letters = new byte[automaton.Root.Length];
        for (int cp = BlockMasks.FirstChinese; cp <= BlockMasks.LastChinese; cp++)
        {
            _firstOf[(classes.Of(cp) & SymbolClasses.ClassMask) + 1]++;
        }

        for (int i = 1; i < _firstOf.Length; i++)
        {
            _firstOf[i] += _firstOf[i - 1];
        }

        _codes = new ushort[_firstOf[^1]];
        var next = (int[])_firstOf.Clone();
        for (int cp = BlockMasks.FirstChinese; cp <= BlockMasks.LastChinese; cp++)
        {
            _codes[next[classes.Of(cp) & SymbolClasses.ClassMask]++] = Prefilter.Code(cp);
        }

        for (int cp = 0; cp < 0x80; cp++)
        {
            if (char.IsAsciiLetterOrDigit((char)cp))
            {
                _letters[classes.Of(cp) & SymbolClasses.ClassMask] = (byte)(cp | 0x20);
            }
        }
    }

    internal ReadOnlySpan<ushort> Codes(int symbol) => _codes.AsSpan(_firstOf[symbol].._firstOf[symbol + 1]);

    /// <summary>The letter (in lower case) or digit, 0 if there's none.</summary>
    internal byte Letter(int symbol) => _letters[symbol];
}
