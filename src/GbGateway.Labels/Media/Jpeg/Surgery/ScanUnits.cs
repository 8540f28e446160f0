namespace GbGateway.Labels.Media.Jpeg.Surgery;

/// <summary>
/// The units a scan of a progressive picture is made of, in order: MCUs where components are interleaved, else the component's own blocks
/// (T.81 A.2), and which of them lie under the label.
/// </summary>
internal readonly struct ScanUnits
{
    private readonly JpegFrame _frame;
    private readonly JpegScan.Slots<byte> _component;
    private readonly int _count;

    public ScanUnits(JpegFrame frame, in JpegScan scan, StampGrid grid, int column, int row)
    {
        (_frame, _component, _count) = (frame, scan.Component, scan.Count);
        if (scan.Count > 1)
        {
            (Columns, Rows) = (frame.Columns, frame.Rows);
            (Left, Top, Right, Bottom) = (column, row, column + grid.Columns, row + grid.Rows);
            return;
        }
        var component = frame.Components[scan.Component[0]];
        Columns = Blocks(frame.Width, component.Horizontal, frame.MaxHorizontal);
        Rows = Blocks(frame.Height, component.Vertical, frame.MaxVertical);
        (Left, Top) = (column * component.Horizontal, row * component.Vertical);
        (Right, Bottom) = (Math.Min(Columns, Left + grid.Columns * component.Horizontal), Math.Min(Rows, Top + grid.Rows * component.Vertical));
    }

    public int Columns { get; }

    public int Rows { get; }

    /// <summary>Units under the label: from this column and row up to, not with, the others.</summary>
    public int Left { get; }

    public int Top { get; }

    public int Right { get; }

    public int Bottom { get; }

    public int Total => Columns * Rows;

    /// <summary>First unit under the label.</summary>
    public int First => Top * Columns + Left;

    /// <summary>The unit after the last under the label.</summary>
    public int End => (Bottom - 1) * Columns + Right;

    /// <summary>Blocks a unit: 1, or those of an MCU.</summary>
    public int BlocksPerUnit
    {
        get
        {
            var blocks = _count > 1 ? 0 : 1;
            for (var i = 0; _count > 1 && i < _count; i++)
            {
                blocks += _frame.Components[_component[i]].Blocks;
            }
            return blocks;
        }
    }

    /// <summary>Blocks of one component in a unit.</summary>
    public int BlocksOf(int slot) => _count > 1 ? _frame.Components[_component[slot]].Blocks : 1;

    /// <summary>Column and row of a unit's block within its component.</summary>
    public (int Column, int Row) Place(int unit, int slot, int block)
    {
        var (row, column) = Math.DivRem(unit, Columns);
        if (_count == 1)
        {
            return (column, row);
        }
        var component = _frame.Components[_component[slot]];
        return (column * component.Horizontal + block % component.Horizontal, row * component.Vertical + block / component.Horizontal);
    }

    private static int Blocks(int pixels, int factor, int most) => ((pixels * factor + most - 1) / most + 7) / 8;
}
