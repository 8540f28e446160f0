namespace GbGateway.Labels.Media.Webp.Surgery;

/// <summary>Turns a macroblock's modes and levels into samples (RFC 6386, 14.5), before any loop filter.</summary>
internal static class Vp8Reconstruction
{
    /// <summary>Reconstructs one macroblock.</summary>
    public static void Run(Vp8Frame frame, Vp8Macroblock block, Vp8Planes planes, int column, int row)
    {
        ref readonly var steps = ref frame[block.Segment];
        var samples = planes.Samples;
        var stride = planes.Stride(0);
        var at = planes.At(0, 16 * column, 16 * row);
        Span<byte> prediction = stackalloc byte[256];
        Span<int> terms = stackalloc int[16];
        Span<int> constants = stackalloc int[16];
        if (block.HasSmallModes)
        {
            Span<byte> beyond = stackalloc byte[4];
            Span<byte> edge = stackalloc byte[Vp8Prediction.EdgeLength];
            for (var i = 0; i < 16; i++)
            {
                var here = at + (i >> 2) * 4 * stride + (i & 3) * 4;
                Beyond(frame, planes, column, row, i, beyond);
                Vp8Prediction.Gather(samples, here, stride, beyond, edge);
                Vp8Prediction.Small(edge, block.SmallModes[i], prediction);
                Scale(block, i, 0, steps.LumaDc, steps.LumaAc, terms);
                Vp8Transform.Add(terms, prediction, 4, samples[here..], stride);
            }
        }
        else
        {
            Scale(block, Vp8Macroblock.Second, 0, steps.SecondDc, steps.SecondAc, terms);
            Vp8Transform.InverseSecond(terms, constants);
            Vp8Prediction.Whole(samples, at, stride, 16, block.LumaMode, row > 0, column > 0, prediction);
            for (var i = 0; i < 16; i++)
            {
                Scale(block, i, 1, steps.LumaDc, steps.LumaAc, terms);
                terms[0] = constants[i];
                var inside = (i >> 2) * 64 + (i & 3) * 4;
                Vp8Transform.Add(terms, prediction[inside..], 16, samples[(at + (i >> 2) * 4 * stride + (i & 3) * 4)..], stride);
            }
        }
        for (var plane = 1; plane < 3; plane++)
        {
            (stride, at) = (planes.Stride(plane), planes.At(plane, 8 * column, 8 * row));
            Vp8Prediction.Whole(samples, at, stride, 8, block.ChromaMode, row > 0, column > 0, prediction);
            for (var i = 0; i < 4; i++)
            {
                Scale(block, 12 + 4 * plane + i, 0, steps.ChromaDc, steps.ChromaAc, terms);
                Vp8Transform.Add(terms, prediction[((i >> 1) * 32 + (i & 1) * 4)..], 8, samples[(at + (i >> 1) * 4 * stride + (i & 1) * 4)..], stride);
            }
        }
    }

    /// <summary>The four samples above and to the right of a small block: those of the macroblock row above, for all blocks of its last column.</summary>
    public static void Beyond(Vp8Frame frame, Vp8Planes planes, int column, int row, int index, Span<byte> beyond)
    {
        var isLast = (index & 3) == 3;
        var y = 16 * row + (isLast ? 0 : (index >> 2) * 4) - 1;
        var x = 16 * column + (index & 3) * 4 + 4;
        if (isLast && row > 0 && column == frame.Columns - 1)
        {
            beyond[..4].Fill(planes.Samples[planes.At(0, x - 1, y)]); // behind the frame's edge its last sample goes on
            return;
        }
        planes.Samples.Slice(planes.At(0, x, y), 4).CopyTo(beyond);
    }

    /// <summary>A block's terms from its levels.</summary>
    public static void Scale(Vp8Macroblock block, int index, int first, int dc, int ac, Span<int> terms)
    {
        terms[..16].Clear();
        int end = block.Ends[index];
        for (var place = first; place < end; place++)
        {
            // Decoders keep 16 bits.
            terms[Vp8Constants.Zigzag[place]] = (short)(block.Levels[16 * index + place] * (place == 0 ? dc : ac));
        }
    }
}
