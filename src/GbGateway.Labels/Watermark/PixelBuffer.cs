namespace GbGateway.Labels.Watermark;

/// <summary>
/// A picture to be changed in place: rows of interleaved 8-bit samples in memory of the caller's, so that any decoder's buffer will do.
/// </summary>
public readonly ref struct PixelBuffer
{
    private readonly Span<byte> _samples;
    private readonly int _stride;

    /// <summary>
    /// Takes <paramref name="samples"/> as <paramref name="height"/> rows, each <paramref name="stride"/> bytes after the one before.
    /// </summary>
    /// <exception cref="ArgumentException">The span is too short for its rows, or a row is longer than the stride.</exception>
    public PixelBuffer(Span<byte> samples, int width, int height, int stride, PixelLayout layout)
    {
        ThrowIfNotRows(samples.Length, width, height, stride, layout);
        _samples = samples;
        (Width, Height, _stride, Layout) = (width, height, stride, layout);
    }

    /// <summary>Pixels a row.</summary>
    public int Width { get; }

    /// <summary>Rows.</summary>
    public int Height { get; }

    /// <summary>Order of the samples.</summary>
    public PixelLayout Layout { get; }

    /// <summary>The samples of row <paramref name="y"/>.</summary>
    public Span<byte> Row(int y) => _samples.Slice(checked(y * _stride), Width * (int)Layout);

    /// <summary>The same picture, for readers.</summary>
    public PixelView View => new(_samples, Width, Height, _stride, Layout);

    internal static void ThrowIfNotRows(int length, int width, int height, int stride, PixelLayout layout)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(width);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(height);
        ArgumentOutOfRangeException.ThrowIfGreaterThan((int)layout, 4, nameof(layout));
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero((int)layout, nameof(layout));
        var row = (long)width * (int)layout;
        if (stride < row || (long)stride * (height - 1) + row > length)
        {
            throw new ArgumentException($"{length} bytes can't hold {height} rows of {row} bytes, {stride} apart.");
        }
    }
}
