using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace GbGateway.Content.Filtering;

/// <summary>Asks of every packed Chinese character whether a pattern may begin with it and the next one or two.</summary>
internal static class ChineseWindows
{
    private const int PerStep = 32;

    private static readonly Vector512<short> PairFactors = Vector512.Create(Prefilter.First | Prefilter.Second << 16).AsInt16();
    private static readonly Vector512<short> EvenThird = Vector512.Create(Prefilter.Third).AsInt16();
    private static readonly Vector512<short> OddThird = Vector512.Create(Prefilter.Third << 16).AsInt16();

    /// <summary>Puts the indices of such characters into <see cref="PrefilterPage.Hits"/>; their number.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    internal static int Find(Prefilter filter, PrefilterPage page)
    {
        if (!BlockCompression.Supported)
        {
            return FindOneByOne(filter, page);
        }

        // 1. Which word of the table; 2. fetch it; 3. look at its bits. Three loops of no branches instead of one with a wait in it.
        // A hash has as many bits as the table has words, so whatever stands behind the last code leads to some word too.
        ref ushort codes = ref MemoryMarshal.GetArrayDataReference(page.Codes);
        ref uint words = ref MemoryMarshal.GetArrayDataReference(page.Words);
        int count = page.Chinese;
        for (int i = 0; i < count; i += PerStep)
        {
            Vector512.ShiftRightLogical(Pairs(ref codes, i) * Vector512.Create(Prefilter.MixAddress), filter.ChineseShift).StoreUnsafe(ref words, (nuint)i);
            Vector512.ShiftRightLogical(Pairs(ref codes, i + 1) * Vector512.Create(Prefilter.MixAddress), filter.ChineseShift)
                .StoreUnsafe(ref words, (nuint)i + (PerStep / 2));
        }

        Fetch(ref words, (count + PerStep - 1) / PerStep * PerStep, ref MemoryMarshal.GetArrayDataReference(filter.Chinese));
        return Test(ref codes, ref words, count, filter.Automaton.FoldsRepeats, ref MemoryMarshal.GetArrayDataReference(page.Hits));
    }

    /// <summary>Replaces indices by what stands there in a table; a multiple of four of them.</summary>
    internal static void Fetch(ref uint words, int count, ref uint table)
    {
        for (int i = 0; i < count; i += 4)
        {
            ref uint four = ref Unsafe.Add(ref words, i);
            four = Unsafe.Add(ref table, four);
            Unsafe.Add(ref four, 1) = Unsafe.Add(ref table, Unsafe.Add(ref four, 1));
            Unsafe.Add(ref four, 2) = Unsafe.Add(ref table, Unsafe.Add(ref four, 2));
            Unsafe.Add(ref four, 3) = Unsafe.Add(ref table, Unsafe.Add(ref four, 3));
        }
    }

    /// <summary>Bit 31: both bits of a hash are set.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector512<uint> Marked(Vector512<uint> words, Vector512<uint> hash) =>
        Avx512F.ShiftLeftLogicalVariable(words, Vector512.ShiftRightLogical(hash, 27))
        & Avx512F.ShiftLeftLogicalVariable(words, Vector512.ShiftRightLogical(hash, 22) & Vector512.Create(31u));

    // The hashes of every other pair.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<uint> Pairs(ref ushort codes, int at) =>
        Avx512BW.MultiplyAddAdjacent(Vector512.LoadUnsafe(ref codes, (nuint)at).AsInt16(), PairFactors).AsUInt32();

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int Test(ref ushort codes, ref uint words, int count, bool foldsRepeats, ref ushort hits)
    {
        nint found = 0;
        Vector512<ushort> repeats = foldsRepeats ? Vector512<ushort>.AllBitsSet : default;
        for (int i = 0; i < count; i += PerStep)
        {
            // A third character that is the second again stands for the fourth; a fourth that is it too may stand for any other.
            Vector512<ushort> second = Vector512.LoadUnsafe(ref codes, (nuint)i + 1), third = Vector512.LoadUnsafe(ref codes, (nuint)i + 2);
            Vector512<ushort> fourth = Vector512.LoadUnsafe(ref codes, (nuint)i + 3), again = Vector512.Equals(second, third) & repeats;
            uint doubled = (uint)(Vector512.Equals(third, fourth) & again).ExtractMostSignificantBits();
            Vector512<short> thirds = Vector512.ConditionalSelect(again, fourth, third).AsInt16();
            uint even = Test(Vector512.LoadUnsafe(ref words, (nuint)i), Pairs(ref codes, i), Avx512BW.MultiplyAddAdjacent(thirds, EvenThird).AsUInt32());
            uint odd = Test(
                Vector512.LoadUnsafe(ref words, (nuint)i + (PerStep / 2)),
                Pairs(ref codes, i + 1),
                Avx512BW.MultiplyAddAdjacent(thirds, OddThird).AsUInt32());
            if ((even | odd | doubled) != 0)
            {
                uint mask = Bmi2.ParallelBitDeposit(even, 0x55555555) | Bmi2.ParallelBitDeposit(odd, 0xAAAAAAAA) | doubled;
                mask &= count - i < PerStep ? (1u << (count - i)) - 1 : uint.MaxValue;
                for (; mask != 0; mask &= mask - 1)
                {
                    Unsafe.Add(ref hits, found++) = (ushort)(i + BitOperations.TrailingZeroCount(mask));
                }
            }
        }

        return (int)found;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Test(Vector512<uint> words, Vector512<uint> pairs, Vector512<uint> thirds) =>
        (uint)(Marked(words, pairs * Vector512.Create(Prefilter.Mix)) | Marked(words, (pairs + thirds) * Vector512.Create(Prefilter.Mix)))
            .ExtractMostSignificantBits();

    private static int FindOneByOne(Prefilter filter, PrefilterPage page)
    {
        ref ushort codes = ref MemoryMarshal.GetArrayDataReference(page.Codes);
        ref uint table = ref MemoryMarshal.GetArrayDataReference(filter.Chinese);
        ref ushort hits = ref MemoryMarshal.GetArrayDataReference(page.Hits);
        bool repeats = filter.Automaton.FoldsRepeats;
        int shift = filter.ChineseShift;
        nint found = 0;
        for (int i = 0; i < page.Chinese; i++)
        {
            uint second = Unsafe.Add(ref codes, i + 1), third = Unsafe.Add(ref codes, i + 2), doubled = 0;
            if (repeats && second == third)
            {
                third = Unsafe.Add(ref codes, i + 3);
                doubled = second == third ? 1u : 0;
            }

            uint pair = Prefilter.HashPair(Unsafe.Add(ref codes, i), second), word = Unsafe.Add(ref table, pair * Prefilter.MixAddress >> shift);
            uint triple = Prefilter.HashTriple(pair, third) * Prefilter.Mix;
            uint marked = (Prefilter.Marked(word, pair * Prefilter.Mix) | Prefilter.Marked(word, triple)) >> 31;
            Unsafe.Add(ref hits, found) = (ushort)i;
            found += (nint)(marked | doubled);
        }

        return (int)found;
    }
}
