namespace GbGateway.Labels.Watermark;

/// <summary>
/// Cells of 8 x 8 pixels, the last of a row or column perhaps partly outside. Rows of cells are padded so that vectors of eight fit.
/// </summary>
internal readonly record struct CellGrid(int Columns, int Rows)
{
    /// <summary>Pixels along a cell's side.</summary>
    public const int Side = 8;

    /// <summary>The grid that covers a picture.</summary>
    public static CellGrid Over(int width, int height) => new((width + Side - 1) / Side, (height + Side - 1) / Side);

    /// <summary>Entries from one row of cells to the next.</summary>
    public int Stride => ((Columns + 9) & ~7) + 8;

    /// <summary>Entries of a padded map: a border cell all around.</summary>
    public int Length => (Rows + 2) * Stride;

    /// <summary>Where the cell stands in a padded map.</summary>
    public int Padded(int column, int row) => (row + 1) * Stride + column + 1;
}
