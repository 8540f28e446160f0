namespace GbGateway.Labels.Watermark;

/// <summary>
/// The quantised luma of a JPEG picture: 8 x 8 blocks of 64 coefficients, natural order (row by row) or another, in the caller's memory.
/// </summary>
public readonly ref struct JpegLumaBlocks
{
    private readonly Span<short> _coefficients;
    private readonly int _stride;

    /// <summary>Takes <paramref name="coefficients"/> as rows of blocks, <paramref name="stride"/> blocks apart.</summary>
    /// <param name="coefficients">Quantised coefficients, 64 a block.</param>
    /// <param name="width">Pixels a row of the luma component.</param>
    /// <param name="height">Rows of the luma component.</param>
    /// <param name="stride">Blocks from one row of blocks to the next; padding blocks beyond the picture are left alone.</param>
    /// <param name="quantization">The component's 64 steps, in the order of the coefficients, each at least 1.</param>
    /// <param name="order">Row times 8 plus column of each of a block's coefficients; empty for natural order. The first is the constant term.</param>
    /// <exception cref="ArgumentException">The span is too short, or a step is 0.</exception>
    public JpegLumaBlocks(Span<short> coefficients, int width, int height, int stride, ReadOnlySpan<ushort> quantization, ReadOnlySpan<byte> order = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(width);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(height);
        ArgumentOutOfRangeException.ThrowIfNotEqual(quantization.Length, 64);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(quantization.IndexOf((ushort)0), 0, nameof(quantization));
        Grid = CellGrid.Over(width, height);
        if (stride < Grid.Columns || ((long)stride * (Grid.Rows - 1) + Grid.Columns) * 64 > coefficients.Length)
        {
            throw new ArgumentException($"{coefficients.Length} coefficients can't hold {Grid.Rows} rows of {Grid.Columns} blocks, {stride} apart.");
        }
        _coefficients = coefficients;
        _stride = stride;
        Quantization = quantization;
        Order = order;
        (Width, Height) = (width, height);
    }

    /// <summary>Pixels a row.</summary>
    public int Width { get; }

    /// <summary>Rows.</summary>
    public int Height { get; }

    /// <summary>Quantisation steps in the order of the coefficients.</summary>
    public ReadOnlySpan<ushort> Quantization { get; }

    /// <summary>Natural place of each of a block's coefficients; empty if that is their order.</summary>
    public ReadOnlySpan<byte> Order { get; }

    internal CellGrid Grid { get; }

    /// <summary>A block's coefficients.</summary>
    public Span<short> Block(int column, int row) => _coefficients.Slice((row * _stride + column) * 64, 64);
}
