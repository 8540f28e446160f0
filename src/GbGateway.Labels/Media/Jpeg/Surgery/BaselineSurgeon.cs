namespace GbGateway.Labels.Media.Jpeg.Surgery;

/// <summary>
/// Puts a stamp into the one scan of a sequential Huffman-coded picture. Goes on from where it stopped when more of the file is there;
/// what it makes does not depend on where the file was cut.
/// </summary>
/// <remarks>
/// 1. MCUs before the label are passed over; only their DC sums are kept. 2. Label MCUs are decoded, blended and coded again; 3. in the
/// MCU after each stretch of them the DC differences change, nothing else; 4. other bits between are copied. 5. After the last, a few
/// coefficients under the label are changed so that the bits that follow keep their place within a byte, or 6. the bits up to the next
/// restart marker or the end are shifted.
/// </remarks>
internal sealed partial class BaselineSurgeon
{
    private readonly EntropyBits _bits = new();
    private readonly BitSink _sink = new();
    private readonly LabelRun _run = new();
    private readonly PhaseFit _phaseFit = new();
    private readonly List<RestartMark> _marks = new(16);
    private readonly byte[] _components = new byte[10];
    private HeaderReader _header = null!;
    private StampGrid _grid = null!;
    private JpegScan _scan;
    private BitCursor _cursor;
    private JpegScan.Slots<int> _read;
    private JpegScan.Slots<int> _written;
    private JpegScan.Slots<(long From, long To, int Dc)> _mended;
    private int _firstColumn, _firstRow, _blocks, _columns, _mcu, _mcus, _restarts;
    private long _copied;
    private bool _isWriting, _mustMend, _isRunning, _isShifting;

    /// <summary>File offset up to which the scan is as it was.</summary>
    public int KeptUntil { get; private set; }

    /// <summary>File offset from which the scan is as it was.</summary>
    public int TailFrom { get; private set; }

    /// <summary>New bytes between the two, unstuffed, once done.</summary>
    public ReadOnlySpan<byte> NewBytes => _sink.Flush();

    public List<RestartMark> Marks => _marks;

    public string? Reason { get; private set; }

    /// <summary>Begins with a picture whose label's first touched MCU is given; its scan is the one that <paramref name="header"/> stands at.</summary>
    public string? Start(HeaderReader header, StampGrid grid, int column, int row)
    {
        (_header, _grid, _scan, _firstColumn, _firstRow) = (header, grid, header.Scan, column, row);
        if (FindObstacle(header) is { } obstacle)
        {
            return obstacle;
        }
        _blocks = 0;
        for (var c = 0; c < _scan.Count; c++)
        {
            _components.AsSpan(_blocks, header.Frame.Components[c].Blocks).Fill((byte)c);
            _blocks += header.Frame.Components[c].Blocks;
        }
        _bits.Start(_scan.Start);
        _marks.Clear();
        (_cursor, _read, _written, _mcu, _restarts, _copied) = (default, default, default, 0, 0, 0);
        (_isWriting, _mustMend, _isRunning, _isShifting, Reason) = (false, false, false, false, null);
        _columns = header.Frame.Columns;
        _mcus = _columns * header.Frame.Rows;
        return null;
    }

    /// <summary>Why the scan that <paramref name="header"/> stands at is not the whole of a sequential picture, or null.</summary>
    public static string? FindObstacle(HeaderReader header)
    {
        ref readonly var scan = ref header.Scan;
        if (scan.Count != header.Frame.Count)
        {
            return "more than one scan";
        }
        if (scan.First != 0 || scan.Last != 63 || scan.High != 0 || scan.Low != 0)
        {
            return "a sequential scan of some coefficients only";
        }
        for (var c = 0; c < scan.Count; c++)
        {
            if (scan.Dc[c] is null || scan.Ac[c] is null)
            {
                return "a component without its Huffman table";
            }
        }
        return null;
    }

    /// <summary>Goes on as far as the bytes of <paramref name="file"/>, which begins with the file's first byte, allow.</summary>
    public Step Advance(ReadOnlySpan<byte> file)
    {
        while (true)
        {
            if (_mcu == _mcus)
            {
                return FinishAtEnd(file);
            }
            if (_scan.RestartInterval != 0 && _mcu == (_restarts + 1) * (long)_scan.RestartInterval)
            {
                switch (PassRestart(file))
                {
                    case Step.Done when IsLabelDone:
                        return Step.Done;
                    case Step.Done:
                        break;
                    case var step:
                        return step;
                }
            }
            if (!HasMcu(file))
            {
                return Step.NeedsMore;
            }
            var isFine = IsLabel(_mcu) ? WriteLabelMcu() : _mustMend ? Mend() : SkipMcus();
            if (!isFine || _cursor.Position > (long)_bits.Length * 8)
            {
                return Refuse(Reason ?? "entropy-coded data that is cut or corrupt");
            }
            if (IsLabelDone && !_mustMend && !_isShifting && !IsRestartNear)
            {
                if (((_sink.Position - _copied) & 7) == 0 || Retune())
                {
                    FinishAt(_copied);
                    return Step.Done;
                }
                if (Reason is not null)
                {
                    return Step.Refused;
                }
                _isShifting = true;
            }
        }
    }

    /// <summary>Lets go of buffers that only a huge picture needed.</summary>
    public void Shrink()
    {
        _bits.Shrink();
        _sink.Shrink();
    }

    private bool IsLabelDone => _mcu >= (_firstRow + _grid.Rows - 1) * (long)_columns + _firstColumn + _grid.Columns;

    // Up to a row of MCUs is sooner decoded than coefficients are changed for.
    private bool IsRestartNear => _scan.RestartInterval != 0 && (_restarts + 1) * (long)_scan.RestartInterval - _mcu <= _columns;

    private bool IsLabel(int mcu)
    {
        var (row, column) = Math.DivRem(mcu, _columns);
        return (uint)(row - _firstRow) < (uint)_grid.Rows && (uint)(column - _firstColumn) < (uint)_grid.Columns;
    }

    private Step Refuse(string reason)
    {
        Reason = reason;
        return Step.Refused;
    }

    private bool HasMcu(ReadOnlySpan<byte> file)
    {
        while (!_bits.IsWhole && _bits.Length - _cursor.Next < _blocks * EntropyReader.BytesPerBlock)
        {
            if (!_bits.TryTake(file))
            {
                return false;
            }
        }
        return true;
    }

    private Step PassRestart(ReadOnlySpan<byte> file)
    {
        while (_bits.Restarts <= _restarts)
        {
            if (!_bits.TryTake(file))
            {
                return _bits.IsWhole ? Refuse("a restart marker that is missing") : Step.NeedsMore;
            }
        }
        var end = _cursor.Position;
        var (here, inFile) = _bits.Restart(_restarts);
        if (here != (end + 7) >> 3)
        {
            return Refuse("a restart marker that is misplaced");
        }
        if (_isWriting)
        {
            _sink.Copy(_bits.Bytes, _copied, end);
            _sink.Pad();
            _marks.Add(new RestartMark((int)(_sink.Position >> 3), (byte)(_restarts & 7)));
        }
        _restarts++;
        _copied = (long)here * 8;
        _cursor = BitCursor.At(_copied, _bits.Bytes);
        (_read, _written, _mustMend, _isRunning) = (default, default, false, false);
        if (IsLabelDone)
        {
            TailFrom = inFile;
        }
        return Step.Done;
    }

    private Step FinishAtEnd(ReadOnlySpan<byte> file)
    {
        while (!_bits.IsWhole)
        {
            if (!_bits.TryTake(file))
            {
                return Step.NeedsMore;
            }
        }
        _sink.Copy(_bits.Bytes, _copied, _cursor.Position);
        _sink.Pad();
        TailFrom = _bits.InFile;
        return Step.Done;
    }

    /// <summary>Joins the old bits from <paramref name="bit"/> on, which the new ones reach at the same place within a byte.</summary>
    private void FinishAt(long bit)
    {
        if ((int)(bit & 7) is var odd and not 0)
        {
            _sink.Write((uint)(_bits.Bytes[bit >> 3] & 0xFF >> odd), 8 - odd);
        }
        TailFrom = _bits.WhereBitsEnd(bit);
    }
}
