namespace GbGateway.Labels.Media.Webp.Surgery;

/// <summary>VP8's transforms (RFC 6386, 14.3 and 14.4), exact to the bit.</summary>
internal static class Vp8Transform
{
    /// <summary>Adds a block's terms to its prediction.</summary>
    /// <param name="terms">16 terms, dequantised, row by row.</param>
    /// <param name="prediction">The predicted samples.</param>
    /// <param name="width">Samples a row of the prediction.</param>
    /// <param name="output">Gets the samples.</param>
    /// <param name="stride">Samples a row of the output.</param>
    public static void Add(ReadOnlySpan<int> terms, ReadOnlySpan<byte> prediction, int width, Span<byte> output, int stride)
    {
        Span<int> values = stackalloc int[16];
        Inverse(terms, values);
        for (var y = 0; y < 4; y++)
        {
            for (var x = 0; x < 4; x++)
            {
                output[y * stride + x] = (byte)Math.Clamp(prediction[y * width + x] + (values[4 * y + x] >> 3), 0, 255);
            }
        }
    }

    /// <summary>The inverse transform; samples are its values, shifted by three bits.</summary>
    public static void Inverse(ReadOnlySpan<int> terms, Span<int> values)
    {
        Span<int> half = stackalloc int[16];
        for (var i = 0; i < 4; i++)
        {
            var (a, b) = (terms[i] + terms[8 + i], terms[i] - terms[8 + i]);
            var (c, d) = (Small(terms[4 + i]) - Large(terms[12 + i]), Large(terms[4 + i]) + Small(terms[12 + i]));
            (half[4 * i], half[4 * i + 1], half[4 * i + 2], half[4 * i + 3]) = (a + d, b + c, b - c, a - d);
        }
        for (var y = 0; y < 4; y++)
        {
            var dc = half[y] + 4;
            var (a, b) = (dc + half[8 + y], dc - half[8 + y]);
            var (c, d) = (Small(half[4 + y]) - Large(half[12 + y]), Large(half[4 + y]) + Small(half[12 + y]));
            (values[4 * y], values[4 * y + 1], values[4 * y + 2], values[4 * y + 3]) = (a + d, b + c, b - c, a - d);
        }
    }

    /// <summary>The constant terms of 16 blocks from luma's second order.</summary>
    public static void InverseSecond(ReadOnlySpan<int> terms, Span<int> constants)
    {
        Span<int> half = stackalloc int[16];
        for (var i = 0; i < 4; i++)
        {
            var (a, b) = (terms[i] + terms[12 + i], terms[4 + i] + terms[8 + i]);
            var (c, d) = (terms[4 + i] - terms[8 + i], terms[i] - terms[12 + i]);
            (half[i], half[8 + i], half[4 + i], half[12 + i]) = (a + b, a - b, d + c, d - c);
        }
        for (var i = 0; i < 16; i += 4)
        {
            var dc = half[i] + 3;
            var (a, b) = (dc + half[i + 3], half[i + 1] + half[i + 2]);
            var (c, d) = (half[i + 1] - half[i + 2], dc - half[i + 3]);
            (constants[i], constants[i + 1], constants[i + 2], constants[i + 3]) = ((a + b) >> 3, (d + c) >> 3, (a - b) >> 3, (d - c) >> 3);
        }
    }

    private static int Large(int value) => (value * 20091 >> 16) + value;

    private static int Small(int value) => value * 35468 >> 16;
}
