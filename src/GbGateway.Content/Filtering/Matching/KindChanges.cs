using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;

namespace GbGateway.Content.Filtering;

/// <summary>Finds where a Chinese character and a Latin letter follow each other, with nothing that counts between.</summary>
internal static class KindChanges
{
    /// <summary>
    /// Puts the offsets of both characters into <see cref="PrefilterPage.ChangesFrom"/> and <see cref="PrefilterPage.ChangesTo"/>; their
    /// number. Kinds take turns, so that the first one says all of them.
    /// </summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    internal static int Find(PrefilterPage page, out bool firstFromChinese)
    {
        ref ushort froms = ref MemoryMarshal.GetArrayDataReference(page.ChangesFrom);
        ref ushort tos = ref MemoryMarshal.GetArrayDataReference(page.ChangesTo);
        int count = 0, last = -1;
        bool lastIsChinese = false;
        for (int block = 0; block < page.Count; block++)
        {
            ulong latin = page.LatinMask[block], chinese = page.ChineseMask[block], counts = latin | chinese;
            if (counts == 0)
            {
                continue;
            }

            int at = block * BlockMasks.Size, highest = 63 - BitOperations.LeadingZeroCount(counts);
            if (latin != 0 && chinese != 0)
            {
                count = Mixed(chinese, counts, at, last, lastIsChinese, count, ref froms, ref tos);
            }
            else if (last >= 0 && lastIsChinese != (chinese != 0))
            {
                Unsafe.Add(ref froms, count) = (ushort)last;
                Unsafe.Add(ref tos, count++) = (ushort)(at + BitOperations.TrailingZeroCount(counts));
            }

            last = at + highest;
            lastIsChinese = (chinese >> highest & 1) != 0;
        }

        firstFromChinese = count > 0 && (page.ChineseMask[page.ChangesFrom[0] / BlockMasks.Size] >> page.ChangesFrom[0] & 1) != 0;
        return count;
    }

    private static int Mixed(ulong chinese, ulong counts, int at, int last, bool lastIsChinese, int count, ref ushort froms, ref ushort tos)
    {
        if (!Bmi2.X64.IsSupported)
        {
            return OneByOne(chinese, counts, at, last, lastIsChinese, count, ref froms, ref tos);
        }

        // Among the characters that count alone, a change is a bit that differs from the one before.
        ulong kinds = Bmi2.X64.ParallelBitExtract(chinese, counts);
        ulong before = last < 0 ? kinds & 1 : lastIsChinese ? 1u : 0u;
        ulong changes = Bmi2.X64.ZeroHighBits(kinds ^ (kinds << 1 | before), (uint)BitOperations.PopCount(counts));
        ulong from = Bmi2.X64.ParallelBitDeposit(changes >> 1, counts), to = Bmi2.X64.ParallelBitDeposit(changes, counts);
        Unsafe.Add(ref froms, count) = (ushort)last;
        int fromCount = count + (int)(changes & 1), toCount = count;
        do
        {
            // Two at a time: one too many is overwritten by the next block's.
            Unsafe.Add(ref froms, fromCount) = (ushort)(at + BitOperations.TrailingZeroCount(from));
            Unsafe.Add(ref tos, toCount) = (ushort)(at + BitOperations.TrailingZeroCount(to));
            (from, to) = (from & (from - 1), to & (to - 1));
            Unsafe.Add(ref froms, fromCount + 1) = (ushort)(at + BitOperations.TrailingZeroCount(from));
            Unsafe.Add(ref tos, toCount + 1) = (ushort)(at + BitOperations.TrailingZeroCount(to));
            (from, to) = (from & (from - 1), to & (to - 1));
            (fromCount, toCount) = (fromCount + 2, toCount + 2);
        }
        while (to != 0);
        return count + BitOperations.PopCount(changes);
    }

    private static int OneByOne(ulong chinese, ulong counts, int at, int last, bool lastIsChinese, int count, ref ushort froms, ref ushort tos)
    {
        for (; counts != 0; counts &= counts - 1)
        {
            int bit = BitOperations.TrailingZeroCount(counts);
            bool isChinese = (chinese >> bit & 1) != 0;
            if (last >= 0 && isChinese != lastIsChinese)
            {
                Unsafe.Add(ref froms, count) = (ushort)last;
                Unsafe.Add(ref tos, count++) = (ushort)(at + bit);
            }

            (last, lastIsChinese) = (at + bit, isChinese);
        }

        return count;
    }
}
