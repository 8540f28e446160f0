using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace GbGateway.Labels.Watermark;

/// <summary>
/// Fourier transform of 1024 points, eight signals side by side, in place: radix 4, decimated in frequency, output in reversed base-4
/// order.
/// </summary>
internal static class LaneFft
{
    /// <summary>Points of a signal.</summary>
    public const int Points = 1024;

    /// <summary>Signals transformed at once.</summary>
    public const int Lanes = 8;

    private static readonly float[] Cos = new float[Points];
    private static readonly float[] Sin = new float[Points];

    static LaneFft()
    {
        for (var i = 0; i < Points; i++)
        {
            var (sin, cos) = Math.SinCos(-2 * Math.PI * i / Points);
            (Cos[i], Sin[i]) = ((float)cos, (float)sin);
            var digits = i;
            for (var d = 0; d < 5; d++)
            {
                Place[i] = (short)(Place[i] * 4 + (digits & 3));
                digits >>= 2;
            }
        }
    }

    /// <summary>Where frequency k stands after the transform; its own inverse.</summary>
    public static short[] Place { get; } = new short[Points];

    /// <summary>Transforms <see cref="Points"/> rows of <see cref="Lanes"/> complex numbers.</summary>
    public static void Transform(Span<float> re, Span<float> im)
    {
        ref var r = ref MemoryMarshal.GetReference(re[..(Points * Lanes)]);
        ref var i = ref MemoryMarshal.GetReference(im[..(Points * Lanes)]);
        for (var length = Points; length > 1; length /= 4)
        {
            var quarter = length / 4;
            for (var p = 0; p < quarter; p++)
            {
                var turn = p * (Points / length);
                var (w1r, w1i) = (Vector256.Create(Cos[turn]), Vector256.Create(Sin[turn]));
                var (w2r, w2i) = (Vector256.Create(Cos[2 * turn]), Vector256.Create(Sin[2 * turn]));
                var (w3r, w3i) = (Vector256.Create(Cos[3 * turn]), Vector256.Create(Sin[3 * turn]));
                for (var start = p; start < Points; start += length)
                {
                    var (n0, n1) = ((nuint)(start * Lanes), (nuint)((start + quarter) * Lanes));
                    var (n2, n3) = ((nuint)((start + 2 * quarter) * Lanes), (nuint)((start + 3 * quarter) * Lanes));
                    var (ar, ai) = (Vector256.LoadUnsafe(ref r, n0), Vector256.LoadUnsafe(ref i, n0));
                    var (br, bi) = (Vector256.LoadUnsafe(ref r, n1), Vector256.LoadUnsafe(ref i, n1));
                    var (cr, ci) = (Vector256.LoadUnsafe(ref r, n2), Vector256.LoadUnsafe(ref i, n2));
                    var (dr, di) = (Vector256.LoadUnsafe(ref r, n3), Vector256.LoadUnsafe(ref i, n3));
                    var (sumAcR, sumAcI, difAcR, difAcI) = (ar + cr, ai + ci, ar - cr, ai - ci);
                    // -j (b - d)
                    var (sumBdR, sumBdI, difBdR, difBdI) = (br + dr, bi + di, bi - di, dr - br);
                    (sumAcR + sumBdR).StoreUnsafe(ref r, n0);
                    (sumAcI + sumBdI).StoreUnsafe(ref i, n0);
                    var (yr, yi) = (difAcR + difBdR, difAcI + difBdI);
                    (yr * w1r - yi * w1i).StoreUnsafe(ref r, n1);
                    (yr * w1i + yi * w1r).StoreUnsafe(ref i, n1);
                    (yr, yi) = (sumAcR - sumBdR, sumAcI - sumBdI);
                    (yr * w2r - yi * w2i).StoreUnsafe(ref r, n2);
                    (yr * w2i + yi * w2r).StoreUnsafe(ref i, n2);
                    (yr, yi) = (difAcR - difBdR, difAcI - difBdI);
                    (yr * w3r - yi * w3i).StoreUnsafe(ref r, n3);
                    (yr * w3i + yi * w3r).StoreUnsafe(ref i, n3);
                }
            }
        }
    }
}
