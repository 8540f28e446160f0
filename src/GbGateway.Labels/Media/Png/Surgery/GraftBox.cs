using GbGateway.Labels.Explicit;

namespace GbGateway.Labels.Media.Png.Surgery;

/// <summary>The part of the picture that the stamp covers, in pixels, and the bytes whose residuals it changes.</summary>
/// <param name="Left">First column.</param>
/// <param name="Top">First row.</param>
/// <param name="Right">Column after the last.</param>
/// <param name="Bottom">Row after the last.</param>
/// <param name="StampX">Column of the stamp that lies at <paramref name="Left"/>.</param>
/// <param name="StampY">Row of the stamp that lies at <paramref name="Top"/>.</param>
/// <param name="ByteStart">First byte of a row whose residual may change.</param>
/// <param name="ByteEnd">The byte after the last: the right neighbour is predicted from the label.</param>
/// <param name="RowEnd">The row after the last one read: the row below is predicted from the label.</param>
internal readonly record struct GraftBox(
    int Left, int Top, int Right, int Bottom, int StampX, int StampY, int ByteStart, int ByteEnd, int RowEnd)
{
    /// <summary>Clips a stamp at a place to the picture; false if nothing of it shows.</summary>
    public static bool TryClip(PngLayout layout, Stamp stamp, int x, int y, out GraftBox box)
    {
        box = default;
        var left = Math.Max(0, x);
        var top = Math.Max(0, y);
        var right = Math.Min(layout.Width, (long)x + stamp.Width);
        var bottom = Math.Min(layout.Height, (long)y + stamp.Height);
        if (left >= right || top >= bottom)
        {
            return false;
        }
        var start = (int)((long)left * layout.BitsPerPixel / 8);
        var end = (right * layout.BitsPerPixel + 7) / 8;
        box = new GraftBox(left, top, (int)right, (int)bottom, left - x, top - y,
            start, (int)Math.Min(layout.RowBytes, end + layout.Step), (int)Math.Min(layout.Height, bottom + 1));
        return true;
    }

    /// <summary>The bytes of the inflated stream that may change.</summary>
    public ChangedGrid Grid(PngLayout layout) =>
        new((long)Top * layout.Stride + 1 + ByteStart, layout.Stride, ByteEnd - ByteStart, RowEnd - Top);
}
