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

    /// <summary>A bit for each coefficient that isn't zero without its <paramref name="low"/> lowest bits.</summary>
    public static ulong Above(ReadOnlySpan<short> block, int low)
    {
        Span<short> level = stackalloc short[64];
        return Take(block, low, level);
    }
}
