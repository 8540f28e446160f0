namespace GbGateway.Labels.Explicit;

/// <summary>
/// The explicit label of a picture as two gray planes, rendered once a (wording, size) and shared: a dark rounded plate with white
/// letters. Composing is one formula for every opaque sample: <c>out = sample * (255 - Alpha) / 255 + Ink</c>, in RGB or luma; chroma
/// moves towards neutral by the same factor. With an alpha channel the same formula holds for colours multiplied by their alpha, and alpha
/// becomes <c>over = Alpha + alpha * (255 - Alpha) / 255</c>; colours stored straight, as PNG and WebP store them, become
/// <c>(sample * alpha * (255 - Alpha) / 255 + 255 * Ink) / over</c>, so that a transparent corner shows the label as dark as an opaque one.
/// </summary>
public sealed class Stamp
{
    /// <summary>Makes a stamp of two planes of <paramref name="width"/> times <paramref name="height"/> bytes, row by row.</summary>
    public Stamp(int width, int height, byte[] alpha, byte[] ink)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(width);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(height);
        ArgumentOutOfRangeException.ThrowIfNotEqual(alpha.Length, width * height);
        ArgumentOutOfRangeException.ThrowIfNotEqual(ink.Length, width * height);
        (Width, Height, _alpha, _ink) = (width, height, alpha, ink);
    }

    private readonly byte[] _alpha;
    private readonly byte[] _ink;

    /// <summary>Pixels a row, plate included.</summary>
    public int Width { get; }

    /// <summary>Rows, plate included.</summary>
    public int Height { get; }

    /// <summary>Opacity of the label, 0 to 255, of plate, outline and letters together.</summary>
    public ReadOnlySpan<byte> Alpha => _alpha;

    /// <summary>Gray value of the label multiplied by its opacity, 0 to 255; never above <see cref="Alpha"/>.</summary>
    public ReadOnlySpan<byte> Ink => _ink;
}
