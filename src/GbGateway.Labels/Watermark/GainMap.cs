using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace GbGateway.Labels.Watermark;

/// <summary>
/// How strong the mark may be in each cell: nearly even, somewhat stronger where the picture is busy, never for one edge in a flat zone,
/// and nothing at all where, or beside where, a cell is exactly flat: a step of one level shows there, and costs a lossless file most.
/// </summary>
internal static class GainMap
{
    /// <summary>Gain of a flat cell of a photograph, which is never without grain.</summary>
    public const float Floor = 0.7f;

    private const float Ceiling = 4;
    private const float Slope = 0.25f;

    // Drawn areas without any grain show the mark first, and need it least: nothing there hides it from the detector either.
    private const float DrawnFloor = 0.45f;
    private const float DrawnSlope = 0.75f;

    /// <summary>Fills <paramref name="gains"/> (unpadded; 0 outside the grid) from padded activity.</summary>
    /// <param name="activity">As <see cref="ActivityMap"/> measures it.</param>
    /// <param name="grid">The cells.</param>
    /// <param name="gains">Where to.</param>
    /// <param name="share">Share of the cells that can bear the mark.</param>
    /// <returns>Mean square of the gains.</returns>
    public static double Write(ReadOnlySpan<float> activity, CellGrid grid, Span<float> gains, out double share)
    {
        var (squares, bearing) = (0L, 0);
        for (var row = 0; row < grid.Rows; row++)
        {
            var to = gains.Slice(row * grid.Stride, grid.Stride);
            for (var column = 0; column < grid.Columns; column += 8)
            {
                Gain(activity, grid.Padded(column - 1, row - 1), grid.Stride).CopyTo(to[column..]);
            }
            to[grid.Columns..].Clear();
            squares += Squares(to);
            bearing += grid.Columns - to[..grid.Columns].Count(0f);
        }
        share = bearing / (double)(grid.Columns * grid.Rows);
        return squares / (65536.0 * grid.Columns * grid.Rows);
    }

    /// <summary>Multiplies by the picture's strength and stores 256ths.</summary>
    public static void Scale(ReadOnlySpan<float> gains, float strength, Span<short> scaled)
    {
        var factor = Vector256.Create(256 * strength);
        Span<int> whole = stackalloc int[8];
        for (var i = 0; i < gains.Length; i += 8)
        {
            Vector256.ConvertToInt32(Vector256.Create(gains[i..]) * factor).CopyTo(whole);
            for (var j = 0; j < 8; j++)
            {
                scaled[i + j] = (short)whole[j];
            }
        }
    }

    /// <summary>Gains of eight cells whose upper left neighbour stands at <paramref name="at"/>.</summary>
    private static Vector256<float> Gain(ReadOnlySpan<float> activity, int at, int stride)
    {
        ref var first = ref MemoryMarshal.GetReference(activity);
        var (sum, least) = (Vector256<float>.Zero, Vector256.Create(float.MaxValue));
        for (var i = 0; i < 9; i++)
        {
            var neighbour = Vector256.LoadUnsafe(ref first, (nuint)(at + i / 3 * stride + i % 3));
            sum += neighbour;
            least = Vector256.Min(least, neighbour);
        }
        var mean = sum * Vector256.Create(1f / (9 * 128));
        var guarded = Vector256.Min(mean, least * Vector256.Create(2f / 128) + Vector256.Create(0.2f));
        var drawn = Vector256.Create(DrawnFloor) + Vector256.Create(DrawnSlope) * guarded;
        var gain = Vector256.Min(Vector256.Create(Ceiling), Vector256.Min(drawn, Vector256.Create(Floor) + Vector256.Create(Slope) * guarded));
        return gain & Vector256.GreaterThan(least, Vector256<float>.Zero);
    }

    /// <summary>Sum of squares in 65536ths, of whole numbers, so that its order doesn't matter.</summary>
    private static long Squares(ReadOnlySpan<float> gains)
    {
        var sum = Vector256<int>.Zero;
        for (var i = 0; i < gains.Length; i += 8)
        {
            var whole = Vector256.ConvertToInt32(Vector256.Create(gains[i..]) * Vector256.Create(256f));
            sum += whole * whole;
        }
        long total = 0;
        for (var i = 0; i < 8; i++)
        {
            total += (uint)sum[i];
        }
        return total;
    }
}
