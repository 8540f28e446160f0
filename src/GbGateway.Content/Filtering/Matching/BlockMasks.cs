using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace GbGateway.Content.Filtering;

/// <summary>
/// Tells the bytes of 64-byte blocks apart (Latin letters and digits, common Chinese characters, whatever has to be looked up) and packs
/// the first two kinds, so that what stands between them is gone before anything is compared. Portable; <see cref="BlockCompression"/>
/// does the same where the processor can compress a vector.
/// </summary>
internal static class BlockMasks
{
    internal const int Size = 64;

    /// <summary>Bytes that have to be readable behind a block.</summary>
    internal const int Slack = 2;

    internal const int FirstChinese = 0x4E00;
    internal const int LastChinese = 0x9FFF;

    // For every choice of eight bytes, where the chosen ones go: 8 indices for bytes, 16 for the two halves of a code.
    private static readonly ulong[] PackBytes = MakeBytes();
    private static readonly Vector128<byte>[] PackCodes = MakeCodes();

    // For every choice of eight bytes, the start flag in each chosen one.
    private static readonly ulong[] Flags = MakeFlags();

    /// <summary>Common punctuation and blanks, which are not looked up.</summary>
    internal static ReadOnlySpan<(int First, int Last)> Skipped =>
        new (int, int)[] { (0x2000, 0x203F), (0x3000, 0x3004), (0x3008, 0x3020), (0xFF00, 0xFF0F), (0xFF1A, 0xFF20) };

    /// <summary>Reads blocks of 64 bytes, behind the last of which <see cref="Slack"/> more can be read.</summary>
    /// <param name="text">The first byte.</param>
    /// <param name="blocks">How many; the page has room for them.</param>
    /// <param name="filter">Says which letters may begin a pattern, and whether repetitions are dropped.</param>
    /// <param name="page">Receives masks, letters and codes.</param>
    internal static void Read(ref byte text, int blocks, Prefilter filter, PrefilterPage page)
    {
        if (BlockCompression.Supported)
        {
            BlockCompression.Read(ref text, blocks, filter, page);
            return;
        }

        Span<byte> halves = stackalloc byte[2 * Size];
        (byte lastLower, bool lastIsLatin) = page.Last;
        for (int i = 0; i < blocks; i++)
        {
            ReadOne(ref Unsafe.Add(ref text, i * Size), filter, page, ref lastLower, ref lastIsLatin, halves);
        }

        page.Last = (lastLower, lastIsLatin);
    }

    internal static Vector512<byte> Latin(Vector512<byte> bytes, Vector512<byte> lower, out Vector512<byte> digits)
    {
        digits = Vector512.LessThanOrEqual(bytes - Vector512.Create((byte)'0'), Vector512.Create((byte)9));
        return Vector512.LessThanOrEqual(lower - Vector512.Create((byte)'a'), Vector512.Create((byte)25)) | digits;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector512<byte> Chinese(Vector512<byte> first, Vector512<byte> second) =>
        Vector512.LessThanOrEqual(first - Vector512.Create((byte)0xE5), Vector512.Create((byte)4))
        | (Vector512.Equals(first, Vector512.Create((byte)0xE4)) & Vector512.GreaterThanOrEqual(second, Vector512.Create((byte)0xB8)));

    /// <summary>A character of three bytes as 16 bits: four of the first, six of each other.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static (Vector512<byte> Low, Vector512<byte> High) Codes(Vector512<byte> first, Vector512<byte> second, Vector512<byte> third) =>
        ((first & Vector512.Create((byte)0x0F)) | (Vector512.ShiftLeft(second.AsUInt16(), 4).AsByte() & Vector512.Create((byte)0xF0)),
        (Vector512.ShiftRightLogical(second.AsUInt16(), 4).AsByte() & Vector512.Create((byte)0x03))
            | (Vector512.ShiftLeft(third.AsUInt16(), 2).AsByte() & Vector512.Create((byte)0xFC)));

    /// <summary>The ranges of <see cref="Skipped"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector512<byte> Punctuation(Vector512<byte> first, Vector512<byte> second, Vector512<byte> third)
    {
        Vector512<byte> general = Vector512.Equals(first, Vector512.Create((byte)0xE2)) & Vector512.Equals(second, Vector512.Create((byte)0x80));
        Vector512<byte> cjk = Vector512.Equals(first, Vector512.Create((byte)0xE3)) & Vector512.Equals(second, Vector512.Create((byte)0x80))
            & (Vector512.LessThanOrEqual(third, Vector512.Create((byte)0x84))
                | Vector512.LessThanOrEqual(third - Vector512.Create((byte)0x88), Vector512.Create((byte)0x18)));
        Vector512<byte> wide = Vector512.Equals(first, Vector512.Create((byte)0xEF)) & Vector512.Equals(second, Vector512.Create((byte)0xBC))
            & (Vector512.LessThanOrEqual(third, Vector512.Create((byte)0x8F))
                | Vector512.LessThanOrEqual(third - Vector512.Create((byte)0x9A), Vector512.Create((byte)6)));
        return general | cjk | wide;
    }

    private static void ReadOne(ref byte block, Prefilter filter, PrefilterPage page, ref byte lastLower, ref bool lastIsLatin, Span<byte> halves)
    {
        Vector512<byte> bytes = Vector512.LoadUnsafe(ref block);
        Vector512<byte> lower = bytes | Vector512.Create((byte)0x20);
        ulong latin = Latin(bytes, lower, out Vector512<byte> digits).ExtractMostSignificantBits();
        ulong chinese = 0, other = 0, kept = latin;
        if (bytes.ExtractMostSignificantBits() != 0)
        {
            Vector512<byte> second = Vector512.LoadUnsafe(ref block, 1), third = Vector512.LoadUnsafe(ref block, 2);
            chinese = Chinese(bytes, second).ExtractMostSignificantBits();
            other = Vector512.GreaterThanOrEqual(bytes, Vector512.Create((byte)0xC2)).ExtractMostSignificantBits() & ~chinese;
            if (other != 0)
            {
                other &= ~Punctuation(bytes, second, third).ExtractMostSignificantBits();
            }

            if (chinese != 0)
            {
                (Vector512<byte> low, Vector512<byte> high) = Codes(bytes, second, third);
                low.CopyTo(halves);
                high.CopyTo(halves[Size..]);
                PackChinese(chinese, ref MemoryMarshal.GetReference(halves), page);
            }
        }

        if (latin != 0)
        {
            ulong afterLatin = latin << 1 | (lastIsLatin ? 1u : 0u);
            if (filter.DropsRepeats)
            {
                // Bit by bit: the byte is the same as the next one; moved to the next one.
                ulong same = Vector512.Equals(lower, Vector512.LoadUnsafe(ref block, 1) | Vector512.Create((byte)0x20)).ExtractMostSignificantBits() << 1
                    | (lower[0] == lastLower ? 1u : 0u);
                kept &= ~(same & afterLatin);
            }

            ulong within = filter.LettersWithinWords | (filter.DigitsWithinWords & digits.ExtractMostSignificantBits());
            PackLatin(kept, kept & (~afterLatin | within), ref block, page);
        }

        lastLower = lower[Size - 1];
        lastIsLatin = latin >> 63 != 0;
        page.Close(latin, kept, chinese, other);
    }

    private static void PackChinese(ulong mask, ref byte halves, PrefilterPage page)
    {
        ref byte codes = ref Unsafe.As<ushort, byte>(ref MemoryMarshal.GetArrayDataReference(page.Codes));
        ref Vector128<byte> table = ref MemoryMarshal.GetArrayDataReference(PackCodes);
        nint count = page.Chinese;
        for (int group = 0; group < Size; group += 8)
        {
            uint chosen = (byte)(mask >> group);
            Vector128<byte> both = Vector128.Create(
                Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref halves, group)), Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref halves, group + Size))).AsByte();
            Vector128.ShuffleNative(both, Unsafe.Add(ref table, chosen)).StoreUnsafe(ref codes, (nuint)(count * 2));
            count += BitOperations.PopCount(chosen);
        }

        page.Chinese = (int)count;
    }

    private static void PackLatin(ulong mask, ulong starts, ref byte block, PrefilterPage page)
    {
        ref byte letters = ref MemoryMarshal.GetArrayDataReference(page.Letters);
        ref ulong table = ref MemoryMarshal.GetArrayDataReference(PackBytes);
        ref ulong flags = ref MemoryMarshal.GetArrayDataReference(Flags);
        nint count = page.Latin;
        for (int group = 0; group < Size; group += 8)
        {
            uint chosen = (byte)(mask >> group);
            ulong eight = Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref block, group)) | 0x2020202020202020UL
                | Unsafe.Add(ref flags, (uint)(byte)(starts >> group));
            Vector128<byte> packed = Vector128.ShuffleNative(
                Vector128.CreateScalarUnsafe(eight).AsByte(), Vector128.CreateScalarUnsafe(Unsafe.Add(ref table, chosen)).AsByte());
            Unsafe.WriteUnaligned(ref Unsafe.Add(ref letters, count), packed.AsUInt64().ToScalar());
            count += BitOperations.PopCount(chosen);
        }

        page.Latin = (int)count;
    }

    private static ulong[] MakeBytes()
    {
        var table = new ulong[256];
        for (int choice = 0; choice < table.Length; choice++)
        {
            for (int bit = 0, to = 0; bit < 8; bit++)
            {
                table[choice] |= (choice >> bit & 1) != 0 ? (ulong)bit << (8 * to++) : 0;
            }
        }

        return table;
    }

    private static ulong[] MakeFlags()
    {
        var table = new ulong[256];
        for (int choice = 0; choice < table.Length; choice++)
        {
            for (int bit = 0; bit < 8; bit++)
            {
                table[choice] |= (choice >> bit & 1) != 0 ? (ulong)PrefilterPage.StartFlag << (8 * bit) : 0;
            }
        }

        return table;
    }

    private static Vector128<byte>[] MakeCodes()
    {
        var table = new Vector128<byte>[256];
        Span<byte> indices = stackalloc byte[16];
        for (int choice = 0; choice < table.Length; choice++)
        {
            indices.Clear();
            for (int bit = 0, to = 0; bit < 8; bit++)
            {
                if ((choice >> bit & 1) != 0)
                {
                    indices[to++] = (byte)bit;
                    indices[to++] = (byte)(bit + 8);
                }
            }

            table[choice] = Vector128.Create<byte>(indices);
        }

        return table;
    }
}
