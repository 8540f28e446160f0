using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace GbGateway.Labels.Watermark;

/// <summary>Correlates the sync lines with their known phases at 64 x 64 shifts of a period.</summary>
internal sealed class SyncCorrelation
{
    /// <summary>Shifts tried along each axis.</summary>
    public const int Size = 64;

    private const int Waves = Lattice.Reach + 1;

    private static readonly WaveTable Table = new(Size, Waves);

    private readonly float[] _rowsRe = new float[Waves * Size];
    private readonly float[] _rowsIm = new float[Waves * Size];
    private readonly float[] _map = new float[Size * Size];
    private float _peak;

    /// <summary>The largest correlation over all shifts, of lines whose phases have been taken off already.</summary>
    public float Peak(ReadOnlySpan<ushort> lines, ReadOnlySpan<float> re, ReadOnlySpan<float> im)
    {
        Array.Clear(_rowsRe);
        Array.Clear(_rowsIm);
        for (var i = 0; i < lines.Length; i++)
        {
            AddLine(Lattice.K[lines[i]], Lattice.L[lines[i]], re[i], im[i]);
        }
        ref var rowsRe = ref MemoryMarshal.GetArrayDataReference(_rowsRe);
        ref var rowsIm = ref MemoryMarshal.GetArrayDataReference(_rowsIm);
        ref var map = ref MemoryMarshal.GetArrayDataReference(_map);
        var cos = Table.Cos(0);
        var sin = Table.Sin(0);
        var most = Vector256.Create(float.MinValue);
        for (var y = 0; y <= Size / 2; y++)
        {
            for (var x = 0; x < Size; x += 8)
            {
                Vector256<float> even = default, odd = default;
                for (var l = 0; l < Waves; l++)
                {
                    var at = (nuint)(l * Size + x);
                    even = Vector256.MultiplyAddEstimate(Vector256.LoadUnsafe(ref rowsRe, at), Vector256.Create(cos[l * Size + y]), even);
                    odd = Vector256.MultiplyAddEstimate(Vector256.LoadUnsafe(ref rowsIm, at), Vector256.Create(sin[l * Size + y]), odd);
                }
                var (down, up) = (even - odd, even + odd);
                // Rows 0 and 32 are their own mirror image: the second store counts.
                up.StoreUnsafe(ref map, (nuint)((Size - y) % Size * Size + x));
                down.StoreUnsafe(ref map, (nuint)(y * Size + x));
                most = Vector256.Max(most, y is 0 or Size / 2 ? down : Vector256.Max(down, up));
            }
        }
        var peak = most[0];
        for (var i = 1; i < 8; i++)
        {
            peak = MathF.Max(peak, most[i]);
        }
        _peak = peak;
        return peak;
    }

    /// <summary>The shift of the last <see cref="Peak"/>, in periods, between the steps by a parabola.</summary>
    public (float X, float Y) Shift()
    {
        var at = Math.Max(0, Array.IndexOf(_map, _peak));
        var (x, y) = (at % Size, at / Size);
        return ((x + Vertex(Map(x - 1, y), Map(x, y), Map(x + 1, y))) / Size, (y + Vertex(Map(x, y - 1), Map(x, y), Map(x, y + 1))) / Size);
    }

    private float Map(int x, int y) => _map[(y & (Size - 1)) * Size + (x & (Size - 1))];

    private static float Vertex(float before, float at, float after)
    {
        var curve = before - 2 * at + after;
        return curve == 0 ? 0 : Math.Clamp(0.5f * (before - after) / curve, -0.5f, 0.5f);
    }

    private void AddLine(int k, int l, float re, float im)
    {
        var cos = Table.Cos(Math.Abs(k));
        var sin = Table.Sin(Math.Abs(k));
        var (r, i, turn) = (Vector256.Create(re), Vector256.Create(im), Vector256.Create(k < 0 ? -1f : 1f));
        var toRe = _rowsRe.AsSpan(l * Size, Size);
        var toIm = _rowsIm.AsSpan(l * Size, Size);
        for (var x = 0; x < Size; x += 8)
        {
            var (c, s) = (Vector256.Create(cos[x..]), turn * Vector256.Create(sin[x..]));
            (Vector256.Create<float>(toRe[x..]) + r * c - i * s).CopyTo(toRe[x..]);
            (Vector256.Create<float>(toIm[x..]) + r * s + i * c).CopyTo(toIm[x..]);
        }
    }
}
