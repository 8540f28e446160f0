using GbGateway.Labels.Explicit;

namespace GbGateway.Labels.Media.Webp.Surgery;

/// <summary>The macroblocks under a stamp, and what borders on it, within a frame.</summary>
/// <param name="Left">The first column.</param>
/// <param name="Top">The first row.</param>
/// <param name="Right">The last column.</param>
/// <param name="Bottom">The last row.</param>
/// <param name="LastColumn">The frame's last column.</param>
/// <param name="LastRow">The frame's last row.</param>
internal readonly record struct Vp8Area(int Left, int Top, int Right, int Bottom, int LastColumn, int LastRow)
{
    /// <summary>
    /// The macroblocks to code anew. What others are predicted from must be free of the stamp: the last two columns and rows, one sample of
    /// chroma, and the first four columns.
    /// </summary>
    public static Vp8Area Under(Stamp stamp, int x, int y, Vp8Frame frame) => new(
        Math.Max(0, (x >> 4) - ((x & 15) < 4 ? 1 : 0)),
        y >> 4,
        Math.Min((x + stamp.Width + 1) >> 4, frame.Columns - 1),
        Math.Min((y + stamp.Height + 1) >> 4, frame.Rows - 1),
        frame.Columns - 1,
        frame.Rows - 1);

    /// <summary>Whether a macroblock is among them.</summary>
    public bool Holds(int column, int row) => column >= Left && column <= Right && row >= Top && row <= Bottom;

    /// <summary>Whether a macroblock's samples are needed: it stands above or beside, or what is needed sees it above and to the right.</summary>
    public bool Needs(int column, int row) => row <= Bottom && column <= Right + 1 + Bottom - row;

    /// <summary>The edges of a small block of luma that macroblocks outside see.</summary>
    public FixedEdge EdgesOfLuma(int column, int row, int index)
    {
        var edges = Edges(column, row, (index & 3) == 3, index >> 2 == 3);
        // The macroblock to the left and below sees the first four samples of the lowest row above and to its right.
        return column == Left && Left > 0 && row < LastRow && index == 12 ? edges | FixedEdge.Bottom : edges;
    }

    /// <summary>The edges of a small block of chroma that macroblocks outside see.</summary>
    public FixedEdge EdgesOfChroma(int column, int row, int index) => Edges(column, row, (index & 1) == 1, index >> 1 == 1);

    private FixedEdge Edges(int column, int row, bool isLast, bool isLowest) =>
        (isLast && column == Right && Right < LastColumn ? FixedEdge.Right : FixedEdge.None)
        | (isLowest && row == Bottom && Bottom < LastRow ? FixedEdge.Bottom : FixedEdge.None);
}
