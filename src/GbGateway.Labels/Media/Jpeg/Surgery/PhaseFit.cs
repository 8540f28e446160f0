namespace GbGateway.Labels.Media.Jpeg.Surgery;

/// <summary>
/// Finds the least visible changes under the label that move the bits after it to the place within a byte where they stood before, so
/// that the rest of the file, stuffing and all, passes as it is.
/// </summary>
internal sealed class PhaseFit
{
    private readonly PhaseChoice _choice = new();

    /// <summary>Changes blocks of <paramref name="run"/> so that their code grows by <paramref name="bits"/> modulo 8; false if that can't be had.</summary>
    public bool TryFit(LabelRun run, in JpegScan scan, HeaderReader header, int bits)
    {
        _choice.Clear();
        for (var i = 0; i < run.Count && !_choice.IsFull; i++)
        {
            ref readonly var block = ref run.Block(i);
            if (block.IsTouched)
            {
                _choice.Begin(i);
                Offer(run.Coefficients(i), block.Last, scan.Ac[block.Component]!.Lengths, header.Quant(block.Component).Steps, block.Component == 0 ? 1f : 4f);
                _choice.End();
            }
        }
        if (!_choice.CanReach(bits))
        {
            return false;
        }
        while (_choice.TryTake(ref bits, out var block, out var edit))
        {
            run.Coefficients(block)[edit.Place] = edit.Value;
        }
        return true;
    }

    private void Offer(ReadOnlySpan<short> block, int last, ReadOnlySpan<byte> lengths, ReadOnlySpan<ushort> steps, float weight)
    {
        // A coefficient of 1 after the last.
        for (var place = last + 1; place <= Math.Min(63, last + 6); place++)
        {
            int length = lengths[(place - last - 1) << 4 | 1];
            if (length != 0)
            {
                _choice.Offer(place, 1, length + 1 - (place == 63 ? lengths[0] : 0), Square(steps[place]) * weight);
            }
        }
        if (last == 0)
        {
            return;
        }
        var run = last - 1 - Math.Max(0, block[..last].LastIndexOfAnyExcept((short)0));
        int value = block[last];
        var size = BlockWriter.SizeOf(value);
        var now = lengths[(run & 15) << 4 | size] + size;
        // The last one larger, if that makes its code another length.
        var larger = BlockWriter.SizeOf(Math.Abs(value) + 1);
        if (larger != size && larger <= BlockWriter.MaxSize && lengths[(run & 15) << 4 | larger] is var length2 and not 0)
        {
            _choice.Offer(last, value + Math.Sign(value), length2 + larger - now, Square(steps[last]) * weight * 1.2f);
        }
        // The last one left out.
        if (size == 1 && lengths[0] != 0)
        {
            _choice.Offer(last, 0, (last == 63 ? lengths[0] : 0) - now - (run >> 4) * lengths[0xF0], Square(steps[last]) * weight);
        }
    }

    private static float Square(ushort step) => (float)step * step;
}
