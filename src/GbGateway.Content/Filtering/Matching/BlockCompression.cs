using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace GbGateway.Content.Filtering;

/// <summary>What <see cref="BlockMasks"/> does, where the processor compresses vectors of bytes: one instruction packs a block.</summary>
internal static class BlockCompression
{
    private static readonly Vector512<byte> OneBack = Vector512.CreateSequence((byte)63, (byte)1);

    internal static bool Supported => Avx512Vbmi2.IsSupported && Avx512Vbmi.IsSupported && Bmi2.X64.IsSupported;

    internal static void Read(ref byte text, int blocks, Prefilter filter, PrefilterPage page)
    {
        ref byte letters = ref MemoryMarshal.GetArrayDataReference(page.Letters);
        ref ushort codes = ref MemoryMarshal.GetArrayDataReference(page.Codes);
        nuint latinCount = (uint)page.Latin, chineseCount = (uint)page.Chinese;
        Vector512<byte> oneBack = OneBack;
        Vector512<byte> repeats = filter.DropsRepeats ? Vector512<byte>.AllBitsSet : default;
        Vector512<byte> lettersWithin = filter.LettersWithinWords != 0 ? Vector512<byte>.AllBitsSet : default;
        Vector512<byte> digitsWithin = filter.DigitsWithinWords != 0 ? Vector512<byte>.AllBitsSet : default;
        Vector512<byte> lastLower = Vector512.Create(page.Last.Lower);
        Vector512<byte> lastLatin = Vector512.Create(page.Last.IsLatin ? (byte)0xFF : (byte)0);
        for (int i = 0; i < blocks; i++)
        {
            ref byte block = ref Unsafe.Add(ref text, i * BlockMasks.Size);
            Vector512<byte> bytes = Vector512.LoadUnsafe(ref block);
            Vector512<byte> lower = bytes | Vector512.Create((byte)0x20);
            Vector512<byte> latin = BlockMasks.Latin(bytes, lower, out Vector512<byte> digits);
            Vector512<byte> before = Avx512Vbmi.PermuteVar64x8x2(lastLower, oneBack, lower);
            Vector512<byte> afterLatin = Avx512Vbmi.PermuteVar64x8x2(lastLatin, oneBack, latin);
            Vector512<byte> kept = latin & ~(Vector512.Equals(lower, before) & afterLatin & repeats);
            Vector512<byte> starts = ~afterLatin | lettersWithin | (digits & digitsWithin);
            (lastLower, lastLatin) = (lower, latin);
            Avx512Vbmi2.Compress(default, kept, lower | (starts & Vector512.Create(PrefilterPage.StartFlag))).StoreUnsafe(ref letters, latinCount);
            ulong keptMask = kept.ExtractMostSignificantBits();
            latinCount += (uint)BitOperations.PopCount(keptMask);
            ulong chineseMask = 0, other = 0;
            if (bytes.ExtractMostSignificantBits() != 0)
            {
                Vector512<byte> second = Vector512.LoadUnsafe(ref block, 1), third = Vector512.LoadUnsafe(ref block, 2);
                Vector512<byte> chinese = BlockMasks.Chinese(bytes, second);
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
                other = (Vector512.GreaterThanOrEqual(bytes, Vector512.Create((byte)0xC2)) & ~chinese & ~BlockMasks.Punctuation(bytes, second, third))
                    .ExtractMostSignificantBits();
            }

            (page.Latin, page.Chinese) = ((int)latinCount, (int)chineseCount);
            page.Close(latin.ExtractMostSignificantBits(), keptMask, chineseMask, other);
        }

        page.Last = (lastLower[63], lastLatin[63] != 0);
    }
}
