namespace GbGateway.Labels.Media.Jpeg.Surgery;

/// <summary>The work on single MCUs.</summary>
internal sealed partial class BaselineSurgeon
{
    /// <summary>Passes over the MCUs up to the next label MCU, restart marker or end, as far as bytes are there.</summary>
    private bool SkipMcus()
    {
        var limit = _bits.IsWhole ? _bits.Length + 8 : _bits.Length - _blocks * EntropyReader.BytesPerBlock;
        var reader = new EntropyReader(_bits.Bytes, _cursor);
        var read = _read;
        for (var left = McusToSkip(); left > 0 && reader.NextByte <= limit && !reader.IsBroken; left--, _mcu++)
        {
            for (var c = 0; c < _scan.Count; c++)
            {
                var (dc, ac) = (_scan.Dc[c]!, _scan.Ac[c]!);
                var skip = ac.Skip();
                for (var blocks = _header.Frame.Components[c].Blocks; blocks > 0; blocks--)
                {
                    read[c] += reader.ReadDifference(dc);
                    reader.SkipCoefficients(ac, skip);
                }
            }
        }
        (_read, _written, _cursor) = (read, read, reader.Cursor);
        return !reader.IsBroken;
    }

    private int McusToSkip()
    {
        var (row, column) = Math.DivRem(_mcu, _columns);
        var next = (long)_mcus;
        if (row < _firstRow || (row == _firstRow && column < _firstColumn))
        {
            next = (long)_firstRow * _columns + _firstColumn;
        }
        else if (row < _firstRow + _grid.Rows - (column < _firstColumn ? 0 : 1))
        {
            next = (long)(column < _firstColumn ? row : row + 1) * _columns + _firstColumn;
        }
        if (_scan.RestartInterval != 0)
        {
            next = Math.Min(next, (_restarts + 1) * (long)_scan.RestartInterval);
        }
        return (int)(next - _mcu);
    }

    private bool WriteLabelMcu()
    {
        var from = _cursor.Position;
        if (!_isWriting)
        {
            _isWriting = true;
            _sink.Start(_bits.Bytes[from >> 3], (int)(from & 7));
            KeptUntil = _bits.WhereInFile((int)(from >> 3));
            _copied = from;
        }
        _sink.Copy(_bits.Bytes, _copied, from);
        var (row, column) = Math.DivRem(_mcu, _columns);
        (row, column) = (row - _firstRow, column - _firstColumn);
        if (!_isRunning || column == 0)
        {
            _run.Start(_sink.Mark(), _written);
            _isRunning = true;
        }
        var reader = new EntropyReader(_bits.Bytes, _cursor);
        _sink.Reserve(_blocks * BlockWriter.BytesPerBlock);
        for (var c = 0; c < _scan.Count; c++)
        {
            var component = _header.Frame.Components[c];
            var plane = _grid.Plane(c);
            for (var b = 0; b < component.Blocks; b++)
            {
                var (down, across) = Math.DivRem(b, component.Horizontal);
                var index = (row * component.Vertical + down) * plane.BlocksWide + column * component.Horizontal + across;
                if (!WriteLabelBlock(ref reader, c, plane, index))
                {
                    return false;
                }
            }
        }
        _cursor = reader.Cursor;
        _copied = _cursor.Position;
        _mustMend = true;
        _mcu++;
        return !reader.IsBroken;
    }

    private bool WriteLabelBlock(ref EntropyReader reader, int component, StampPlane plane, int index)
    {
        var (dc, ac) = (_scan.Dc[component]!, _scan.Ac[component]!);
        var block = _run.Add((byte)component);
        ref var kept = ref _run.Block(_run.Count - 1);
        _read[component] += reader.ReadDifference(dc);
        var last = reader.ReadCoefficients(ac, block);
        if (_read[component] is < -2048 or > 2047)
        {
            Reason = "a DC coefficient out of range";
            return false;
        }
        block[0] = (short)_read[component];
        if (plane.Covers[index] != StampCover.None)
        {
            kept.IsTouched = true;
            last = BlockBlender.Blend(block, last, _header.Quant(component), plane, index);
            block[0] = (short)(TableFit.FitDc(dc, block[0], _written[component]) ?? block[0]);
        }
        kept.Last = (byte)last;
        return WriteBlock(component, block, ref kept);
    }

    private bool WriteBlock(int component, Span<short> block, ref RunBlock kept)
    {
        if (!WriteDc(component, block[0]))
        {
            return false;
        }
        var ac = _scan.Ac[component]!;
        var mark = _sink.Mark();
        if (BlockWriter.TryWriteCoefficients(_sink, ac, block))
        {
            return true;
        }
        _sink.Return(mark);
        int last = kept.Last;
        if (!kept.IsTouched || !TableFit.TryFit(ac, block, ref last) || !BlockWriter.TryWriteCoefficients(_sink, ac, block))
        {
            Reason = "a Huffman table without room for the label";
            return false;
        }
        kept.Last = (byte)last;
        return true;
    }

    private bool WriteDc(int component, int value)
    {
        var difference = value - _written[component];
        _written[component] = value;
        if (BlockWriter.TryWriteDifference(_sink, _scan.Dc[component]!, difference))
        {
            return true;
        }
        Reason = "a Huffman table without room for a DC difference beside the label";
        return false;
    }

    /// <summary>Codes anew the DC differences of the MCU after a stretch of label MCUs; its other bits stay.</summary>
    private bool Mend()
    {
        var reader = new EntropyReader(_bits.Bytes, _cursor);
        for (var c = 0; c < _scan.Count; c++)
        {
            var (dc, ac) = (_scan.Dc[c]!, _scan.Ac[c]!);
            var skip = ac.Skip();
            var from = reader.Position;
            _read[c] += reader.ReadDifference(dc);
            _sink.Copy(_bits.Bytes, _copied, from);
            _mended[c] = (from, reader.Position, _read[c]);
            _sink.Reserve(8);
            if (!WriteDc(c, _read[c]))
            {
                return false;
            }
            _copied = reader.Position;
            reader.SkipCoefficients(ac, skip);
            for (var blocks = _header.Frame.Components[c].Blocks; blocks > 1; blocks--)
            {
                _read[c] += reader.ReadDifference(dc);
                reader.SkipCoefficients(ac, skip);
            }
        }
        (_cursor, _written) = (reader.Cursor, _read);
        (_mustMend, _isRunning) = (false, false);
        _mcu++;
        return !reader.IsBroken;
    }

    /// <summary>Changes coefficients of the last stretch so that the new bits end at the place within a byte where the old ones go on.</summary>
    private bool Retune()
    {
        if (!_phaseFit.TryFit(_run, _scan, _header, (int)((_copied - _sink.Position) & 7)))
        {
            return false;
        }
        _sink.Return(_run.Mark);
        _written = _run.Before;
        for (var i = 0; i < _run.Count; i++)
        {
            ref var block = ref _run.Block(i);
            if (!WriteBlock(block.Component, _run.Coefficients(i), ref block))
            {
                return false;
            }
        }
        for (var c = 0; c < _scan.Count; c++)
        {
            if (c > 0)
            {
                _sink.Copy(_bits.Bytes, _mended[c - 1].To, _mended[c].From);
            }
            if (!WriteDc(c, _mended[c].Dc))
            {
                return false;
            }
        }
        return true;
    }
}
