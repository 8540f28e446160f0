using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace GbGateway.Labels.Media.Jpeg.Surgery;

/// <summary>Codes blocks of a sequential scan (T.81 F.1.2). A block takes at most <see cref="BytesPerBlock"/> bytes.</summary>
internal static class BlockWriter
{
    public const int BytesPerBlock = 64 * 32 / 8 + 8;

    /// <summary>Largest size class of a DC difference of 8-bit samples.</summary>
    public const int MaxDifferenceSize = 11;

    /// <summary>Largest size class of an AC coefficient of 8-bit samples.</summary>
    public const int MaxSize = 10;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int SizeOf(int value) => 32 - BitOperations.LeadingZeroCount((uint)Math.Abs(value));

    /// <summary>Writes a DC difference; false if it has no code and none can be given.</summary>
    public static bool TryWriteDifference(BitSink sink, HuffmanTable table, int difference)
    {
        // Negation of the least int would throw; nothing of 8 bits comes near.
        if (difference is < -2047 or > 2047)
        {
            return false;
        }
        var size = SizeOf(difference);
        if (table.Lengths[size] == 0 && !table.TryAdd(size))
        {
            return false;
        }
        var bits = (uint)(difference >> 31) + (uint)difference & (1u << size) - 1;
        sink.Write((uint)table.Codes[size] << size | bits, table.Lengths[size] + size);
        return true;
    }

    /// <summary>Writes the AC coefficients of a block in zigzag order. False, with useless bits written, if a symbol has no code (see <see cref="TableFit"/>).</summary>
    public static bool TryWriteCoefficients(BitSink sink, HuffmanTable table, ReadOnlySpan<short> block)
    {
        var lengths = table.Lengths;
        var codes = table.Codes;
        var places = NonZero(block) & ~1ul;
        var previous = 0;
        var isWhole = true;
        for (; places != 0; places &= places - 1)
        {
            var place = BitOperations.TrailingZeroCount(places);
            var run = place - previous - 1;
            for (; run > 15; run -= 16)
            {
                isWhole &= lengths[0xF0] != 0;
                sink.Write(codes[0xF0], lengths[0xF0]);
            }
            int value = block[place];
            var size = SizeOf(value);
            var symbol = run << 4 | size;
            var bits = (uint)(value >> 31) + (uint)value & (1u << size) - 1;
            isWhole &= lengths[symbol] != 0;
            sink.Write((uint)codes[symbol] << size | bits, lengths[symbol] + size);
            previous = place;
        }
        if (previous < 63)
        {
            isWhole &= lengths[0] != 0;
            sink.Write(codes[0], lengths[0]);
        }
        return isWhole;
    }

    /// <summary>A bit for each of 64 coefficients that isn't zero, the first lowest.</summary>
    public static ulong NonZero(ReadOnlySpan<short> block)
    {
        ref var first = ref MemoryMarshal.GetReference(block[..64]);
        return ~(Zeros(ref first) | (ulong)Zeros(ref Unsafe.Add(ref first, 32)) << 32);
    }

    private static uint Zeros(ref short first) =>
        Vector256.Narrow(
            Vector256.Equals(Vector256.LoadUnsafe(ref first), Vector256<short>.Zero),
            Vector256.Equals(Vector256.LoadUnsafe(ref first, 16), Vector256<short>.Zero)).ExtractMostSignificantBits();
}
