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

    /// <summary>The stride's reciprocal, for <see cref="Touches"/>.</summary>
    private readonly ulong _reciprocal = ulong.MaxValue / (uint)Stride + 1;

    /// <summary>
    /// Whether any of <paramref name="length"/> bytes from <paramref name="offset"/> after <see cref="First"/> are of the first
    /// <paramref name="rows"/> intervals. Asked of every match, whose source is anybody's guess: so there is no branch in it, nor a division.
    /// </summary>
    public bool Touches(long offset, int length, int rows)
    {
        // Intervals grown to the left by length - 1 hold exactly the starts that touch them, and may then overlap: the last one begun
        // decides. A negative place becomes a row without end, and lies before the last interval still.
        var place = (ulong)(offset + length - 1);
        var row = Math.Min(Math.BigMul(place, _reciprocal, out _), (ulong)(rows - 1));
        return rows != 0 & place - row * (uint)Stride < (ulong)(Width + length - 1);
    }
}
