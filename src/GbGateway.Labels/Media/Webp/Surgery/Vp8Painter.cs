using GbGateway.Labels.Explicit;

namespace GbGateway.Labels.Media.Webp.Surgery;

/// <summary>
/// Codes macroblocks anew with a stamp on them. Each small block gets the mode that predicts best and levels on the finest quantiser the frame
/// has; those that blocks outside are predicted from keep the samples of that edge exactly, so that nothing outside changes.
/// </summary>
internal sealed class Vp8Painter
{
    // Luma of black, and of white over black: video levels (RFC 6386, 9.2).
    private const int Black = 16, Reach = 219;

    private readonly byte[] _wanted = new byte[256];

    /// <summary>Codes one macroblock.</summary>
    /// <param name="frame">The frame.</param>
    /// <param name="before">The samples as they were.</param>
    /// <param name="after">The samples as they become.</param>
    /// <param name="stamp">The stamp.</param>
    /// <param name="x">Column of its left edge.</param>
    /// <param name="y">Row of its upper edge.</param>
    /// <param name="area">The macroblocks that are coded anew.</param>
    /// <param name="column">The macroblock's column.</param>
    /// <param name="row">Its row.</param>
    /// <param name="block">Gets modes and levels.</param>
    /// <returns>Whether every fixed edge came out exactly.</returns>
    public bool TryPaint(Vp8Frame frame, Vp8Planes before, Vp8Planes after, Stamp stamp, int x, int y, Vp8Area area, int column, int row, Vp8Macroblock block)
    {
        block.ClearLevels();
        block.Segment = frame.NamesSegments ? frame.FinestSegment : 0;
        block.HasSmallModes = true;
        ref readonly var steps = ref frame[block.Segment];
        return TryPaintLuma(frame, before, after, stamp, x, y, area, column, row, block, steps)
            && TryPaintChroma(frame, before, after, stamp, x, y, area, column, row, block, steps)
            && Close(frame, block);
    }

    private static bool Close(Vp8Frame frame, Vp8Macroblock block)
    {
        block.IsSkipped = frame.NamesSkips && !block.HasLevels;
        return true;
    }

    private bool TryPaintLuma(
        Vp8Frame frame, Vp8Planes before, Vp8Planes after, Stamp stamp, int x, int y, Vp8Area area, int column, int row, Vp8Macroblock block, in Vp8Steps steps)
    {
        var stride = after.Stride(0);
        Want(before, stamp, x, y, column, row);
        Span<byte> edge = stackalloc byte[Vp8Prediction.EdgeLength];
        Span<byte> beyond = stackalloc byte[4];
        Span<byte> prediction = stackalloc byte[16];
        Span<byte> best = stackalloc byte[16];
        Span<byte> wanted = stackalloc byte[16];
        for (var i = 0; i < 16; i++)
        {
            var at = after.At(0, 16 * column + (i & 3) * 4, 16 * row + (i >> 2) * 4);
            Vp8Reconstruction.Beyond(frame, after, column, row, i, beyond);
            Vp8Prediction.Gather(after.Samples, at, stride, beyond, edge);
            for (var line = 0; line < 4; line++)
            {
                _wanted.AsSpan(((i >> 2) * 4 + line) * 16 + (i & 3) * 4, 4).CopyTo(wanted[(4 * line)..]);
            }
            var least = int.MaxValue;
            for (var mode = Vp8Mode.Dc; mode <= Vp8Mode.Horizontal; mode++)
            {
                Vp8Prediction.Small(edge, mode, prediction);
                var distance = Distance(prediction, wanted);
                if (distance < least)
                {
                    (least, block.SmallModes[i]) = (distance, mode);
                    prediction.CopyTo(best);
                }
            }
            var isFixed = area.EdgesOfLuma(column, row, i);
            if (!TryCode(best, 4, wanted, 4, steps.LumaDc, steps.LumaAc, isFixed, block, i, after.Samples[at..], stride))
            {
                return false;
            }
        }
        return true;
    }

    private bool TryPaintChroma(
        Vp8Frame frame, Vp8Planes before, Vp8Planes after, Stamp stamp, int x, int y, Vp8Area area, int column, int row, Vp8Macroblock block, in Vp8Steps steps)
    {
        Span<byte> wanted = stackalloc byte[128];
        Span<byte> predictions = stackalloc byte[128];
        Span<byte> best = stackalloc byte[128];
        for (var plane = 1; plane < 3; plane++)
        {
            WantChroma(before, stamp, x, y, column, row, plane, wanted[(64 * (plane - 1))..]);
        }
        var least = int.MaxValue;
        for (var mode = Vp8Mode.Dc; mode <= Vp8Mode.Horizontal; mode++)
        {
            for (var plane = 1; plane < 3; plane++)
            {
                Vp8Prediction.Whole(after.Samples, after.At(plane, 8 * column, 8 * row), after.Stride(plane), 8, mode, row > 0, column > 0, predictions[(64 * (plane - 1))..]);
            }
            var distance = Distance(predictions, wanted);
            if (distance < least)
            {
                (least, block.ChromaMode) = (distance, mode);
                predictions.CopyTo(best);
            }
        }
        for (var i = 0; i < 8; i++)
        {
            var plane = 1 + (i >> 2);
            var (right, down) = ((i & 1) * 4, (i >> 1 & 1) * 4);
            var inside = 64 * (plane - 1) + down * 8 + right;
            var at = after.At(plane, 8 * column + right, 8 * row + down);
            if (!TryCode(best[inside..], 8, wanted[inside..], 8, steps.ChromaDc, steps.ChromaAc, area.EdgesOfChroma(column, row, i & 3), block, 16 + i, after.Samples[at..], after.Stride(plane)))
            {
                return false;
            }
        }
        return true;
    }

    private void Want(Vp8Planes before, Stamp stamp, int x, int y, int column, int row)
    {
        for (var line = 0; line < 16; line++)
        {
            var target = _wanted.AsSpan(16 * line, 16);
            before.Samples.Slice(before.At(0, 16 * column, 16 * row + line), 16).CopyTo(target);
            var stampRow = 16 * row + line - y;
            if ((uint)stampRow >= (uint)stamp.Height)
            {
                continue;
            }
            for (var i = Math.Max(0, x - 16 * column); i < 16 && 16 * column + i - x < stamp.Width; i++)
            {
                var from = stampRow * stamp.Width + 16 * column + i - x;
                int alpha = stamp.Alpha[from];
                target[i] = (byte)((target[i] * (255 - alpha) + Black * alpha + stamp.Ink[from] * Reach + 127) / 255);
            }
        }
    }

    private static void WantChroma(Vp8Planes before, Stamp stamp, int x, int y, int column, int row, int plane, Span<byte> target)
    {
        for (var line = 0; line < 8; line++)
        {
            var from = before.Samples.Slice(before.At(plane, 8 * column, 8 * row + line), 8);
            for (var i = 0; i < 8; i++)
            {
                var alpha = 0;
                for (var corner = 0; corner < 4; corner++)
                {
                    var (stampColumn, stampRow) = (16 * column + 2 * i + (corner & 1) - x, 16 * row + 2 * line + (corner >> 1) - y);
                    alpha += (uint)stampColumn < (uint)stamp.Width && (uint)stampRow < (uint)stamp.Height ? stamp.Alpha[stampRow * stamp.Width + stampColumn] : 0;
                }
                target[8 * line + i] = (byte)((from[i] * (1020 - alpha) + 128 * alpha + 510) / 1020);
            }
        }
    }

    private static int Distance(ReadOnlySpan<byte> a, ReadOnlySpan<byte> b)
    {
        var sum = 0;
        for (var i = 0; i < a.Length; i++)
        {
            sum += Math.Abs(a[i] - b[i]);
        }
        return sum;
    }

    private static bool TryCode(
        ReadOnlySpan<byte> prediction, int width, ReadOnlySpan<byte> wanted, int wantedWidth, int dc, int ac, FixedEdge edge,
        Vp8Macroblock block, int index, Span<byte> output, int stride)
    {
        Span<int> rest = stackalloc int[16];
        Span<int> levels = stackalloc int[16];
        Span<int> terms = stackalloc int[16];
        for (var i = 0; i < 16; i++)
        {
            rest[i] = wanted[(i >> 2) * wantedWidth + (i & 3)] - prediction[(i >> 2) * width + (i & 3)];
        }
        if (edge == FixedEdge.None)
        {
            Vp8Forward.Run(rest, dc, ac, levels);
        }
        else if (!EdgeLattice.TrySolve(edge, dc, ac, rest, levels))
        {
            return false;
        }
        var end = 0;
        for (var place = 0; place < 16; place++)
        {
            var level = levels[Vp8Constants.Zigzag[place]];
            block.Levels[16 * index + place] = (short)level;
            end = level != 0 ? place + 1 : end;
        }
        block.Ends[index] = (byte)end;
        for (var i = 0; i < 16; i++)
        {
            terms[i] = levels[i] * (i == 0 ? dc : ac);
        }
        Vp8Transform.Add(terms, prediction, width, output, stride);
        return true;
    }
}
