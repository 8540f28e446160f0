using System.Runtime.CompilerServices;

namespace GbGateway.Content.Filtering;

/// <summary>
/// Tables that tell, of the raw bytes of a text, where a pattern may begin. Every spelling of a pattern is one of these: its first
/// symbols are Chinese characters (three of them, or both of a pattern of two); six Latin letters or digits (or four, if no more come in a
/// row; or two, of a pattern of two or three); Chinese and Latin next to each other; or something else, which is looked up character by character.
/// </summary>
internal sealed class Prefilter
{
    /// <summary>Symbols at the beginning of a pattern that decide how it is looked for.</summary>
    internal const int Looked = 6;

    /// <summary>Those of them that always do.</summary>
    internal const int Always = 4;

    private const long MaxKeys = 1 << 24;

    /// <summary>Factors of the hashes of two and three Chinese characters, 15 bits each: a vector multiplies and adds them at once.</summary>
    internal const uint First = 0x6F1D;
    internal const uint Second = 0x5EA3;
    internal const uint Third = 0x7A55;

    /// <summary>Factors that make of such a sum a word of the table, and the bits in it.</summary>
    internal const uint MixAddress = 0x9E3779B1;
    internal const uint Mix = 0x85EBCA6B;

    /// <summary>Factor of the fifth and sixth letter.</summary>
    internal const uint MixBehind = 0xC2B2AE35;

    private const ulong Golden = 0x9E3779B97F4A7C15;

    private Prefilter(KeywordAutomaton automaton, int chineseBits, int latinBits, int mixedBits)
    {
        Automaton = automaton;
        (ChineseShift, LatinShift, MixedShift) = (32 - (chineseBits - 5), 32 - (latinBits - 5), 64 - (mixedBits - 6));
        Chinese = new uint[1 << (chineseBits - 5)];
        Latin = new uint[1 << (latinBits - 5)];
        Mixed = new ulong[1 << (mixedBits - 6)];
        DropsRepeats = automaton.FoldsRepeats && (automaton.Folding & TextFolding.Case) != 0;
    }

    internal KeywordAutomaton Automaton { get; }

    /// <summary>By two characters a word with two bits for every pattern of the two and for every third one that follows them.</summary>
    internal uint[] Chinese { get; }

    internal int ChineseShift { get; }

    /// <summary>By four letters a word with two bits for the four, and for every two that follow them.</summary>
    internal uint[] Latin { get; }

    internal int LatinShift { get; }

    /// <summary>
    /// By a Chinese character and a letter a word with five bits: a pattern's first change of kind is there, behind one to five
    /// symbols.
    /// </summary>
    internal ulong[] Mixed { get; }

    internal int MixedShift { get; }

    /// <summary>By two letters: may they begin a pattern of one to three?</summary>
    internal ulong[] Short { get; } = new ulong[1 << 9];

    internal bool HasShort { get; private set; }

    /// <summary>
    /// Whether a letter that only repeats the byte before it is dropped from the packed text: an equal letter is an equal symbol then, and
    /// the patterns have no repetitions either.
    /// </summary>
    internal bool DropsRepeats { get; }

    /// <summary>All bits set if a pattern that begins with a Latin letter may begin within a word.</summary>
    internal ulong LettersWithinWords { get; private set; }

    /// <summary>The same for digits: Chinese numerals that read as digits have no word to keep to.</summary>
    internal ulong DigitsWithinWords { get; private set; }

    internal long Bytes => ((Chinese.Length + Latin.Length) * 4L) + ((Mixed.Length + Short.Length) * 8L);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static uint HashPair(uint first, uint second) => (uint)(((short)first * (int)First) + ((short)second * (int)Second));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static uint HashTriple(uint pair, uint third) => pair + (uint)((short)third * (int)Third);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static uint HashLetters(uint four)
    {
        four *= MixAddress;
        return four ^ four >> 15;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static uint HashBehind(uint four, uint two) => four + (two * MixBehind);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static ulong HashMixed(uint code, uint letter, uint fromChinese) => (code << 8 | letter | (ulong)fromChinese << 24) * Golden;

    /// <summary>Bit 31: both bits of a hash are set.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static uint Marked(uint word, uint hash) => (word << (int)(hash >> 27)) & (word << (int)(hash >> 22));

    internal static uint Mark(uint hash) => 0x8000_0000u >> (int)(hash >> 27) | 0x8000_0000u >> (int)(hash >> 22);

    /// <summary>The bit of a mixed key behind so many symbols.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static int MixedBit(ulong hash, int behind) => (int)(hash >> (46 - (6 * behind))) & 63;

    /// <summary>The 16-bit code under which a character of three bytes stands in the packed text.</summary>
    internal static ushort Code(int codePoint) =>
        (ushort)(codePoint >> 12 | (codePoint >> 6 & 0x3F) << 4 | (codePoint & 0x3F) << 10);

    /// <summary>The code point of a 16-bit code.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static int CodePoint(int code) => (code & 15) << 12 | (code >> 4 & 63) << 6 | code >> 10;

    /// <summary>Tables for an automaton; null if its symbols can't be told from the raw bytes, or there'd be too many spellings.</summary>
    internal static Prefilter? Make(KeywordAutomaton automaton)
    {
        if (automaton.HasSingles || !SymbolsAreRegular(automaton.Classes))
        {
            return null;
        }

        var spellings = new SymbolSpellings(automaton);
        (long chinese, long latin, long mixed) = new PrefilterKeys(automaton, spellings, null).Count();
        if (chinese + latin + mixed > MaxKeys)
        {
            return null;
        }

        var filter = new Prefilter(automaton, Bits(chinese, 40, 12), Bits(latin, 32, 16), Bits(mixed, 64, 24));
        new PrefilterKeys(automaton, spellings, filter).Count();
        for (int symbol = SymbolClasses.FirstSymbol; symbol < automaton.Root.Length; symbol++)
        {
            byte letter = automaton.RootInWord[symbol] != 0 ? spellings.Letter(symbol) : (byte)0;
            filter.LettersWithinWords |= letter >= 'a' ? ulong.MaxValue : 0;
            filter.DigitsWithinWords |= letter is > 0 and < (byte)'a' ? ulong.MaxValue : 0;
        }

        filter.HasShort = filter.Short.AsSpan().ContainsAnyExcept(0UL);

        return filter;
    }

    // What the block scan takes for skipped without looking it up must be skipped, or at least no symbol.
    private static bool SymbolsAreRegular(SymbolClasses classes)
    {
        for (int cp = 0; cp < 0x80; cp++)
        {
            if (!char.IsAsciiLetterOrDigit((char)cp) && (classes.Of(cp) & SymbolClasses.ClassMask) >= SymbolClasses.FirstSymbol)
            {
                return false;
            }
        }

        foreach ((int first, int last) in BlockMasks.Skipped)
        {
            for (int cp = first; cp <= last; cp++)
            {
                if ((classes.Of(cp) & SymbolClasses.ClassMask) >= SymbolClasses.FirstSymbol)
                {
                    return false;
                }
            }
        }

        for (int cp = BlockMasks.FirstChinese; cp <= BlockMasks.LastChinese; cp++)
        {
            // A Chinese character that is skipped would stand between two others in the packed text.
            if ((classes.Of(cp) & SymbolClasses.ClassMask) is SymbolClasses.Separator or SymbolClasses.Invisible)
            {
                return false;
            }
        }

        return true;
    }

    // The tables of a small library are worth having few false hits; those of a large one are worth being in the cache.
    private static int Bits(long keys, int few, int many)
    {
        int bits = 13;
        while (bits < 30 && 1L << bits < keys * (keys < 100_000 ? few : many))
        {
            bits++;
        }

        return bits;
    }
}
