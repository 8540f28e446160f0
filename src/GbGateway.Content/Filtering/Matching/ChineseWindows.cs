using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace GbGateway.Content.Filtering;

/// <summary>Asks of every packed Chinese character whether a pattern may begin with it and the next one or two.</summary>
internal static class ChineseWindows
{
    /// <summary>Puts the indices of such characters into <see cref="PrefilterPage.Hits"/>; their number.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    internal static int Find(Prefilter filter, PrefilterPage page)
    {
        if (!Avx512F.IsSupported || !Avx512BW.IsSupported)
        {
            return FindOneByOne(filter, page);
        }

        ref ushort codes = ref MemoryMarshal.GetArrayDataReference(page.Codes);
        ref uint words = ref MemoryMarshal.GetArrayDataReference(page.Words);
        ref uint table = ref MemoryMarshal.GetArrayDataReference(filter.Chinese);
        int count = page.Chinese;

        // 1. Which word of the table; 2. fetch it; 3. look at its bits. Three loops of no branches instead of one with a wait in it.
        // Hashes have as many bits as the table has words, so whatever stands behind the last code leads to some word too.
        for (int i = 0; i < count; i += Vector512<uint>.Count)
        {
            Vector512.ShiftRightLogical(Pair(ref codes, i), filter.ChineseShift).StoreUnsafe(ref words, (nuint)i);
        }

        for (int i = 0; i < count; i += 4)
        {
            ref uint four = ref Unsafe.Add(ref words, i);
            four = Unsafe.Add(ref table, four);
            Unsafe.Add(ref four, 1) = Unsafe.Add(ref table, Unsafe.Add(ref four, 1));
            Unsafe.Add(ref four, 2) = Unsafe.Add(ref table, Unsafe.Add(ref four, 2));
            Unsafe.Add(ref four, 3) = Unsafe.Add(ref table, Unsafe.Add(ref four, 3));
        }

        return Test(ref codes, ref words, count, filter.Automaton.FoldsRepeats ? uint.MaxValue : 0, ref MemoryMarshal.GetArrayDataReference(page.Hits));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<uint> Pair(ref ushort codes, int at) =>
        (Wide(ref codes, at) * Vector512.Create(Prefilter.First)) + (Wide(ref codes, at + 1) * Vector512.Create(Prefilter.Second));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<uint> Wide(ref ushort codes, int at) => Avx512F.ConvertToVector512UInt32(Vector256.LoadUnsafe(ref codes, (nuint)at));

    // The bits of a key, one after the other moved to the front.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<uint> Marked(Vector512<uint> words, Vector512<uint> hash) =>
        Avx512F.ShiftLeftLogicalVariable(words, Vector512.ShiftRightLogical(hash, 27))
        & Avx512F.ShiftLeftLogicalVariable(words, Vector512.ShiftRightLogical(hash, 22) & Vector512.Create(31u));

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int Test(ref ushort codes, ref uint words, int count, uint repeats, ref ushort hits)
    {
        nint found = 0;
        Vector512<uint> sign = Vector512.Create(0x8000_0000u), doubled = Vector512.Create(repeats) & sign;
        for (int i = 0; i < count; i += Vector512<uint>.Count)
        {
            Vector512<uint> pair = Pair(ref codes, i), word = Vector512.LoadUnsafe(ref words, (nuint)i);
            Vector512<uint> third = Wide(ref codes, i + 2);
            Vector512<uint> triple = (pair + (third * Vector512.Create(Prefilter.Third))) * Vector512.Create(Prefilter.Mix);
            Vector512<uint> marked = Marked(word, pair * Vector512.Create(Prefilter.Mix)) | Marked(word, triple)
                | (Vector512.Equals(Wide(ref codes, i + 1), third) & doubled);
            uint mask = (uint)marked.ExtractMostSignificantBits();
            if (mask != 0)
            {
                mask &= count - i < Vector512<uint>.Count ? (1u << (count - i)) - 1 : uint.MaxValue;
                for (; mask != 0; mask &= mask - 1)
                {
                    Unsafe.Add(ref hits, found++) = (ushort)(i + BitOperations.TrailingZeroCount(mask));
                }
            }
        }

        return (int)found;
    }

    private static int FindOneByOne(Prefilter filter, PrefilterPage page)
    {
        ref ushort codes = ref MemoryMarshal.GetArrayDataReference(page.Codes);
        ref uint table = ref MemoryMarshal.GetArrayDataReference(filter.Chinese);
        ref ushort hits = ref MemoryMarshal.GetArrayDataReference(page.Hits);
        bool repeats = filter.Automaton.FoldsRepeats;
        int shift = filter.ChineseShift;
        nint found = 0;
        uint second = codes, third = Unsafe.Add(ref codes, 1);
        for (int i = 0; i < page.Chinese; i++)
        {
            uint first = second;
            (second, third) = (third, Unsafe.Add(ref codes, i + 2));
            uint pair = Prefilter.HashPair(first, second), word = Unsafe.Add(ref table, pair >> shift);
            uint triple = Prefilter.HashTriple(pair, third);
            pair *= Prefilter.Mix;
            uint marked = (Prefilter.Marked(word, pair) | Prefilter.Marked(word, triple)) >> 31;
            Unsafe.Add(ref hits, found) = (ushort)i;
            found += (nint)(marked | (repeats && second == third ? 1u : 0u));
        }

        return (int)found;
    }
}
