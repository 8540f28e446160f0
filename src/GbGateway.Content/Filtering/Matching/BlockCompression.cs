using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace GbGateway.Content.Filtering;

/// <summary>
/// What <see cref="BlockMasks"/> does, where the processor compresses vectors of bytes and looks bytes up in vectors: one instruction packs
/// a block, few tell its bytes apart.
/// </summary>
internal static class BlockCompression
{
    private const byte IsLatin = PrefilterPage.StartFlag;

    private static readonly Vector512<byte> OneBack = Vector512.CreateSequence((byte)63, (byte)1);

    // ASCII: letters in lower case and digits, with bit 7; 0 elsewhere.
    private static readonly Vector512<byte> LowerFirst = MakeLetters(0);
    private static readonly Vector512<byte> LowerSecond = MakeLetters(64);

    // By the six low bits of a lead byte: the least second byte of a common Chinese character, and what has to stand behind punctuation.
    private static readonly Vector512<byte> LeastSecond = MakeLeast();
    private static readonly Vector512<byte> PunctuationSecond = MakePunctuation(static (_, second) => second);
    private static readonly Vector512<byte> PunctuationKind = MakePunctuation(static (kind, _) => kind);

    // By the six low bits of a third byte: the kinds of punctuation it ends.
    private static readonly Vector512<byte> PunctuationThird = MakeThird();

    internal static bool Supported => Avx512Vbmi2.IsSupported && Avx512Vbmi.IsSupported && Bmi2.X64.IsSupported;

    internal static void Read(ref byte text, int blocks, Prefilter filter, PrefilterPage page)
    {
        // Rooms of the page for `blocks` more were left by the caller: see PrefilterPage.
        ref byte letters = ref MemoryMarshal.GetArrayDataReference(page.Letters);
        ref ushort codes = ref MemoryMarshal.GetArrayDataReference(page.Codes);
        ref ulong latinMasks = ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(page.LatinMask), page.Count);
        ref ulong keptMasks = ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(page.KeptMask), page.Count);
        ref ulong chineseMasks = ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(page.ChineseMask), page.Count);
        ref ulong otherMasks = ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(page.OtherMask), page.Count);
        ref int latinBefore = ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(page.LatinBefore), page.Count + 1);
        ref int chineseBefore = ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(page.ChineseBefore), page.Count + 1);
        nuint latinCount = (uint)page.Latin, chineseCount = (uint)page.Chinese;
        ulong anyOther = 0;
        Vector512<byte> oneBack = OneBack, lowerFirst = LowerFirst, lowerSecond = LowerSecond, least = LeastSecond;
        Vector512<byte> punctuationSecond = PunctuationSecond, punctuationKind = PunctuationKind, punctuationThird = PunctuationThird;
        Vector512<byte> repeats = filter.DropsRepeats ? Vector512<byte>.AllBitsSet : default;
        Vector512<byte> lettersWithin = filter.LettersWithinWords != 0 ? Vector512<byte>.AllBitsSet : default;
        Vector512<byte> digitsWithin = filter.DigitsWithinWords != 0 ? Vector512<byte>.AllBitsSet : default;
        Vector512<byte> last = Vector512.Create(page.Last.IsLatin ? (byte)(page.Last.Lower | IsLatin) : (byte)0);
        for (int i = 0; i < blocks; i++)
        {
            ref byte block = ref Unsafe.Add(ref text, i * BlockMasks.Size);
            Vector512<byte> bytes = Vector512.LoadUnsafe(ref block);
            Vector512<byte> lower = Avx512Vbmi.PermuteVar64x8x2(lowerFirst, bytes, lowerSecond)
                & Vector512.GreaterThanOrEqual(bytes.AsSByte(), Vector512<sbyte>.Zero).AsByte();
            Vector512<byte> before = Avx512Vbmi.PermuteVar64x8x2(last, oneBack, lower);
            Vector512<byte> kept = lower & ~(Vector512.Equals(lower, before) & repeats);
            Vector512<byte> starts = Vector512.Equals(before, Vector512<byte>.Zero) | lettersWithin
                | (Vector512.LessThan(lower, Vector512.Create((byte)('a' | IsLatin))) & digitsWithin);
            last = lower;
            Avx512Vbmi2.Compress(default, kept, lower & (starts | Vector512.Create((byte)0x7F))).StoreUnsafe(ref letters, latinCount);
            ulong keptMask = kept.ExtractMostSignificantBits();
            latinCount += (uint)BitOperations.PopCount(keptMask);
            ulong chineseMask = 0, other = 0;
            if (bytes.ExtractMostSignificantBits() != 0)
            {
                Vector512<byte> second = Vector512.LoadUnsafe(ref block, 1), third = Vector512.LoadUnsafe(ref block, 2);
                Vector512<byte> leads = Vector512.GreaterThanOrEqual(bytes, Vector512.Create((byte)0xC2));
                Vector512<byte> chinese = leads & Vector512.GreaterThanOrEqual(second, Avx512Vbmi.PermuteVar64x8(least, bytes));
                (Vector512<byte> low, Vector512<byte> high) = BlockMasks.Codes(bytes, second, third);
                low = Avx512Vbmi2.Compress(default, chinese, low);
                high = Avx512Vbmi2.Compress(default, chinese, high);
                chineseMask = chinese.ExtractMostSignificantBits();
                (Vector512.WidenLower(low) | Vector512.ShiftLeft(Vector512.WidenLower(high), 8)).StoreUnsafe(ref codes, chineseCount);
                int count = BitOperations.PopCount(chineseMask);
                if (count > 32)
                {
                    // Only broken text: whole characters are 22 at most.
                    (Vector512.WidenUpper(low) | Vector512.ShiftLeft(Vector512.WidenUpper(high), 8)).StoreUnsafe(ref codes, chineseCount + 32);
                }

                chineseCount += (uint)count;
                Vector512<byte> kind = Avx512Vbmi.PermuteVar64x8(punctuationKind, bytes) & Avx512Vbmi.PermuteVar64x8(punctuationThird, third);
                Vector512<byte> lookedUp = Vector512.Equals(kind, Vector512<byte>.Zero)
                    | ~Vector512.Equals(second, Avx512Vbmi.PermuteVar64x8(punctuationSecond, bytes));
                other = (leads & lookedUp).ExtractMostSignificantBits() & ~chineseMask;
            }

            Unsafe.Add(ref latinMasks, i) = lower.ExtractMostSignificantBits();
            Unsafe.Add(ref keptMasks, i) = keptMask;
            Unsafe.Add(ref chineseMasks, i) = chineseMask;
            Unsafe.Add(ref otherMasks, i) = other;
            Unsafe.Add(ref latinBefore, i) = (int)latinCount;
            Unsafe.Add(ref chineseBefore, i) = (int)chineseCount;
            anyOther |= other;
        }

        page.Last = ((byte)(last[63] & 0x7F), last[63] != 0);
        page.Close(blocks, (int)latinCount, (int)chineseCount, anyOther);
    }

    private static Vector512<byte> MakeLetters(int first)
    {
        Span<byte> table = stackalloc byte[64];
        for (int i = 0; i < table.Length; i++)
        {
            table[i] = char.IsAsciiLetterOrDigit((char)(first + i)) ? (byte)((first + i) | 0x20 | IsLatin) : (byte)0;
        }

        return Vector512.Create<byte>(table);
    }

    private static Vector512<byte> MakeLeast()
    {
        Span<byte> table = stackalloc byte[64];
        table.Fill(0xFF);
        table[0xE4 & 63] = 0xB8;
        table[(0xE5 & 63)..((0xE9 & 63) + 1)].Clear();
        return Vector512.Create<byte>(table);
    }

    private static Vector512<byte> MakePunctuation(Func<byte, byte, byte> value)
    {
        Span<byte> table = stackalloc byte[64];
        foreach ((byte lead, byte second, byte kind, _) in Punctuation())
        {
            table[lead & 63] = value(kind, second);
        }

        return Vector512.Create<byte>(table);
    }

    private static Vector512<byte> MakeThird()
    {
        Span<byte> table = stackalloc byte[64];
        foreach ((_, _, byte kind, byte third) in Punctuation())
        {
            table[third & 63] |= kind;
        }

        return Vector512.Create<byte>(table);
    }

    // Every skipped character's bytes, with one bit for its lead byte: all with the same lead have the same second byte.
    private static IEnumerable<(byte Lead, byte Second, byte Kind, byte Third)> Punctuation()
    {
        foreach ((int first, int last) in BlockMasks.Skipped.ToArray())
        {
            for (int cp = first; cp <= last; cp++)
            {
                byte lead = (byte)(0xE0 | cp >> 12);
                yield return (lead, (byte)(0x80 | (cp >> 6 & 63)), (byte)(1 << (lead & 7)), (byte)(0x80 | (cp & 63)));
            }
        }
    }
}
