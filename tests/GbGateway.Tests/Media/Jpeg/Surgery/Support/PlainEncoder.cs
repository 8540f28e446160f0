namespace GbGateway.Tests.Media.Jpeg.Surgery.Support;

/// <summary>A plain sequential JPEG encoder for what common encoders do not write: any sampling, any restart interval, RGB.</summary>
internal sealed class PlainEncoder
{
    private readonly List<byte> _out = [];
    private readonly (ushort Code, byte Length)[][] _codes = new (ushort, byte)[4][];
    private uint _window;
    private int _held;

    // T.81 annex K: lengths and symbols of the usual tables, DC then AC, luma then chroma.
    private static readonly byte[][] Counts =
    [
        [0, 1, 5, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0], [0, 2, 1, 3, 3, 2, 4, 3, 5, 5, 4, 4, 0, 0, 1, 0x7D],
        [0, 3, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0], [0, 2, 1, 2, 4, 4, 3, 4, 7, 5, 4, 4, 0, 1, 2, 0x77],
    ];

    private static readonly string[] Symbols =
    [
        "000102030405060708090A0B",
        "01020300041105122131410613516107227114328191A1082342B1C11552D1F02433627282090A161718191A25262728292A3435363738393A434445464748494A535455565758595A636465666768696A737475767778797A838485868788898A92939495969798999AA2A3A4A5A6A7A8A9AAB2B3B4B5B6B7B8B9BAC2C3C4C5C6C7C8C9CAD2D3D4D5D6D7D8D9DAE1E2E3E4E5E6E7E8E9EAF1F2F3F4F5F6F7F8F9FA",
        "000102030405060708090A0B",
        "000102031104052131061241510761711322328108144291A1B1C109233352F0156272D10A162434E125F11718191A262728292A35363738393A434445464748494A535455565758595A636465666768696A737475767778797A82838485868788898A92939495969798999AA2A3A4A5A6A7A8A9AAB2B3B4B5B6B7B8B9BAC2C3C4C5C6C7C8C9CAD2D3D4D5D6D7D8D9DAE2E3E4E5E6E7E8E9EAF2F3F4F5F6F7F8F9FA",
    ];

    private static readonly byte[] Luma =
    [
        16, 11, 10, 16, 24, 40, 51, 61, 12, 12, 14, 19, 26, 58, 60, 55, 14, 13, 16, 24, 40, 57, 69, 56, 14, 17, 22, 29, 51, 87, 80, 62,
        18, 22, 37, 56, 68, 109, 103, 77, 24, 35, 55, 64, 81, 104, 113, 92, 49, 64, 78, 87, 103, 121, 120, 101, 72, 92, 95, 98, 112, 100, 103, 99,
    ];

    /// <summary>Encodes planes of RGB bytes.</summary>
    /// <param name="rgb">Width times height times 3 bytes.</param>
    /// <param name="width">Pixels a row.</param>
    /// <param name="height">Rows.</param>
    /// <param name="sampling">"HxV" of each component, one (gray) or three.</param>
    /// <param name="quality">1 to 100, as usual.</param>
    /// <param name="restart">MCUs between restart markers, or 0.</param>
    /// <param name="asRgb">Whether to store RGB, told by an Adobe segment.</param>
    public static byte[] Encode(byte[] rgb, int width, int height, string[] sampling, int quality = 90, int restart = 0, bool asRgb = false) =>
        new PlainEncoder().Write(rgb, width, height, sampling, quality, restart, asRgb);

    private byte[] Write(byte[] rgb, int width, int height, string[] sampling, int quality, int restart, bool asRgb)
    {
        var factors = sampling.Select(static s => (H: s[0] - '0', V: s[2] - '0')).ToArray();
        var (maxH, maxV) = (factors.Max(static f => f.H), factors.Max(static f => f.V));
        var steps = Luma.Select(s => Math.Clamp((s * (quality < 50 ? 5000 / quality : 200 - 2 * quality) + 50) / 100, 1, 255)).ToArray();
        _out.AddRange([0xFF, 0xD8]);
        if (asRgb)
        {
            Segment(0xEE, [.. "Adobe"u8, 0, 100, 0, 0, 0, 0, 0]);
        }
        else
        {
            Segment(0xE0, [.. "JFIF"u8, 0, 1, 1, 0, 0, 1, 0, 1, 0, 0]);
        }
        Segment(0xDB, [0, .. PlainDecoder.Zigzag.Select(n => (byte)steps[n])]);
        var count = factors.Length;
        Segment(0xC0, [8, (byte)(height >> 8), (byte)height, (byte)(width >> 8), (byte)width, (byte)count, .. factors.SelectMany((f, i) => new[] { (byte)(i + 1), (byte)(f.H << 4 | f.V), (byte)0 })]);
        for (var t = 0; t < 4; t++)
        {
            var symbols = Convert.FromHexString(Symbols[t]);
            Segment(0xC4, [(byte)((t & 1) << 4 | t >> 1), .. Counts[t], .. symbols]);
            _codes[t] = new (ushort, byte)[256];
            int code = 0, next = 0;
            for (var length = 1; length <= 16; length++, code <<= 1)
            {
                for (var i = 0; i < Counts[t][length - 1]; i++)
                {
                    _codes[t][symbols[next++]] = ((ushort)code++, (byte)length);
                }
            }
        }
        if (restart > 0)
        {
            Segment(0xDD, [(byte)(restart >> 8), (byte)restart]);
        }
        Segment(0xDA, [(byte)count, .. factors.SelectMany((_, i) => new[] { (byte)(i + 1), (byte)(i == 0 ? 0 : 0x11) }), 0, 63, 0]);
        var (columns, rows) = (Up(width, 8 * maxH), Up(height, 8 * maxV));
        if (count == 1)
        {
            factors[0] = (1, 1);
        }
        var predicted = new int[3];
        for (var mcu = 0; mcu < columns * rows; mcu++)
        {
            if (restart > 0 && mcu > 0 && mcu % restart == 0)
            {
                Pad();
                _out.AddRange([0xFF, (byte)(0xD0 + ((mcu / restart - 1) & 7))]);
                Array.Clear(predicted);
            }
            for (var c = 0; c < count; c++)
            {
                var (across, down) = (maxH / factors[c].H, maxV / factors[c].V);
                if (count == 1)
                {
                    (across, down) = (1, 1);
                }
                for (var b = 0; b < factors[c].H * factors[c].V; b++)
                {
                    var x = (mcu % columns * factors[c].H + b % factors[c].H) * 8;
                    var y = (mcu / columns * factors[c].V + b / factors[c].H) * 8;
                    Block(Samples(rgb, width, height, asRgb ? c + 3 : c, x, y, across, down), steps, c == 0 ? 0 : 2, ref predicted[c]);
                }
            }
        }
        Pad();
        _out.AddRange([0xFF, 0xD9]);
        return [.. _out];
    }

    private static double[] Samples(byte[] rgb, int width, int height, int channel, int x0, int y0, int across, int down)
    {
        var samples = new double[64];
        for (var i = 0; i < 64; i++)
        {
            for (var s = 0; s < across * down; s++)
            {
                var x = Math.Min(width - 1, (x0 + (i & 7)) * across + s % across);
                var y = Math.Min(height - 1, (y0 + (i >> 3)) * down + s / across);
                var p = rgb.AsSpan((y * width + x) * 3, 3);
                samples[i] += channel switch
                {
                    0 => 0.299 * p[0] + 0.587 * p[1] + 0.114 * p[2] - 128,
                    1 => -0.168736 * p[0] - 0.331264 * p[1] + 0.5 * p[2],
                    2 => 0.5 * p[0] - 0.418688 * p[1] - 0.081312 * p[2],
                    _ => p[channel - 3] - 128,
                } / (across * down);
            }
        }
        return samples;
    }

    private void Block(double[] samples, int[] steps, int table, ref int predicted)
    {
        var half = new double[64];
        var natural = new double[64];
        for (var y = 0; y < 8; y++)
        {
            for (var u = 0; u < 8; u++)
            {
                for (var x = 0; x < 8; x++)
                {
                    half[y * 8 + u] += samples[y * 8 + x] * CoefficientPlane.Cosine(u, x);
                }
            }
        }
        for (var i = 0; i < 64; i++)
        {
            for (var y = 0; y < 8; y++)
            {
                natural[i] += half[y * 8 + (i & 7)] * CoefficientPlane.Cosine(i >> 3, y);
            }
        }
        int Quantised(int place) => (int)Math.Round(natural[PlainDecoder.Zigzag[place]] / steps[PlainDecoder.Zigzag[place]]);
        var dc = Quantised(0);
        Value(table, 0, dc - predicted);
        predicted = dc;
        var run = 0;
        for (var place = 1; place < 64; place++)
        {
            var value = Quantised(place);
            if (value == 0)
            {
                run++;
                continue;
            }
            for (; run > 15; run -= 16)
            {
                Put(_codes[table + 1][0xF0].Code, _codes[table + 1][0xF0].Length);
            }
            Value(table + 1, run, value);
            run = 0;
        }
        if (run > 0)
        {
            Put(_codes[table + 1][0].Code, _codes[table + 1][0].Length);
        }
    }

    private void Value(int table, int run, int value)
    {
        var size = 0;
        while (Math.Abs(value) >> size != 0)
        {
            size++;
        }
        var (code, length) = _codes[table][run << 4 | size];
        Put(code, length);
        Put((uint)(value < 0 ? value - 1 : value) & ((1u << size) - 1), size);
    }

    private void Put(uint bits, int count)
    {
        for (var i = count - 1; i >= 0; i--)
        {
            _window = _window << 1 | bits >> i & 1;
            if (++_held == 8)
            {
                _out.Add((byte)_window);
                if ((byte)_window == 0xFF)
                {
                    _out.Add(0);
                }
                _held = 0;
            }
        }
    }

    private void Pad()
    {
        while (_held != 0)
        {
            Put(1, 1);
        }
    }

    private void Segment(byte marker, byte[] body) =>
        _out.AddRange([0xFF, marker, (byte)((body.Length + 2) >> 8), (byte)(body.Length + 2), .. body]);

    private static int Up(int value, int step) => (value + step - 1) / step;
}
