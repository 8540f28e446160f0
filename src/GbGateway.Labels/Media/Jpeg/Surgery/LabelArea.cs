using System.Numerics;

namespace GbGateway.Labels.Media.Jpeg.Surgery;

/// <summary>The blocks of a picture that lie under its label.</summary>
/// <param name="Frame">The picture's frame.</param>
/// <param name="Grid">The stamp on its MCUs.</param>
/// <param name="Column">First MCU column touched.</param>
/// <param name="Row">First MCU row touched.</param>
internal readonly record struct LabelArea(JpegFrame Frame, StampGrid Grid, int Column, int Row)
{
    /// <summary>Whether the luma of the whole picture has changed as well.</summary>
    public bool IsMarked { get; init; }

    /// <summary>Whether a block's coefficients are new, so that no code may be found for them among the file's own.</summary>
    public bool Touches(int component, int column, int row) => (IsMarked && component == 0) || Find(component, column, row) >= 0;

    /// <summary>Lays the label over coefficients.</summary>
    public void Blend(CoefficientStore store, HeaderReader header)
    {
        for (var c = 0; Grid.Columns > 0 && c < Frame.Count; c++)
        {
            var plane = Grid.Plane(c);
            var component = Frame.Components[c];
            for (var index = 0; index < plane.Covers.Length; index++)
            {
                var (row, column) = Math.DivRem(index, plane.BlocksWide);
                var block = store.Block(store.Index(c, column + Column * component.Horizontal, row + Row * component.Vertical));
                var last = 63 - BitOperations.LeadingZeroCount(BlockWriter.NonZero(block) | 1);
                BlockBlender.Blend(block, last, header.Quant(c), plane, index);
            }
        }
    }

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
