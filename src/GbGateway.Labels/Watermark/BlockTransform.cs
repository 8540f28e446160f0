using System.Runtime.Intrinsics;

namespace GbGateway.Labels.Watermark;

/// <summary>The pattern as JPEG sees it: the orthonormal DCT of each 8 x 8 block of a period, which is a multiple of 8.</summary>
internal static class BlockTransform
{
    private const int Side = 8;

    private static readonly float[] Basis = MakeBasis();

    /// <summary>Writes (period / 8)^2 blocks of 64 coefficients, in natural order, of a tile stored in sixteenths.</summary>
    public static void Write(ReadOnlySpan<short> tile, int period, Span<float> blocks)
    {
        Span<float> columns = stackalloc float[64];
        for (var block = 0; block < period / Side * (period / Side); block++)
        {
            var (left, top) = (block % (period / Side) * Side, block / (period / Side) * Side);
            columns.Clear();
            // (1) Down the columns, eight at a time.
            for (var y = 0; y < Side; y++)
            {
                var row = Row(tile.Slice((top + y) * Tile.RowLength(period) + Tile.Lead + left, Side));
                for (var v = 0; v < Side; v++)
                {
                    (Vector256.Create<float>(columns[(v * Side)..]) + row * Vector256.Create(Basis[v * Side + y])).CopyTo(columns[(v * Side)..]);
                }
            }
            // (2) Along the rows: eight frequencies of one row at a time.
            for (var v = 0; v < Side; v++)
            {
                var sum = Vector256<float>.Zero;
                for (var x = 0; x < Side; x++)
                {
                    sum += Vector256.Create(columns[v * Side + x]) * Column(x);
                }
                sum.CopyTo(blocks[(block * 64 + v * Side)..]);
            }
        }
    }

    private static Vector256<float> Row(ReadOnlySpan<short> samples) =>
        Vector256.ConvertToSingle(Vector256.Create(samples[0], samples[1], samples[2], samples[3], samples[4], samples[5], samples[6], (int)samples[7]))
        * Vector256.Create(1f / 16);

    private static Vector256<float> Column(int x) =>
        Vector256.Create(Basis[x], Basis[8 + x], Basis[16 + x], Basis[24 + x], Basis[32 + x], Basis[40 + x], Basis[48 + x], Basis[56 + x]);

    private static float[] MakeBasis()
    {
        var basis = new float[64];
        for (var i = 0; i < 64; i++)
        {
            var (u, x) = (i / Side, i % Side);
            basis[i] = (float)(Math.Sqrt(u == 0 ? 0.125 : 0.25) * Math.Cos((2 * x + 1) * u * Math.PI / 16));
        }
        return basis;
    }
}
