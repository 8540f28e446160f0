using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace GbGateway.Content.Filtering;

/// <summary>Asks of every packed letter at which a pattern may begin whether one may begin with it and the next three.</summary>
internal static class LatinWindows
{
    private const uint WithoutFlags = 0x7F7F7F7F;

    /// <summary>Puts the indices of such letters into <see cref="PrefilterPage.Hits"/>; their number.</summary>
    internal static int Find(Prefilter filter, PrefilterPage page)
    {
        int found = 0;
        int starts = BlockCompression.Supported ? Compress(filter, page, ref found) : Collect(filter, page, ref found);
        return filter.HasShort ? WithShort(filter, page, starts, found) : WithoutShort(filter, page, starts, found);
    }

    // Where the letters with the start flag are. A window with a letter twice in a row may stand for many others: it's a hit at once.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int Compress(Prefilter filter, PrefilterPage page, ref int found)
    {
        ref byte letters = ref MemoryMarshal.GetArrayDataReference(page.Letters);
        ref ushort starts = ref MemoryMarshal.GetArrayDataReference(page.LatinStarts);
        Vector512<byte> indices = Vector512<byte>.Indices, plain = Vector512.Create((byte)0x7F);
        bool repeats = filter.Automaton.FoldsRepeats;
        nuint count = 0;
        for (int i = 0; i < page.Latin; i += BlockMasks.Size)
        {
            Vector512<byte> first = Vector512.LoadUnsafe(ref letters, (nuint)i);
            Vector512<byte> flagged = Vector512.LessThan(first.AsSByte(), Vector512<sbyte>.Zero).AsByte();
            Vector512<byte> packed = Avx512Vbmi2.Compress(default, flagged, indices);
            ulong mask = flagged.ExtractMostSignificantBits();
            int more = BitOperations.PopCount(mask);
            (Vector512.WidenLower(packed) + Vector512.Create((ushort)i)).StoreUnsafe(ref starts, count);
            if (more > 32)
            {
                (Vector512.WidenUpper(packed) + Vector512.Create((ushort)i)).StoreUnsafe(ref starts, count + 32);
            }

            count += (uint)more;
            if (repeats)
            {
                Vector512<byte> second = Vector512.LoadUnsafe(ref letters, (nuint)i + 1) & plain;
                Vector512<byte> third = Vector512.LoadUnsafe(ref letters, (nuint)i + 2) & plain;
                Vector512<byte> fourth = Vector512.LoadUnsafe(ref letters, (nuint)i + 3) & plain;
                mask &= (Vector512.Equals(first & plain, second) | Vector512.Equals(second, third) | Vector512.Equals(third, fourth)).ExtractMostSignificantBits();
                for (; mask != 0; mask &= mask - 1)
                {
                    page.Hits[found++] = (ushort)(i + BitOperations.TrailingZeroCount(mask));
                }
            }
        }

        return (int)count;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int Collect(Prefilter filter, PrefilterPage page, ref int found)
    {
        ref byte letters = ref MemoryMarshal.GetArrayDataReference(page.Letters);
        uint repeats = filter.Automaton.FoldsRepeats ? 0x808080u : 0;
        int count = 0;
        for (int i = 0; i < page.Latin; i += sizeof(ulong))
        {
            ulong flags = Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref letters, i)) & 0x8080808080808080;
            for (; flags != 0; flags &= flags - 1)
            {
                int at = i + BitOperations.TrailingZeroCount(flags) / 8;
                page.LatinStarts[count++] = (ushort)at;
                uint four = Unsafe.ReadUnaligned<uint>(ref Unsafe.Add(ref letters, at)) & WithoutFlags;
                uint doubled = four ^ four >> 8;
                if (((doubled - 0x010101) & ~doubled & repeats) != 0)
                {
                    page.Hits[found++] = (ushort)at;
                }
            }
        }

        return count;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int WithoutShort(Prefilter filter, PrefilterPage page, int starts, int found)
    {
        ref byte letters = ref MemoryMarshal.GetArrayDataReference(page.Letters);
        ref ushort start = ref MemoryMarshal.GetArrayDataReference(page.LatinStarts);
        ref ushort hits = ref MemoryMarshal.GetArrayDataReference(page.Hits);
        ref ulong table = ref MemoryMarshal.GetArrayDataReference(filter.Latin);
        int shift = filter.LatinShift;
        nint count = found;
        for (int i = 0; i < starts; i++)
        {
            uint at = Unsafe.Add(ref start, i);
            ulong hash = Prefilter.HashLetters(Unsafe.ReadUnaligned<uint>(ref Unsafe.Add(ref letters, at)) & WithoutFlags);
            Unsafe.Add(ref hits, count) = (ushort)at;
            count += (nint)Prefilter.Marked(Unsafe.Add(ref table, (nint)(hash >> shift)), hash);
        }

        return (int)count;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int WithShort(Prefilter filter, PrefilterPage page, int starts, int found)
    {
        ref byte letters = ref MemoryMarshal.GetArrayDataReference(page.Letters);
        ref ushort start = ref MemoryMarshal.GetArrayDataReference(page.LatinStarts);
        ref ushort hits = ref MemoryMarshal.GetArrayDataReference(page.Hits);
        ref ulong table = ref MemoryMarshal.GetArrayDataReference(filter.Latin);
        ref ulong shorts = ref MemoryMarshal.GetArrayDataReference(filter.Short);
        int shift = filter.LatinShift;
        nint count = found;
        for (int i = 0; i < starts; i++)
        {
            uint at = Unsafe.Add(ref start, i);
            uint four = Unsafe.ReadUnaligned<uint>(ref Unsafe.Add(ref letters, at)) & WithoutFlags;
            ulong hash = Prefilter.HashLetters(four);
            Unsafe.Add(ref hits, count) = (ushort)at;
            count += (nint)((Prefilter.Marked(Unsafe.Add(ref table, (nint)(hash >> shift)), hash)
                | (Unsafe.Add(ref shorts, (nint)((four & 0x7FFF) >> 6)) >> (int)four)) & 1);
        }

        return (int)count;
    }
}
