using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace GbGateway.Labels.Watermark;

/// <summary>
/// Adds the pattern, times the gain, to every row of a picture: one whole number a pixel, the same for each of its colours.
/// </summary>
internal static class MarkRows
{
    private const int Run = 8;

    /// <summary>Bytes of scratch needed: one row of changes and one of gains.</summary>
    public static int WorkLength(CellGrid grid) => RowLength(grid) + 2 * GainLength(grid);

    /// <summary>Marks the rows. Gains are in 256ths, the tile in sixteenths; a change is at most 31.</summary>
    public static void Add(PixelBuffer picture, CellGrid grid, ReadOnlySpan<short> gains, ReadOnlySpan<short> tile, int period, Span<byte> work)
    {
        var changes = MemoryMarshal.Cast<byte, sbyte>(work[..RowLength(grid)]);
        var rowGains = MemoryMarshal.Cast<byte, short>(work.Slice(RowLength(grid), 2 * GainLength(grid)));
        for (var y = 0; y < picture.Height; y++)
        {
            Between(gains, grid, y, rowGains);
            Change(rowGains, grid, tile.Slice(y % period * Tile.RowLength(period), Tile.RowLength(period)), period, changes);
            SampleAdder.Add(changes.Slice(Tile.Lead), picture.Row(y), picture.Layout);
        }
    }

    private static int RowLength(CellGrid grid) => ((grid.Columns + 1) * CellGrid.Side + 63) & ~31;

    private static int GainLength(CellGrid grid) => grid.Stride;

    /// <summary>Gains of one pixel row, at the centres of its cells: linear between the two rows of cells it lies between.</summary>
    private static void Between(ReadOnlySpan<short> gains, CellGrid grid, int y, Span<short> row)
    {
        // Cell c has its centre at 8 c + 3.5: in sixteenths of a cell, row y lies 2 y - 7 below that of cell 0.
        var (cell, part) = ((2 * y - 7) >> 4, (2 * y - 7) & 15);
        var above = gains.Slice(Math.Clamp(cell, 0, grid.Rows - 1) * grid.Stride, grid.Stride);
        var below = gains.Slice(Math.Clamp(cell + 1, 0, grid.Rows - 1) * grid.Stride, grid.Stride);
        for (var i = 0; i < grid.Stride; i += Run)
        {
            var (a, b) = (Vector128.Create(above[i..]), Vector128.Create(below[i..]));
            (a + (((b - a) * Vector128.Create((short)part)) >> 4)).CopyTo(row[i..]);
        }
    }

    /// <summary>Changes of one row; entry i belongs to pixel i - 4, so that a run of eight lies between two cell centres.</summary>
    private static void Change(ReadOnlySpan<short> gains, CellGrid grid, ReadOnlySpan<short> tile, int period, Span<sbyte> changes)
    {
        var ramp = Vector128.Create(1, 3, 5, 7, 9, 11, 13, 15);
        ref var pattern = ref MemoryMarshal.GetReference(tile);
        ref var to = ref MemoryMarshal.GetReference(changes);
        var (here, at) = (gains[0], 0);
        for (var cell = 0; cell <= grid.Columns; cell++)
        {
            var next = gains[Math.Min(cell, grid.Columns - 1)];
            // 256ths along the run, then 64ths: times sixteenths they make 1024ths.
            var gain = (Vector128.Create(here) + ((Vector128.Create((short)(next - here)) * ramp.AsInt16()) >> 4)) >> 2;
            var change = (gain * Vector128.LoadUnsafe(ref pattern, (nuint)at) + Vector128.Create((short)512)) >> 10;
            Vector128.Narrow(change, change).GetLower().StoreUnsafe(ref to, (nuint)(cell * Run));
            here = next;
            at += Run;
            at = at == period ? 0 : at;
        }
    }
}
