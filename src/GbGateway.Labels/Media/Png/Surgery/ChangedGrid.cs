namespace GbGateway.Labels.Media.Png.Surgery;

/// <summary>
/// The bytes of the inflated stream that may change: one interval a row, all of one width. PNG filters keep every row's length, so the
/// places and the distances of everything else stay what they were.
/// </summary>
/// <param name="First">Place of the first interval's first byte.</param>
/// <param name="Stride">Bytes from one interval to the next.</param>
/// <param name="Width">Bytes of an interval.</param>
/// <param name="Rows">Intervals.</param>
internal readonly record struct ChangedGrid(long First, int Stride, int Width, int Rows)
{
    /// <summary>The place after the last byte that may change.</summary>
    public long End => First + (long)(Rows - 1) * Stride + Width;

    public long IntervalStart(int row) => First + (long)row * Stride;

    /// <summary>Whether any of <paramref name="length"/> bytes from <paramref name="start"/> may change.</summary>
    public bool Touches(long start, int length)
    {
        var offset = start - First;
        if (offset + length <= 0)
        {
            return false;
        }
        if (offset < 0)
        {
            return true;
        }
        // A match lies within the rows or soon after them, so 32 bits do, and divide three times as fast.
        if (offset >= (long)Rows * Stride)
        {
            return false;
        }
        var row = offset <= uint.MaxValue ? (uint)offset / (uint)Stride : offset / Stride;
        var column = offset - row * Stride;
        return column < Width || (column + length > Stride && row + 1 < Rows);
    }
}
