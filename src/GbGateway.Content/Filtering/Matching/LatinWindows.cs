using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace GbGateway.Content.Filtering;

/// <summary>
/// Asks of every packed letter at which a pattern may begin whether one may begin with it and the next three or five. Where repetitions
/// are folded, a letter that stands twice in a row counts once; with another such letter behind it they pass at once.
/// </summary>
internal static class LatinWindows
{
    private const ulong WithoutFlags = 0x7F7F7F7F7F7F7F7F;
    private const ulong Ones = 0x0101010101;
    private const ulong HighBits = 0x8080808080;

    // In the letters behind the fourth: pass at once.
    private const uint Passes = 0x8000_0000;

    /// <summary>Puts the indices of such letters into <see cref="PrefilterPage.Hits"/>; their number.</summary>
    internal static int Find(Prefilter filter, PrefilterPage page)
    {
        int starts = BlockCompression.Supported ? CompressStarts(page) : CollectStarts(page);
        int found = BlockCompression.Supported ? Find(filter, page, starts) : FindOneByOne(filter, page, starts);
        return filter.HasShort ? FindShort(filter, page, starts, found) : found;
    }

    // Where the letters with the start flag are.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int CompressStarts(PrefilterPage page)
    {
        ref byte letters = ref MemoryMarshal.GetArrayDataReference(page.Letters);
        ref ushort starts = ref MemoryMarshal.GetArrayDataReference(page.LatinStarts);
        Vector512<byte> indices = Vector512<byte>.Indices;
        nuint count = 0;
        for (int i = 0; i < page.Latin; i += BlockMasks.Size)
        {
            Vector512<byte> flagged = Vector512.LoadUnsafe(ref letters, (nuint)i);
            Vector512<byte> packed = Avx512Vbmi2.Compress(default, flagged, indices);
            int more = BitOperations.PopCount(flagged.ExtractMostSignificantBits());
            (Vector512.WidenLower(packed) + Vector512.Create((ushort)i)).StoreUnsafe(ref starts, count);
            if (more > 32)
            {
                (Vector512.WidenUpper(packed) + Vector512.Create((ushort)i)).StoreUnsafe(ref starts, count + 32);
            }

            count += (uint)more;
        }

        return (int)count;
    }

    private static int CollectStarts(PrefilterPage page)
    {
        ref byte letters = ref MemoryMarshal.GetArrayDataReference(page.Letters);
        int count = 0;
        for (int i = 0; i < page.Latin; i += sizeof(ulong))
        {
            ulong flags = Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref letters, i)) & 0x8080808080808080;
            for (; flags != 0; flags &= flags - 1)
            {
                page.LatinStarts[count++] = (ushort)(i + BitOperations.TrailingZeroCount(flags) / 8);
            }
        }

        return count;
    }

    // As with the Chinese ones: 1. the letters; 2. which word; 3. fetch it; 4. look at its bits.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int Find(Prefilter filter, PrefilterPage page, int count)
    {
        ref byte letters = ref MemoryMarshal.GetArrayDataReference(page.Letters);
        ref ushort starts = ref MemoryMarshal.GetArrayDataReference(page.LatinStarts);
        ref ulong eights = ref MemoryMarshal.GetArrayDataReference(page.Eights);
        ref uint fours = ref MemoryMarshal.GetArrayDataReference(page.Fours);
        ref uint behind = ref MemoryMarshal.GetArrayDataReference(page.Behind);
        ref uint words = ref MemoryMarshal.GetArrayDataReference(page.Words);
        for (int i = 0; i < count; i++)
        {
            Unsafe.Add(ref eights, i) = Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref letters, Unsafe.Add(ref starts, i)));
        }

        int step = Vector512<uint>.Count;
        Vector512<ulong> repeats = Vector512.Create(filter.Automaton.FoldsRepeats ? HighBits : 0);
        for (int i = 0; i < count; i += step)
        {
            (Vector512<ulong> first, Vector512<ulong> firstPasses) = Once(Vector512.LoadUnsafe(ref eights, (nuint)i), repeats);
            (Vector512<ulong> second, Vector512<ulong> secondPasses) = Once(Vector512.LoadUnsafe(ref eights, (nuint)(i + (step / 2))), repeats);
            Vector512<uint> four = Vector512.Narrow(first, second);
            four.StoreUnsafe(ref fours, (nuint)i);
            Vector512.Narrow(
                (Vector512.ShiftRightLogical(first, 32) & Vector512.Create(0xFFFFUL)) | firstPasses,
                (Vector512.ShiftRightLogical(second, 32) & Vector512.Create(0xFFFFUL)) | secondPasses).StoreUnsafe(ref behind, (nuint)i);
            Vector512.ShiftRightLogical(Hash(four) * Vector512.Create(Prefilter.MixAddress), filter.LatinShift).StoreUnsafe(ref words, (nuint)i);
        }

        ChineseWindows.Fetch(ref words, (count + step - 1) / step * step, ref MemoryMarshal.GetArrayDataReference(filter.Latin));
        return Test(page, count);
    }

    // Takes the first repetition out; passes if there's another. All bytes but the first six are of no account.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (Vector512<ulong> Letters, Vector512<ulong> Passes) Once(Vector512<ulong> letters, Vector512<ulong> repeats)
    {
        letters &= Vector512.Create(WithoutFlags);
        Vector512<ulong> doubled = Doubled(letters) & repeats;
        Vector512<ulong> before = Vector512.ShiftRightLogical(doubled & (Vector512<ulong>.Zero - doubled), 7) - Vector512<ulong>.One;
        letters = (letters & before) | Vector512.AndNot(Vector512.ShiftRightLogical(letters, 8), before);
        Vector512<ulong> again = Doubled(letters) & repeats;
        return (letters, Vector512.AndNot(Vector512.Create((ulong)Passes), Vector512.Equals(again, Vector512<ulong>.Zero)));
    }

    // Bit 7 of a letter that is the next one too (and of some behind it). Zeros, behind the last letter, are no letters.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<ulong> Doubled(Vector512<ulong> letters)
    {
        Vector512<ulong> differ = letters ^ Vector512.ShiftRightLogical(letters, 8);
        return Vector512.AndNot(differ - Vector512.Create(Ones), differ) & Vector512.ShiftLeft(letters, 1);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int Test(PrefilterPage page, int count)
    {
        ref ushort starts = ref MemoryMarshal.GetArrayDataReference(page.LatinStarts);
        ref uint fours = ref MemoryMarshal.GetArrayDataReference(page.Fours);
        ref uint behind = ref MemoryMarshal.GetArrayDataReference(page.Behind);
        ref uint words = ref MemoryMarshal.GetArrayDataReference(page.Words);
        ref ushort hits = ref MemoryMarshal.GetArrayDataReference(page.Hits);
        nint found = 0;
        int step = Vector512<uint>.Count;
        for (int i = 0; i < count; i += step)
        {
            Vector512<uint> hash = Hash(Vector512.LoadUnsafe(ref fours, (nuint)i)), two = Vector512.LoadUnsafe(ref behind, (nuint)i);
            Vector512<uint> word = Vector512.LoadUnsafe(ref words, (nuint)i);
            uint mask = (uint)(ChineseWindows.Marked(word, hash * Vector512.Create(Prefilter.Mix))
                | ChineseWindows.Marked(word, (hash + (two * Vector512.Create(Prefilter.MixBehind))) * Vector512.Create(Prefilter.Mix))
                | two).ExtractMostSignificantBits();
            if (mask != 0)
            {
                mask &= count - i < step ? (1u << (count - i)) - 1 : uint.MaxValue;
                for (; mask != 0; mask &= mask - 1)
                {
                    Unsafe.Add(ref hits, found++) = Unsafe.Add(ref starts, i + BitOperations.TrailingZeroCount(mask));
                }
            }
        }

        return (int)found;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<uint> Hash(Vector512<uint> four)
    {
        four *= Vector512.Create(Prefilter.MixAddress);
        return four ^ Vector512.ShiftRightLogical(four, 15);
    }

    private static int FindOneByOne(Prefilter filter, PrefilterPage page, int starts)
    {
        ref byte letters = ref MemoryMarshal.GetArrayDataReference(page.Letters);
        ref ushort start = ref MemoryMarshal.GetArrayDataReference(page.LatinStarts);
        ref ushort hits = ref MemoryMarshal.GetArrayDataReference(page.Hits);
        ref uint table = ref MemoryMarshal.GetArrayDataReference(filter.Latin);
        bool repeats = filter.Automaton.FoldsRepeats;
        int shift = filter.LatinShift;
        nint count = 0;
        for (int i = 0; i < starts; i++)
        {
            uint at = Unsafe.Add(ref start, i), passes = 0;
            ulong eight = Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref letters, at)) & WithoutFlags;
            if (repeats && Doubled(eight) is var doubled and not 0)
            {
                ulong before = ((doubled & (0 - doubled)) >> 7) - 1;
                eight = (eight & before) | (eight >> 8 & ~before);
                passes = Doubled(eight) != 0 ? 1u : 0;
            }

            page.Fours[i] = (uint)eight;
            uint hash = Prefilter.HashLetters((uint)eight), word = Unsafe.Add(ref table, hash * Prefilter.MixAddress >> shift);
            uint six = Prefilter.HashBehind(hash, (uint)(eight >> 32) & 0xFFFF);
            Unsafe.Add(ref hits, count) = (ushort)at;
            count += (nint)((Prefilter.Marked(word, hash * Prefilter.Mix) | Prefilter.Marked(word, six * Prefilter.Mix)) >> 31 | passes);
        }

        return (int)count;
    }

    private static ulong Doubled(ulong letters)
    {
        ulong differ = letters ^ letters >> 8;
        return (differ - Ones) & ~differ & letters << 1 & HighBits;
    }

    private static int FindShort(Prefilter filter, PrefilterPage page, int starts, int found)
    {
        ref uint fours = ref MemoryMarshal.GetArrayDataReference(page.Fours);
        ref ushort start = ref MemoryMarshal.GetArrayDataReference(page.LatinStarts);
        ref ushort hits = ref MemoryMarshal.GetArrayDataReference(page.Hits);
        ref ulong shorts = ref MemoryMarshal.GetArrayDataReference(filter.Short);
        nint count = found;
        for (int i = 0; i < starts; i++)
        {
            uint two = Unsafe.Add(ref fours, i) & 0x7F7F;
            Unsafe.Add(ref hits, count) = Unsafe.Add(ref start, i);
            count += (nint)(Unsafe.Add(ref shorts, (nint)(two >> 6)) >> (int)two & 1);
        }

        return (int)count;
    }
}
