namespace GbGateway.Labels.Media.Jpeg.Surgery;

/// <summary>Codes every coefficient of a sequential picture anew, with tables made for it: none is without the symbol it needs.</summary>
internal sealed class SequentialWriter(CoefficientStore store)
{
    private readonly BitSink _sink = new();
    private readonly List<RestartMark> _marks = new(16);
    private readonly SymbolCounts[] _dc = [new(), new(), new()];
    private readonly SymbolCounts[] _ac = [new(), new(), new()];
    private readonly SymbolCounts[] _dcOf = new SymbolCounts[JpegFrame.MaxComponents];
    private readonly SymbolCounts[] _acOf = new SymbolCounts[JpegFrame.MaxComponents];

    /// <summary>The new bytes, unstuffed.</summary>
    public ReadOnlySpan<byte> NewBytes => _sink.Flush();

    public List<RestartMark> Marks => _marks;

    /// <summary>Writes the picture's scan; returns why it can't, or null. The header's tables are others after that.</summary>
    public string? Write(HeaderReader header)
    {
        var scan = header.Scan;
        var tables = (Dc: 0, Ac: 0);
        for (var c = 0; c < scan.Count; c++)
        {
            _dcOf[c] = CountsFor(_dc, ref tables.Dc, scan.Dc[c]!);
            _acOf[c] = CountsFor(_ac, ref tables.Ac, scan.Ac[c]!);
        }
        if (!TryPass(header.Frame, scan, true))
        {
            return "coefficients larger than 8-bit samples can have";
        }
        for (var i = 0; i < tables.Dc; i++)
        {
            _dc[i].Fit();
        }
        for (var i = 0; i < tables.Ac; i++)
        {
            _ac[i].Fit();
        }
        _sink.Start(0, 0);
        _marks.Clear();
        var isWhole = TryPass(header.Frame, scan, false);
        _sink.Pad();
        return isWhole ? null : "a table that lacks what was counted";
    }

    public void Shrink() => _sink.Shrink();

    private static SymbolCounts CountsFor(SymbolCounts[] all, ref int used, HuffmanTable table)
    {
        for (var i = 0; i < used; i++)
        {
            if (all[i].Table == table)
            {
                return all[i];
            }
        }
        all[used].Start(table);
        return all[used++];
    }

    private bool TryPass(JpegFrame frame, in JpegScan scan, bool isCount)
    {
        var written = default(JpegScan.Slots<int>);
        var (mcu, restarts, isFine) = (0, 0, true);
        for (var row = 0; row < frame.Rows; row++)
        {
            for (var column = 0; column < frame.Columns && isFine; column++, mcu++)
            {
                if (mcu > 0 && scan.RestartInterval != 0 && mcu % scan.RestartInterval == 0)
                {
                    written = default;
                    if (!isCount)
                    {
                        _sink.Pad();
                        _marks.Add(new RestartMark((int)(_sink.Position >> 3), (byte)(restarts++ & 7)));
                    }
                }
                if (!isCount)
                {
                    _sink.Reserve(frame.BlocksPerMcu * BlockWriter.BytesPerBlock);
                }
                for (var c = 0; c < scan.Count; c++)
                {
                    isFine &= isCount ? TryCount(frame.Components[c], c, column, row, ref written[c]) : TryWrite(frame.Components[c], c, column, row, ref written[c]);
                }
            }
        }
        return isFine;
    }

    private bool TryCount(JpegComponent component, int c, int column, int row, ref int written)
    {
        var (dc, ac, isFine) = (_dcOf[c], _acOf[c], true);
        for (var b = 0; b < component.Blocks; b++)
        {
            var block = Block(component, c, column, row, b);
            isFine &= dc.TryCountDifference(block[0] - written) & ac.TryCountCoefficients(block);
            written = block[0];
        }
        return isFine;
    }

    private bool TryWrite(JpegComponent component, int c, int column, int row, ref int written)
    {
        var (dc, ac, isFine) = (_dcOf[c].Table!, _acOf[c].Table!, true);
        for (var b = 0; b < component.Blocks; b++)
        {
            var block = Block(component, c, column, row, b);
            isFine &= BlockWriter.TryWriteDifference(_sink, dc, block[0] - written) & BlockWriter.TryWriteCoefficients(_sink, ac, block);
            written = block[0];
        }
        return isFine;
    }

    private Span<short> Block(JpegComponent component, int c, int column, int row, int b)
    {
        var (down, across) = component.Blocks == 1 ? (0, 0) : Math.DivRem(b, component.Horizontal);
        return store.Block(store.Index(c, column * component.Horizontal + across, row * component.Vertical + down));
    }
}
