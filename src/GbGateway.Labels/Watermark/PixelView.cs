namespace GbGateway.Labels.Watermark;

/// <summary>A picture to be read: rows of interleaved 8-bit samples in memory of the caller's.</summary>
public readonly ref struct PixelView
{
    private readonly ReadOnlySpan<byte> _samples;
    private readonly int _stride;

    /// <summary>
    /// Looks at <paramref name="samples"/> as <paramref name="height"/> rows, each <paramref name="stride"/> bytes after the one before.
    /// </summary>
    /// <exception cref="ArgumentException">The span is too short for its rows, or a row is longer than the stride.</exception>
    public PixelView(ReadOnlySpan<byte> samples, int width, int height, int stride, PixelLayout layout)
    {
        PixelBuffer.ThrowIfNotRows(samples.Length, width, height, stride, layout);
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
    public ReadOnlySpan<byte> Row(int y) => _samples.Slice(checked(y * _stride), Width * (int)Layout);
}
