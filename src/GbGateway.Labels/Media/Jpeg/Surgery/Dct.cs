using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace GbGateway.Labels.Media.Jpeg.Surgery;

/// <summary>The 8 by 8 cosine transform (T.81 A.3.3) of one block, in portable vectors of a row each, alike on every machine.</summary>
/// <remarks>
/// Columns go through the butterflies of Arai, Agui and Nakajima, all eight at once; rows through the plain matrix, a coefficient
/// broadcast at a time, which needs no transposition. Multiplications and additions are never fused, so results do not depend on the
/// processor.
/// </remarks>
internal static class Dct
{
    private static readonly float[] Cosines = MakeCosines(static (u, x) => (u, x));
    private static readonly float[] CosinesAcross = MakeCosines(static (x, u) => (u, x));

    /// <summary>What a coefficient of row <paramref name="row"/> is multiplied by before <see cref="Inverse"/> (and divided by, with 8, after <see cref="Forward"/>).</summary>
    public static float RowScale(int row) =>
        (float)((row == 0 ? 1.0 : Math.Cos(row * Math.PI / 16) * Math.Sqrt(2)) / (2 * Math.Sqrt(2)));

    /// <summary>Scaled coefficients in natural order to samples, in place. Columns at and after <paramref name="columns"/> hold zeros.</summary>
    [SkipLocalsInit]
    public static void Inverse(Span<float> block, int columns)
    {
        ref var f = ref MemoryMarshal.GetReference(block);
        InverseColumns(ref f);
        ref var cosines = ref MemoryMarshal.GetArrayDataReference(Cosines);
        for (var row = 0; row < 64; row += 8)
        {
            var sum = Vector256.Create(Unsafe.Add(ref f, row)) * Vector256.LoadUnsafe(ref cosines);
            for (var u = 1; u < columns; u++)
            {
                sum += Vector256.Create(Unsafe.Add(ref f, row + u)) * Vector256.LoadUnsafe(ref cosines, (nuint)(u * 8));
            }
            sum.StoreUnsafe(ref f, (nuint)row);
        }
    }

    /// <summary>Samples to scaled coefficients in natural order, in place.</summary>
    public static void Forward(Span<float> block)
    {
        ref var f = ref MemoryMarshal.GetReference(block);
        ForwardColumns(ref f);
        ref var cosines = ref MemoryMarshal.GetArrayDataReference(CosinesAcross);
        for (var row = 0; row < 64; row += 8)
        {
            var even = Vector256.Create(Unsafe.Add(ref f, row)) * Vector256.LoadUnsafe(ref cosines);
            var odd = Vector256.Create(Unsafe.Add(ref f, row + 1)) * Vector256.LoadUnsafe(ref cosines, 8);
            even += Vector256.Create(Unsafe.Add(ref f, row + 2)) * Vector256.LoadUnsafe(ref cosines, 16);
            odd += Vector256.Create(Unsafe.Add(ref f, row + 3)) * Vector256.LoadUnsafe(ref cosines, 24);
            even += Vector256.Create(Unsafe.Add(ref f, row + 4)) * Vector256.LoadUnsafe(ref cosines, 32);
            odd += Vector256.Create(Unsafe.Add(ref f, row + 5)) * Vector256.LoadUnsafe(ref cosines, 40);
            even += Vector256.Create(Unsafe.Add(ref f, row + 6)) * Vector256.LoadUnsafe(ref cosines, 48);
            odd += Vector256.Create(Unsafe.Add(ref f, row + 7)) * Vector256.LoadUnsafe(ref cosines, 56);
            (even + odd).StoreUnsafe(ref f, (nuint)row);
        }
    }

    private static void InverseColumns(ref float f)
    {
        var (r0, r1, r2, r3) = (Row(ref f, 0), Row(ref f, 1), Row(ref f, 2), Row(ref f, 3));
        var (r4, r5, r6, r7) = (Row(ref f, 4), Row(ref f, 5), Row(ref f, 6), Row(ref f, 7));
        var sum04 = r0 + r4;
        var difference04 = r0 - r4;
        var sum26 = r2 + r6;
        var turned26 = (r2 - r6) * 1.414213562f - sum26;
        var (even0, even3) = (sum04 + sum26, sum04 - sum26);
        var (even1, even2) = (difference04 + turned26, difference04 - turned26);
        var (sum53, difference53) = (r5 + r3, r5 - r3);
        var (sum17, difference17) = (r1 + r7, r1 - r7);
        var odd0 = sum17 + sum53;
        var middle = (sum17 - sum53) * 1.414213562f;
        var shared = (difference53 + difference17) * 1.847759065f;
        var odd1 = shared - difference53 * 2.613125930f - odd0;
        var odd2 = middle - odd1;
        var odd3 = shared - difference17 * 1.082392200f - odd2;
        (even0 + odd0).StoreUnsafe(ref f, 0);
        (even1 + odd1).StoreUnsafe(ref f, 8);
        (even2 + odd2).StoreUnsafe(ref f, 16);
        (even3 + odd3).StoreUnsafe(ref f, 24);
        (even3 - odd3).StoreUnsafe(ref f, 32);
        (even2 - odd2).StoreUnsafe(ref f, 40);
        (even1 - odd1).StoreUnsafe(ref f, 48);
        (even0 - odd0).StoreUnsafe(ref f, 56);
    }

    private static void ForwardColumns(ref float f)
    {
        var (r0, r1, r2, r3) = (Row(ref f, 0), Row(ref f, 1), Row(ref f, 2), Row(ref f, 3));
        var (r4, r5, r6, r7) = (Row(ref f, 4), Row(ref f, 5), Row(ref f, 6), Row(ref f, 7));
        var (sum07, difference07) = (r0 + r7, r0 - r7);
        var (sum16, difference16) = (r1 + r6, r1 - r6);
        var (sum25, difference25) = (r2 + r5, r2 - r5);
        var (sum34, difference34) = (r3 + r4, r3 - r4);
        var (outer, inner) = (sum07 + sum34, sum16 + sum25);
        var (outerGap, innerGap) = (sum07 - sum34, sum16 - sum25);
        (outer + inner).StoreUnsafe(ref f, 0);
        (outer - inner).StoreUnsafe(ref f, 32);
        var turned = (innerGap + outerGap) * 0.707106781f;
        (outerGap + turned).StoreUnsafe(ref f, 16);
        (outerGap - turned).StoreUnsafe(ref f, 48);
        var (low, mid, high) = (difference34 + difference25, difference25 + difference16, difference16 + difference07);
        var shared = (low - high) * 0.382683433f;
        var fromLow = low * 0.541196100f + shared;
        var fromHigh = high * 1.306562965f + shared;
        var fromMid = mid * 0.707106781f;
        var (plus, minus) = (difference07 + fromMid, difference07 - fromMid);
        (minus + fromLow).StoreUnsafe(ref f, 40);
        (minus - fromLow).StoreUnsafe(ref f, 24);
        (plus + fromHigh).StoreUnsafe(ref f, 8);
        (plus - fromHigh).StoreUnsafe(ref f, 56);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Row(ref float f, int row) => Vector256.LoadUnsafe(ref f, (nuint)(row * 8));

    private static float[] MakeCosines(Func<int, int, (int U, int X)> order)
    {
        var cosines = new float[64];
        for (var i = 0; i < 64; i++)
        {
            var (u, x) = order(i >> 3, i & 7);
            cosines[i] = (float)((u == 0 ? Math.Sqrt(0.125) : 0.5) * Math.Cos((2 * x + 1) * u * Math.PI / 16));
        }
        return cosines;
    }
}
