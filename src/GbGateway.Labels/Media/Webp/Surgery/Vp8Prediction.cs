namespace GbGateway.Labels.Media.Webp.Surgery;

/// <summary>What neighbours say of a block (RFC 6386, 12.2 and 12.3).</summary>
internal static class Vp8Prediction
{
    /// <summary>Samples of a small block's edge: the left column upwards, its lowest twice; the corner; eight above, the last twice.</summary>
    public const int EdgeLength = 15;

    // For the modes of small blocks beyond the first two, row by row: the place on the edge that three samples are averaged around, or, from 16
    // on, the first of two.
    private static ReadOnlySpan<byte> Ways =>
    [
        6, 7, 8, 9, 6, 7, 8, 9, 6, 7, 8, 9, 6, 7, 8, 9, // vertical
        4, 4, 4, 4, 3, 3, 3, 3, 2, 2, 2, 2, 1, 1, 1, 1, // horizontal
        5, 6, 7, 8, 4, 5, 6, 7, 3, 4, 5, 6, 2, 3, 4, 5, // right, down
        21, 22, 23, 24, 5, 6, 7, 8, 4, 21, 22, 23, 3, 5, 6, 7, // vertical, right
        7, 8, 9, 10, 8, 9, 10, 11, 9, 10, 11, 12, 10, 11, 12, 13, // left, down
        22, 23, 24, 25, 7, 8, 9, 10, 23, 24, 25, 11, 8, 9, 10, 12, // vertical, left
        20, 5, 6, 7, 19, 4, 20, 5, 18, 3, 19, 4, 17, 2, 18, 3, // horizontal, down
        19, 3, 18, 2, 18, 2, 17, 1, 17, 1, 16, 16, 16, 16, 16, 16, // horizontal, up
    ];

    /// <summary>Predicts a small block.</summary>
    /// <param name="edge">The samples around it, <see cref="EdgeLength"/> of them.</param>
    /// <param name="mode">Any mode.</param>
    /// <param name="output">16 samples, row by row.</param>
    public static void Small(ReadOnlySpan<byte> edge, Vp8Mode mode, Span<byte> output)
    {
        if (mode == Vp8Mode.Dc)
        {
            var sum = 4;
            for (var i = 0; i < 4; i++)
            {
                sum += edge[1 + i] + edge[6 + i];
            }
            output[..16].Fill((byte)(sum >> 3));
            return;
        }
        if (mode == Vp8Mode.TrueMotion)
        {
            for (var i = 0; i < 16; i++)
            {
                output[i] = (byte)Math.Clamp(edge[4 - (i >> 2)] + edge[6 + (i & 3)] - edge[5], 0, 255);
            }
            return;
        }
        var ways = Ways.Slice(16 * ((int)mode - (int)Vp8Mode.Vertical), 16);
        for (var i = 0; i < 16; i++)
        {
            int at = ways[i];
            output[i] = at >= 16
                ? (byte)((edge[at - 16] + edge[at - 15] + 1) >> 1)
                : (byte)((edge[at - 1] + 2 * edge[at] + edge[at + 1] + 2) >> 2);
        }
    }

    /// <summary>Gathers a small block's edge.</summary>
    /// <param name="samples">The planes.</param>
    /// <param name="at">The block's first sample.</param>
    /// <param name="stride">Samples a row.</param>
    /// <param name="beyond">The four samples above and to the right.</param>
    /// <param name="edge">Gets the edge.</param>
    public static void Gather(ReadOnlySpan<byte> samples, int at, int stride, ReadOnlySpan<byte> beyond, Span<byte> edge)
    {
        for (var i = 0; i < 4; i++)
        {
            edge[4 - i] = samples[at - 1 + i * stride];
        }
        edge[0] = edge[1];
        edge[5] = samples[at - 1 - stride];
        samples.Slice(at - stride, 4).CopyTo(edge[6..]);
        beyond[..4].CopyTo(edge[10..]);
        edge[14] = edge[13];
    }

    /// <summary>Predicts a whole macroblock's luma, or one of its chroma planes.</summary>
    /// <param name="samples">The planes.</param>
    /// <param name="at">The first sample.</param>
    /// <param name="stride">Samples a row.</param>
    /// <param name="size">16 or 8.</param>
    /// <param name="mode">One of the first four.</param>
    /// <param name="hasAbove">Whether there is a macroblock above.</param>
    /// <param name="hasLeft">Whether there is one to the left.</param>
    /// <param name="output">Size times size samples.</param>
    public static void Whole(ReadOnlySpan<byte> samples, int at, int stride, int size, Vp8Mode mode, bool hasAbove, bool hasLeft, Span<byte> output)
    {
        var above = samples.Slice(at - stride, size);
        switch (mode)
        {
            case Vp8Mode.Dc:
                output[..(size * size)].Fill(Mean(samples, at, stride, size, hasAbove, hasLeft));
                break;
            case Vp8Mode.Vertical:
                for (var y = 0; y < size; y++)
                {
                    above.CopyTo(output[(y * size)..]);
                }
                break;
            case Vp8Mode.Horizontal:
                for (var y = 0; y < size; y++)
                {
                    output.Slice(y * size, size).Fill(samples[at - 1 + y * stride]);
                }
                break;
            default:
                var corner = samples[at - 1 - stride];
                for (var y = 0; y < size; y++)
                {
                    var rise = samples[at - 1 + y * stride] - corner;
                    for (var x = 0; x < size; x++)
                    {
                        output[y * size + x] = (byte)Math.Clamp(above[x] + rise, 0, 255);
                    }
                }
                break;
        }
    }

    private static byte Mean(ReadOnlySpan<byte> samples, int at, int stride, int size, bool hasAbove, bool hasLeft)
    {
        if (!hasAbove && !hasLeft)
        {
            return 128;
        }
        var sum = 0;
        for (var i = 0; i < size; i++)
        {
            sum += (hasAbove ? samples[at - stride + i] : 0) + (hasLeft ? samples[at - 1 + i * stride] : 0);
        }
        var count = hasAbove && hasLeft ? 2 * size : size;
        return (byte)((sum + (count >> 1)) / count);
    }
}
