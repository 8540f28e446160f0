using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace GbGateway.Labels.Watermark;

/// <summary>Reads a picture once and tells for every cell how busy it is, in whole numbers only: the same on every machine.</summary>
internal static class ActivityMap
{
    /// <summary>A cell's differences reach two pixels beyond it.</summary>
    private const int Reach = 2;

    /// <summary>
    /// A difference counts no more than this. Beside letters on a flat ground a few large ones would pass for texture, and the mark would
    /// show in the gaps between them: steps of 9 on a poster, seen at 400 %; with this, of 3.
    /// </summary>
    private const byte Edge = 16;

    // Steps of 40 on the mean.
    private const float HardVariance = 1600;

    private const int StripRows = CellGrid.Side + Reach;

    /// <summary>Bytes of scratch needed for a picture's width.</summary>
    public static int StripLength(CellGrid grid) => StripRows * StripStride(grid);

    /// <summary>
    /// Fills <paramref name="activity"/>, padded, with the sum of |Y(x) - Y(x + 2)| + |Y(y) - Y(y + 2)| over each cell, 128 times the mean
    /// change of luma in one axis, and <paramref name="variance"/>, unpadded, with each cell's luma variance.
    /// </summary>
    public static void Measure(PixelView picture, CellGrid grid, Span<byte> strip, Span<float> activity, Span<float> variance)
    {
        var stride = StripStride(grid);
        for (var row = 0; row < grid.Rows; row++)
        {
            // The two rows read beyond the last cell are the next one's first.
            var known = row == 0 ? 0 : Reach;
            strip.Slice(CellGrid.Side * stride, known * stride).CopyTo(strip);
            for (var y = known; y < StripRows; y++)
            {
                ReadRow(picture, Math.Min(row * CellGrid.Side + y, picture.Height - 1), strip.Slice(y * stride, stride));
            }
            var busy = activity.Slice(grid.Padded(0, row), grid.Stride - 1);
            var varied = variance.Slice(row * grid.Stride, grid.Stride);
            if (Vector128.IsHardwareAccelerated)
            {
                MeasureFours(strip, stride, grid.Columns, busy, varied);
            }
            else
            {
                MeasureEach(strip, stride, grid.Columns, busy, varied);
            }
            for (var column = 0; column < grid.Columns; column++)
            {
                busy[column] *= Texture(varied[column]);
            }
        }
        Surround(activity, grid);
    }

    /// <summary>
    /// How much of a cell's activity is texture, which hides the mark, rather than an edge or letters, which don't: no texture of photographs
    /// varies as much as black on white.
    /// </summary>
    public static float Texture(float variance) => variance <= HardVariance ? 1 : HardVariance / variance;

    private static int StripStride(CellGrid grid) => grid.Columns * CellGrid.Side + 64;

    private static void ReadRow(PixelView picture, int y, Span<byte> to)
    {
        LumaRows.Read(picture.Row(y), picture.Layout, to);
        to[picture.Width..].Fill(to[picture.Width - 1]);
    }

    private static void MeasureEach(ReadOnlySpan<byte> strip, int stride, int columns, Span<float> busy, Span<float> varied)
    {
        for (var column = 0; column < columns; column++)
        {
            var (change, sum, squares) = (0, 0, 0);
            for (var i = 0; i < CellGrid.Side * CellGrid.Side; i++)
            {
                var at = (i / CellGrid.Side * stride) + (column * CellGrid.Side) + i % CellGrid.Side;
                var luma = strip[at];
                change += Math.Min(Edge, Math.Abs(luma - strip[at + Reach])) + Math.Min(Edge, Math.Abs(luma - strip[at + Reach * stride]));
                sum += luma;
                squares += luma * luma;
            }
            (busy[column], varied[column]) = (change, Variance(sum, squares));
        }
    }

    private static void MeasureFours(ReadOnlySpan<byte> strip, int stride, int columns, Span<float> busy, Span<float> varied)
    {
        ref var first = ref MemoryMarshal.GetReference(strip);
        var edge = Vector256.Create(Edge);
        for (var column = 0; column < columns; column += 4)
        {
            Vector256<ushort> change01 = default, change23 = default, sum01 = default, sum23 = default;
            Vector256<uint> squares0 = default, squares1 = default, squares2 = default, squares3 = default;
            var at = (nuint)(column * CellGrid.Side);
            for (var y = 0; y < CellGrid.Side; y++, at += (nuint)stride)
            {
                var luma = Vector256.LoadUnsafe(ref first, at);
                var right = Vector256.LoadUnsafe(ref first, at + Reach);
                var below = Vector256.LoadUnsafe(ref first, at + (nuint)(Reach * stride));
                var across = Vector256.Min(edge, Vector256.Max(luma, right) - Vector256.Min(luma, right));
                var down = Vector256.Min(edge, Vector256.Max(luma, below) - Vector256.Min(luma, below));
                change01 += Vector256.WidenLower(across) + Vector256.WidenLower(down);
                change23 += Vector256.WidenUpper(across) + Vector256.WidenUpper(down);
                var (low, high) = (Vector256.WidenLower(luma), Vector256.WidenUpper(luma));
                sum01 += low;
                sum23 += high;
                low *= low;
                high *= high;
                squares0 += Vector256.WidenLower(low);
                squares1 += Vector256.WidenUpper(low);
                squares2 += Vector256.WidenLower(high);
                squares3 += Vector256.WidenUpper(high);
            }
            // Columns beyond the last lie in the row's padding.
            busy[column] = Vector128.Sum(change01.GetLower());
            busy[column + 1] = Vector128.Sum(change01.GetUpper());
            busy[column + 2] = Vector128.Sum(change23.GetLower());
            busy[column + 3] = Vector128.Sum(change23.GetUpper());
            varied[column] = Variance(Vector128.Sum(sum01.GetLower()), (int)Vector256.Sum(squares0));
            varied[column + 1] = Variance(Vector128.Sum(sum01.GetUpper()), (int)Vector256.Sum(squares1));
            varied[column + 2] = Variance(Vector128.Sum(sum23.GetLower()), (int)Vector256.Sum(squares2));
            varied[column + 3] = Variance(Vector128.Sum(sum23.GetUpper()), (int)Vector256.Sum(squares3));
        }
    }

    private static float Variance(int sum, int squares) => (64 * squares - sum * sum) * (1f / 4096);

    /// <summary>Repeats the outermost cells once, so that every cell has eight neighbours.</summary>
    public static void Surround(Span<float> activity, CellGrid grid)
    {
        for (var row = 0; row < grid.Rows; row++)
        {
            activity[grid.Padded(-1, row)] = activity[grid.Padded(0, row)];
            activity[grid.Padded(grid.Columns, row)] = activity[grid.Padded(grid.Columns - 1, row)];
        }
        activity.Slice(grid.Padded(-1, 0), grid.Stride).CopyTo(activity);
        activity.Slice(grid.Padded(-1, grid.Rows - 1), grid.Stride).CopyTo(activity[grid.Padded(-1, grid.Rows)..]);
    }
}
