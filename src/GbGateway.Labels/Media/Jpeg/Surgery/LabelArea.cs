namespace GbGateway.Labels.Media.Jpeg.Surgery;

/// <summary>The blocks of a picture that lie under its label.</summary>
/// <param name="Frame">The picture's frame.</param>
/// <param name="Grid">The stamp on its MCUs.</param>
/// <param name="Column">First MCU column touched.</param>
/// <param name="Row">First MCU row touched.</param>
internal readonly record struct LabelArea(JpegFrame Frame, StampGrid Grid, int Column, int Row)
{
    /// <summary>A block's place in its component's <see cref="StampPlane"/>, or -1 if the label leaves it alone.</summary>
    public int Find(int component, int column, int row)
    {
        var factors = Frame.Components[component];
        var (x, y) = (column - Column * factors.Horizontal, row - Row * factors.Vertical);
        if ((uint)x >= (uint)(Grid.Columns * factors.Horizontal) || (uint)y >= (uint)(Grid.Rows * factors.Vertical))
        {
            return -1;
        }
        var plane = Grid.Plane(component);
        var index = y * plane.BlocksWide + x;
        return plane.Covers[index] == StampCover.None ? -1 : index;
    }
}
