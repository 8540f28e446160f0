using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace GbGateway.Labels.Watermark;

/// <summary>
/// Tells how much a spectrum stands out at the points of a lattice. Needs no key, and so costs nothing in false positives.
/// </summary>
internal static class LatticeSearch
{
    private const int Padded = (Lattice.Lines + 7) & ~7;
    private const int Edge = Spectrum.Size / 2 - 2;
    private const int OutOfBand = Spectrum.Size * Spectrum.Stride;

    private static readonly float[] K = Pad(Lattice.K);
    private static readonly float[] L = Pad(Lattice.L);

    /// <summary>Excess at the lattice's points over their surroundings, in units of about one standard deviation.</summary>
    public static float Score(ReadOnlySpan<byte> table, LatticePose pose)
    {
        Span<int> places = stackalloc int[Padded];
        var used = Place(pose, places);
        if (used <= 8)
        {
            return float.NegativeInfinity;
        }
        ref var first = ref MemoryMarshal.GetReference(table[..(OutOfBand + 1)]);
        var (even, odd) = (0, 0);
        for (var i = 0; i < Padded; i += 4)
        {
            even += Unsafe.Add(ref first, places[i]) + Unsafe.Add(ref first, places[i + 1]);
            odd += Unsafe.Add(ref first, places[i + 2]) + Unsafe.Add(ref first, places[i + 3]);
        }
        return (even + odd - Padded * Spectrum.Even) / (Spectrum.Even * MathF.Sqrt(used));
    }

    /// <summary>Finds each line's place in the table; lines out of band go to the entry that stands for them.</summary>
    private static int Place(LatticePose pose, Span<int> places)
    {
        const float Size = Spectrum.Size;
        var (xk, xl) = (Vector256.Create(pose.Xk * Size), Vector256.Create(pose.Xl * Size));
        var (yk, yl) = (Vector256.Create(pose.Yk * Size), Vector256.Create(pose.Yl * Size));
        var sign = Vector256.Create(-0f);
        var (edge, half) = (Vector256.Create((float)Edge), Vector256.Create(0.5f));
        var used = Vector256<int>.Zero;
        ref var k = ref MemoryMarshal.GetArrayDataReference(K);
        ref var l = ref MemoryMarshal.GetArrayDataReference(L);
        for (nuint i = 0; i < Padded; i += 8)
        {
            var (ks, ls) = (Vector256.LoadUnsafe(ref k, i), Vector256.LoadUnsafe(ref l, i));
            var x = xk * ks + xl * ls;
            var y = yk * ks + yl * ls;
            // Half of the spectrum is stored: negative x stands at (-x, -y).
            y ^= x & sign;
            x = Vector256.Abs(x);
            var inside = (Vector256.LessThanOrEqual(x, edge) & Vector256.LessThanOrEqual(Vector256.Abs(y), edge)).AsInt32();
            used -= inside;
            var column = Vector256.ConvertToInt32Native(x + half);
            var row = Vector256.ConvertToInt32Native(Vector256.Floor(y + half)) & Vector256.Create(Spectrum.Size - 1);
            Vector256.ConditionalSelect(inside, row * Spectrum.Stride + column, Vector256.Create(OutOfBand)).CopyTo(places[(int)i..]);
        }
        return Vector256.Sum(used);
    }

    private static float[] Pad(sbyte[] values)
    {
        // Padding lies far out of every band.
        var padded = new float[Padded];
        Array.Fill(padded, 1e6f);
        for (var i = 0; i < values.Length; i++)
        {
            padded[i] = values[i];
        }
        return padded;
    }
}
