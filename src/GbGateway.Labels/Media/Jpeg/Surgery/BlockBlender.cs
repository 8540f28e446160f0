using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace GbGateway.Labels.Media.Jpeg.Surgery;

/// <summary>Puts a stamp onto one block of coefficients: samples out, blended, and back onto the same quantisation steps.</summary>
internal static class BlockBlender
{
    private const float ToUnit = 1f / 255f;

    // Adding 1.5 * 2^23 leaves a float's nearest whole number in its low bits, ties to even, on every machine.
    private const float RoundingBias = 12582912f;

    /// <summary>Blends block <paramref name="index"/> of <paramref name="plane"/> into coefficients in zigzag order. Returns the last that isn't zero.</summary>
    public static int Blend(Span<short> block, int last, QuantTable quant, StampPlane plane, int index)
    {
        var cover = plane.Covers[index];
        if (cover == StampCover.None)
        {
            return last;
        }
        var alpha = plane.Alpha.Slice(index * 64, 64);
        var ink = plane.Ink.IsEmpty ? plane.Ink : plane.Ink.Slice(index * 64, 64);
        return cover == StampCover.Even
            ? Scale(block, last, quant, alpha[0], ink.IsEmpty ? null : ink[0])
            : Transform(block, last, quant, alpha, ink);
    }

    private static int Scale(Span<short> block, int last, QuantTable quant, byte alpha, byte? ink)
    {
        var kept = (255 - alpha) * ToUnit;
        // The constant term is 8 times the mean sample, which is coded 128 too low.
        var added = ink is { } gray ? 8f * (128f * kept + gray - 128f) / quant.Steps[0] : 0f;
        block[0] = Narrow(block[0] * kept + added);
        var newLast = 0;
        for (var i = 1; i <= last; i++)
        {
            if (block[i] != 0 && (block[i] = Narrow(block[i] * kept)) != 0)
            {
                newLast = i;
            }
        }
        return newLast;
    }

    [SkipLocalsInit]
    private static int Transform(Span<short> block, int last, QuantTable quant, ReadOnlySpan<byte> alpha, ReadOnlySpan<byte> ink)
    {
        Span<float> samples = stackalloc float[64];
        if (last == 0)
        {
            samples.Fill(block[0] * quant.Steps[0] * 0.125f);
        }
        else
        {
            samples.Clear();
            var columns = 0;
            for (var i = 0; i <= last; i++)
            {
                int natural = Zigzag.ToNatural[i];
                samples[natural] = block[i] * quant.ToDct[i];
                columns |= block[i] != 0 ? 1 << (natural & 7) : 0;
            }
            Dct.Inverse(samples, BitOperations.Log2((uint)columns | 1) + 1);
        }
        Mix(samples, alpha, ink);
        Dct.Forward(samples);
        return Quantise(samples, block, quant.FromDct);
    }

    private static void Mix(Span<float> samples, ReadOnlySpan<byte> alpha, ReadOnlySpan<byte> ink)
    {
        ref var f = ref MemoryMarshal.GetReference(samples);
        for (var row = 0; row < 64; row += 8)
        {
            var kept = (Vector256.Create(255f) - Widen(alpha, row)) * Vector256.Create(ToUnit);
            var sample = Vector256.Min(Vector256.Max(Vector256.LoadUnsafe(ref f, (nuint)row), Vector256.Create(-128f)), Vector256.Create(127f));
            var mixed = ink.IsEmpty
                ? sample * kept
                : (sample + Vector256.Create(128f)) * kept + (Widen(ink, row) - Vector256.Create(128f));
            mixed.StoreUnsafe(ref f, (nuint)row);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Widen(ReadOnlySpan<byte> bytes, int at)
    {
        var eight = Vector128.CreateScalar(Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref MemoryMarshal.GetReference(bytes), at))).AsByte();
        var (low, high) = Vector128.Widen(Vector128.WidenLower(eight));
        return Vector256.ConvertToSingle(Vector256.Create(low, high).AsInt32());
    }

    private static int Quantise(Span<float> samples, Span<short> block, ReadOnlySpan<float> fromDct)
    {
        ref var f = ref MemoryMarshal.GetReference(samples);
        ref var factors = ref MemoryMarshal.GetReference(fromDct);
        var rounder = Vector256.Create(RoundingBias);
        var limit = Vector256.Create(32767f);
        for (var row = 0; row < 64; row += 8)
        {
            var exact = Vector256.LoadUnsafe(ref f, (nuint)row) * Vector256.LoadUnsafe(ref factors, (nuint)row);
            var near = Vector256.Min(Vector256.Max(exact, -limit), limit) + rounder;
            near.StoreUnsafe(ref f, (nuint)row);
        }
        // The rounded values' low 16 bits are the coefficients.
        var rounded = MemoryMarshal.Cast<float, short>(samples);
        var low = BitConverter.IsLittleEndian ? 0 : 1;
        var last = 0;
        for (var i = 0; i < 64; i++)
        {
            var value = rounded[2 * Zigzag.ToNatural[i] + low];
            block[i] = value;
            last = value != 0 ? i : last;
        }
        return last;
    }

    private static short Narrow(float value) => (short)Math.Clamp(MathF.Round(value), short.MinValue, short.MaxValue);
}
