using System.Runtime.CompilerServices;

namespace GbGateway.Labels.Media.Jpeg.Surgery;

/// <summary>
/// Finds the least visible changes under the label that move the bits after it to the place within a byte where they stood before, so
/// that the rest of the file, stuffing and all, passes as it is.
/// </summary>
internal sealed class PhaseFit
{
    // Eight blocks nearly always do; more give cheaper choices.
    private const int MaxBlocks = 96;
    private const int MaxEdits = 10;
    private const float Unreachable = 1e30f;

    private readonly PhaseEdit[] _edits = new PhaseEdit[MaxBlocks * MaxEdits];
    private readonly int[] _editCounts = new int[MaxBlocks];
    private readonly int[] _blocks = new int[MaxBlocks];
    private readonly byte[] _choices = new byte[MaxBlocks * 8];

    /// <summary>Changes blocks of <paramref name="run"/> so that their code grows by <paramref name="bits"/> modulo 8; false if that can't be had.</summary>
    [SkipLocalsInit]
    public bool TryFit(LabelRun run, in JpegScan scan, HeaderReader header, int bits)
    {
        Span<float> costs = stackalloc float[8];
        Span<float> next = stackalloc float[8];
        costs.Fill(Unreachable);
        costs[0] = 0;
        var count = 0;
        for (var i = 0; i < run.Count && count < MaxBlocks; i++)
        {
            ref readonly var block = ref run.Block(i);
            if (!block.IsTouched)
            {
                continue;
            }
            var isLuma = block.Component == 0;
            var edits = _edits.AsSpan(count * MaxEdits, MaxEdits);
            var found = List(edits, run.Coefficients(i), block.Last, scan.Ac[block.Component]!, header.Quant(block.Component).Steps, isLuma ? 1f : 4f);
            next.Fill(Unreachable);
            for (var e = 0; e < found; e++)
            {
                for (var phase = 0; phase < 8; phase++)
                {
                    var to = (phase + edits[e].Bits) & 7;
                    if (costs[phase] + edits[e].Cost < next[to])
                    {
                        next[to] = costs[phase] + edits[e].Cost;
                        _choices[count * 8 + to] = (byte)e;
                    }
                }
            }
            next.CopyTo(costs);
            _editCounts[count] = found;
            _blocks[count++] = i;
        }
        if (costs[bits] >= Unreachable)
        {
            return false;
        }
        for (var phase = bits; count-- > 0;)
        {
            var edit = _edits[count * MaxEdits + _choices[count * 8 + phase]];
            if (edit.Place != 0)
            {
                run.Coefficients(_blocks[count])[edit.Place] = edit.Value;
            }
            phase = (phase - edit.Bits) & 7;
        }
        return true;
    }

    private static int List(Span<PhaseEdit> edits, ReadOnlySpan<short> block, int last, HuffmanTable table, ReadOnlySpan<ushort> steps, float weight)
    {
        var lengths = table.Lengths;
        edits[0] = default;
        var count = 1;
        // A coefficient of 1 after the last.
        for (var place = last + 1; place <= Math.Min(63, last + 6); place++)
        {
            int length = lengths[(place - last - 1) << 4 | 1];
            if (length != 0)
            {
                edits[count++] = new((byte)place, 1, (byte)(length + 1 - (place == 63 ? lengths[0] : 0) & 7), Square(steps[place]) * weight);
            }
        }
        if (last == 0)
        {
            return count;
        }
        var run = last - 1;
        while (run > 0 && block[run] == 0)
        {
            run--;
        }
        run = last - run - 1;
        int value = block[last];
        var size = BlockWriter.SizeOf(value);
        var now = lengths[(run & 15) << 4 | size] + size;
        // The last one larger, if that makes its code another length.
        var larger = BlockWriter.SizeOf(Math.Abs(value) + 1);
        if (larger != size && larger <= BlockWriter.MaxSize && lengths[(run & 15) << 4 | larger] is var length2 and not 0)
        {
            edits[count++] = new((byte)last, (short)(value + Math.Sign(value)), (byte)(length2 + larger - now & 7), Square(steps[last]) * weight * 1.2f);
        }
        // The last one left out.
        if (size == 1 && lengths[0] != 0)
        {
            var zeros = (run >> 4) * lengths[0xF0];
            edits[count++] = new((byte)last, 0, (byte)((last == 63 ? lengths[0] : 0) - now - zeros & 7), Square(steps[last]) * weight);
        }
        return count;
    }

    private static float Square(ushort step) => (float)step * step;
}
