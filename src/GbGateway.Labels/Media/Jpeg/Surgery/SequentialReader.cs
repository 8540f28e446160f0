namespace GbGateway.Labels.Media.Jpeg.Surgery;

/// <summary>Reads every coefficient of the one scan of a sequential picture.</summary>
internal sealed class SequentialReader(CoefficientStore store)
{
    private readonly EntropyBits _bits = new();

    /// <summary>Fills the store; returns why it can't, or null. <paramref name="end"/> is the offset of the marker behind the scan.</summary>
    public string? Read(ReadOnlySpan<byte> file, HeaderReader header, out int end)
    {
        _bits.Start(header.Scan.Start);
        while (_bits.TryTake(file))
        {
        }
        end = _bits.InFile;
        if (!_bits.IsWhole)
        {
            return "a file cut within its scan";
        }
        return store.TryStart(header.Frame, header.Frame.Rows) ? ReadMcus(header) : "more coefficients than may be held";
    }

    public void Shrink() => _bits.Shrink();

    private string? ReadMcus(HeaderReader header)
    {
        var scan = header.Scan;
        var mcus = header.Frame.Columns * header.Frame.Rows;
        var cursor = default(BitCursor);
        var read = default(JpegScan.Slots<int>);
        var restarts = 0;
        for (var mcu = 0; mcu < mcus;)
        {
            if (mcu > 0 && scan.RestartInterval != 0 && mcu % scan.RestartInterval == 0)
            {
                if (restarts >= _bits.Restarts || _bits.Restart(restarts).Here != (cursor.Position + 7) >> 3)
                {
                    return "a restart marker that is missing or misplaced";
                }
                cursor = BitCursor.At((long)_bits.Restart(restarts++).Here * 8, _bits.Bytes);
                read = default;
            }
            var (row, column) = Math.DivRem(mcu, header.Frame.Columns);
            var until = Math.Min(header.Frame.Columns, scan.RestartInterval == 0 ? int.MaxValue : column + scan.RestartInterval - mcu % scan.RestartInterval);
            if (!TryReadRun(header.Frame, scan, row, column, until, ref cursor, ref read) || cursor.Position > (long)_bits.Length * 8)
            {
                return "entropy-coded data that is cut or corrupt";
            }
            mcu += until - column;
        }
        return null;
    }

    /// <summary>Reads the MCUs of one row from a column up to another.</summary>
    private bool TryReadRun(JpegFrame frame, in JpegScan scan, int row, int column, int until, ref BitCursor cursor, ref JpegScan.Slots<int> read)
    {
        var reader = new EntropyReader(_bits.Bytes, cursor);
        for (; column < until && !reader.IsBroken; column++)
        {
            // An MCU takes no more than the slack behind the last byte.
            if (reader.NextByte > _bits.Length + 8)
            {
                return false;
            }
            for (var c = 0; c < scan.Count; c++)
            {
                var (across, down) = (frame.Components[c].Horizontal, frame.Components[c].Vertical);
                var (dc, ac) = (scan.Dc[c]!, scan.Ac[c]!);
                for (var y = 0; y < down; y++)
                {
                    var at = store.Index(c, column * across, row * down + y);
                    for (var x = 0; x < across; x++, at += 64)
                    {
                        var block = store.Block(at);
                        var value = read[c] += reader.ReadDifference(dc);
                        if (value is < -2048 or > 2047)
                        {
                            return false;
                        }
                        block[0] = (short)value;
                        reader.ReadBlock(ac, block);
                    }
                }
            }
        }
        cursor = reader.Cursor;
        return !reader.IsBroken;
    }
}
