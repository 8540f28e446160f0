namespace GbGateway.Labels.Media.Jpeg.Surgery;

/// <summary>DC scans.</summary>
internal sealed partial class ProgressiveWriter
{
    // Per component of the scan: the last block that may be edited and its difference, until the next difference is known.
    private JpegScan.Slots<(int Site, int Difference)> _open;

    private void ForgetDifferences() => _open = default;

    private bool WriteDcBits(int unit)
    {
        for (var slot = 0; slot < _scan.Count; slot++)
        {
            for (var b = 0; b < _units.BlocksOf(slot); b++)
            {
                var (column, row) = _units.Place(unit, slot, b);
                var block = store.Block(store.Index(_scan.Component[slot], column, row));
                sink.Write((uint)(block[0] >> _scan.Low) & 1, 1);
            }
        }
        return true;
    }

    private bool TryWriteDc(int unit, ref JpegScan.Slots<int> predicted)
    {
        for (var slot = 0; slot < _scan.Count; slot++)
        {
            var table = _scan.Dc[slot]!;
            for (var b = 0; b < _units.BlocksOf(slot); b++)
            {
                var (column, row) = _units.Place(unit, slot, b);
                var site = store.Index(_scan.Component[slot], column, row);
                var block = store.Block(site);
                var value = block[0] >> _scan.Low;
                var isTouched = _area.Touches(_scan.Component[slot], column, row);
                if (isTouched && TableFit.FitDc(table, value, predicted[slot]) is { } fitted && fitted != value)
                {
                    value = fitted;
                    block[0] = (short)(fitted << _scan.Low);
                }
                var difference = value - predicted[slot];
                predicted[slot] = value;
                if (!BlockWriter.TryWriteDifference(sink, table, difference))
                {
                    return Refuse("a Huffman table without room for a DC difference beside the label");
                }
                OfferDc(slot, site, difference, isTouched);
            }
        }
        return true;
    }

    /// <summary>A DC value one step off changes two differences; offered once both are known.</summary>
    private void OfferDc(int slot, int site, int difference, bool isTouched)
    {
        var (open, before) = _open[slot];
        _open[slot] = default;
        if (open == 0)
        {
            // The store's first block is no site: 0 stands for none.
            _open[slot] = isTouched ? (site, difference) : default;
            return;
        }
        if (_choice.IsFull)
        {
            return;
        }
        var lengths = _scan.Dc[slot]!.Lengths;
        var now = Length(lengths, before) + Length(lengths, difference);
        var step = (float)_header.Quant(_scan.Component[slot]).Steps[0] * (1 << _scan.Low);
        _choice.Begin(open);
        for (var off = -1; off <= 1; off += 2)
        {
            var (first, second) = (Length(lengths, before + off), Length(lengths, difference - off));
            if (first > 0 && second > 0)
            {
                _choice.Offer(0, store.Block(open)[0] + (off << _scan.Low), first + second - now, step * step * (_scan.Component[slot] == 0 ? 1 : 4));
            }
        }
        _choice.End();
    }

    private static int Length(ReadOnlySpan<byte> lengths, int difference)
    {
        var size = BlockWriter.SizeOf(difference);
        return size > BlockWriter.MaxDifferenceSize || lengths[size] == 0 ? 0 : lengths[size] + size;
    }
}
