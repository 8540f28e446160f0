namespace GbGateway.Tests.Media.Jpeg.Surgery.Support;

/// <summary>
/// A slow, strict reader of Huffman-coded JPEG coefficients, bit by bit from T.81, with nothing of the product's in it. Throws where the
/// entropy-coded data isn't exactly as long as its scan, where padding isn't ones, or where a restart marker is out of turn.
/// </summary>
internal sealed class PlainDecoder
{
    public static readonly byte[] Zigzag =
    [
        0, 1, 8, 16, 9, 2, 3, 10, 17, 24, 32, 25, 18, 11, 4, 5, 12, 19, 26, 33, 40, 48, 41, 34, 27, 20, 13, 6, 7, 14, 21, 28,
        35, 42, 49, 56, 57, 50, 43, 36, 29, 22, 15, 23, 30, 37, 44, 51, 58, 59, 52, 45, 38, 31, 39, 46, 53, 60, 61, 54, 47, 55, 62, 63,
    ];

    private readonly byte[] _file;
    private readonly Dictionary<int, Dictionary<(int Length, int Code), byte>> _tables = [];
    private readonly Dictionary<int, ushort[]> _quants = [];
    private readonly List<CoefficientPlane> _planes = [];
    private int _at = 2;
    private int _width;
    private int _height;
    private int _interval;
    private int _bitsHeld;
    private int _bits;
    private int _eobRun;
    private readonly int[] _predicted = new int[4];

    private PlainDecoder(byte[] file) => _file = file;

    public static CoefficientImage Decode(byte[] file)
    {
        var decoder = new PlainDecoder(file);
        decoder.ReadSegments();
        return new CoefficientImage(decoder._width, decoder._height, decoder._planes);
    }

    private void ReadSegments()
    {
        Expect(_file[0] == 0xFF && _file[1] == 0xD8, "SOI");
        while (true)
        {
            Expect(_file[_at] == 0xFF, "marker at " + _at);
            var marker = _file[_at + 1];
            if (marker == 0xFF)
            {
                _at++;
                continue;
            }
            if (marker == 0xD9)
            {
                return;
            }
            var length = _file[_at + 2] << 8 | _file[_at + 3];
            var body = _file.AsSpan(_at + 4, length - 2);
            _at += 2 + length;
            switch (marker)
            {
                case 0xC0 or 0xC1 or 0xC2:
                    ReadFrame(body);
                    break;
                case 0xC4:
                    ReadTables(body);
                    break;
                case 0xDB:
                    ReadQuants(body);
                    break;
                case 0xDD:
                    _interval = body[0] << 8 | body[1];
                    break;
                case 0xDA:
                    ReadScan(body.ToArray());
                    break;
            }
        }
    }

    private void ReadFrame(ReadOnlySpan<byte> body)
    {
        (_height, _width) = (body[1] << 8 | body[2], body[3] << 8 | body[4]);
        for (var i = 0; i < body[5]; i++)
        {
            var one = body[5] == 1;
            _planes.Add(new CoefficientPlane(body[6 + 3 * i], one ? 1 : body[7 + 3 * i] >> 4, one ? 1 : body[7 + 3 * i] & 15, body[8 + 3 * i]));
        }
        var (maxH, maxV) = (_planes.Max(static p => p.Horizontal), _planes.Max(static p => p.Vertical));
        foreach (var plane in _planes)
        {
            plane.BlocksWide = Up(_width, 8 * maxH) * plane.Horizontal;
            plane.BlocksHigh = Up(_height, 8 * maxV) * plane.Vertical;
            plane.OwnWide = Up(Up(_width * plane.Horizontal, maxH), 8);
            plane.OwnHigh = Up(Up(_height * plane.Vertical, maxV), 8);
            plane.Coefficients = new short[plane.BlocksWide * plane.BlocksHigh * 64];
        }
    }

    private void ReadTables(ReadOnlySpan<byte> body)
    {
        while (!body.IsEmpty)
        {
            var table = new Dictionary<(int, int), byte>();
            int code = 0, next = 17;
            for (var length = 1; length <= 16; length++, code <<= 1)
            {
                for (var i = 0; i < body[length]; i++)
                {
                    Expect(code < 1 << length, "a code that overflows");
                    table[(length, code++)] = body[next++];
                }
            }
            _tables[body[0]] = table;
            body = body[next..];
        }
    }

    private void ReadQuants(ReadOnlySpan<byte> body)
    {
        while (!body.IsEmpty)
        {
            var wide = body[0] >> 4 == 1;
            var steps = new ushort[64];
            for (var i = 0; i < 64; i++)
            {
                steps[i] = wide ? (ushort)(body[1 + 2 * i] << 8 | body[2 + 2 * i]) : body[1 + i];
            }
            _quants[body[0] & 15] = steps;
            body = body[(wide ? 129 : 65)..];
        }
    }

    private void ReadScan(byte[] body)
    {
        var planes = new List<(CoefficientPlane Plane, int Tables)>();
        for (var i = 0; i < body[0]; i++)
        {
            var plane = _planes.First(p => p.Id == body[1 + 2 * i]);
            plane.Steps = _quants[plane.Quant];
            planes.Add((plane, body[2 + 2 * i]));
        }
        var tail = body.AsSpan(1 + 2 * body[0]);
        var (first, last, high, low) = (tail[0], tail[1], tail[2] >> 4, tail[2] & 15);
        (_bitsHeld, _eobRun) = (0, 0);
        Array.Clear(_predicted);
        var interleaved = planes.Count > 1;
        var one = planes[0].Plane;
        var (columns, rows) = interleaved
            ? (one.BlocksWide / one.Horizontal, one.BlocksHigh / one.Vertical)
            : (one.OwnWide, one.OwnHigh);
        for (var mcu = 0; mcu < columns * rows; mcu++)
        {
            if (_interval > 0 && mcu > 0 && mcu % _interval == 0)
            {
                EndOfBits();
                Expect(_file[_at] == 0xFF && _file[_at + 1] == 0xD0 + ((mcu / _interval - 1) & 7), "restart marker at " + _at);
                _at += 2;
                _eobRun = 0;
                Array.Clear(_predicted);
            }
            var (row, column) = Math.DivRem(mcu, columns);
            for (var i = 0; i < planes.Count; i++)
            {
                var (plane, tables) = planes[i];
                var (across, down) = interleaved ? (plane.Horizontal, plane.Vertical) : (1, 1);
                for (var b = 0; b < across * down; b++)
                {
                    ReadBlock(plane.Block(column * across + b % across, row * down + b / across), i, tables, first, last, high, low);
                }
            }
        }
        Expect(_eobRun == 0, "a run over the end of the scan");
        EndOfBits();
    }

    private void ReadBlock(Span<short> block, int slot, int tables, int first, int last, int high, int low)
    {
        if (first == 0)
        {
            if (high != 0)
            {
                block[0] |= (short)(Bits(1) << low);
            }
            else
            {
                _predicted[slot] += Value(Symbol(tables >> 4));
                block[0] = (short)(_predicted[slot] << low);
            }
        }
        if (last == 0)
        {
            return;
        }
        if (high == 0)
        {
            ReadFirst(block, 16 | tables & 15, Math.Max(1, first), last, low);
        }
        else
        {
            Refine(block, 16 | tables & 15, first, last, low);
        }
    }

    private void ReadFirst(Span<short> block, int table, int first, int last, int low)
    {
        if (_eobRun > 0)
        {
            _eobRun--;
            return;
        }
        for (var k = first; k <= last; k++)
        {
            var symbol = Symbol(table);
            var (run, size) = (symbol >> 4, symbol & 15);
            if (size == 0 && run < 15)
            {
                _eobRun = (1 << run) + Bits(run) - 1;
                return;
            }
            k += run;
            if (size > 0)
            {
                Expect(k <= last, "a run over the end of the band");
                block[k] = (short)(Value(size) << low);
            }
        }
    }

    private void Refine(Span<short> block, int table, int first, int last, int low)
    {
        var k = first;
        while (_eobRun == 0 && k <= last)
        {
            var symbol = Symbol(table);
            var (run, size) = (symbol >> 4, symbol & 15);
            var value = 0;
            if (size == 0 && run < 15)
            {
                _eobRun = (1 << run) + Bits(run);
                break;
            }
            if (size != 0)
            {
                Expect(size == 1, "a refinement of more than a bit");
                value = Bits(1) == 1 ? 1 << low : -(1 << low);
            }
            for (; k <= last; k++)
            {
                if (block[k] != 0)
                {
                    Correct(ref block[k], low);
                }
                else if (run-- == 0)
                {
                    block[k] = (short)value;
                    break;
                }
            }
            Expect(k <= last || size == 0, "a run over the end of the band");
            k++;
        }
        if (_eobRun > 0)
        {
            for (; k <= last; k++)
            {
                if (block[k] != 0)
                {
                    Correct(ref block[k], low);
                }
            }
            _eobRun--;
        }
    }

    private void Correct(ref short value, int low)
    {
        if (Bits(1) == 1)
        {
            value += (short)(value > 0 ? 1 << low : -(1 << low));
        }
    }

    private int Value(int size)
    {
        var value = Bits(size);
        return size == 0 || value >= 1 << (size - 1) ? value : value - (1 << size) + 1;
    }

    private byte Symbol(int table)
    {
        var code = 0;
        for (var length = 1; length <= 16; length++)
        {
            code = code << 1 | Bits(1);
            if (_tables[table].TryGetValue((length, code), out var symbol))
            {
                return symbol;
            }
        }
        throw new InvalidDataException("no such code before " + _at);
    }

    private int Bits(int count)
    {
        var value = 0;
        for (; count > 0; count--)
        {
            if (_bitsHeld == 0)
            {
                _bits = _file[_at++];
                _bitsHeld = 8;
                if (_bits == 0xFF)
                {
                    Expect(_file[_at++] == 0, "stuffing before " + _at);
                }
            }
            value = value << 1 | _bits >> --_bitsHeld & 1;
        }
        return value;
    }

    private void EndOfBits()
    {
        Expect((_bits & ((1 << _bitsHeld) - 1)) == (1 << _bitsHeld) - 1, "padding before " + _at);
        _bitsHeld = 0;
        Expect(_file[_at] == 0xFF && _file[_at + 1] != 0, "bytes left before the marker at " + _at);
    }

    private static int Up(int value, int step) => (value + step - 1) / step;

    private static void Expect(bool condition, string what)
    {
        if (!condition)
        {
            throw new InvalidDataException("expected " + what);
        }
    }
}
