using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace GbGateway.Labels.Media.Jpeg.Surgery;

/// <summary>What is left of coefficients without their lowest bits, sign and magnitude (T.81 G.1.2.1).</summary>
internal static class Levels
{
    /// <summary>Writes each coefficient's magnitude without <paramref name="low"/> bits, signed; returns a bit for each that isn't zero.</summary>
    public static ulong Take(ReadOnlySpan<short> block, int low, Span<short> level)
    {
        ref var from = ref MemoryMarshal.GetReference(block[..64]);
        ref var to = ref MemoryMarshal.GetReference(level[..64]);
        for (var at = 0; at < 64; at += 16)
        {
            var value = Vector256.LoadUnsafe(ref from, (nuint)at);
            var sign = Vector256.ShiftRightArithmetic(value, 15);
            var magnitude = Vector256.ShiftRightLogical((value ^ sign) - sign, low);
            ((magnitude ^ sign) - sign).StoreUnsafe(ref to, (nuint)at);
        }
        return BlockWriter.NonZero(level);
    }

    /// <summary>What a refinement needs to know of a block, a bit for each coefficient: any at this level, already known before, lowest bit.</summary>
    public static (ulong Set, ulong Known, ulong Odd, ulong Negative) Sort(ReadOnlySpan<short> block, int low)
    {
        ref var from = ref MemoryMarshal.GetReference(block[..64]);
        ulong set = 0, known = 0, odd = 0, negative = 0;
        for (var at = 0; at < 64; at += 32)
        {
            var first = Vector256.LoadUnsafe(ref from, (nuint)at);
            var second = Vector256.LoadUnsafe(ref from, (nuint)at + 16);
            var (a, b) = (Magnitude(first, low), Magnitude(second, low));
            set |= (ulong)Bits(Vector256.GreaterThan(a, Vector256<short>.Zero), Vector256.GreaterThan(b, Vector256<short>.Zero)) << at;
            known |= (ulong)Bits(Vector256.GreaterThan(a, Vector256<short>.One), Vector256.GreaterThan(b, Vector256<short>.One)) << at;
            odd |= (ulong)Bits(Vector256.ShiftLeft(a, 15), Vector256.ShiftLeft(b, 15)) << at;
            negative |= (ulong)Bits(first, second) << at;
        }
        return (set, known, odd, negative);
    }

    private static Vector256<short> Magnitude(Vector256<short> value, int low)
    {
        var sign = Vector256.ShiftRightArithmetic(value, 15);
        return Vector256.ShiftRightLogical((value ^ sign) - sign, low);
    }

    /// <summary>The sign bits of 32 numbers.</summary>
    private static uint Bits(Vector256<short> first, Vector256<short> second) =>
        Vector256.Narrow(Vector256.ShiftRightLogical(first, 8), Vector256.ShiftRightLogical(second, 8)).ExtractMostSignificantBits();
}
