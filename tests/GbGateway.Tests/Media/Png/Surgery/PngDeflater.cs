using System.Buffers.Binary;

namespace GbGateway.Tests.Media.Png.Surgery;

/// <summary>
/// A deflater that does what no encoder would: stored, fixed and dynamic blocks in turns, of any size down to empty, codes far longer
/// than the weights ask for, windows of a few bytes, matches that straddle whatever comes.
/// </summary>
internal sealed class PngDeflater(int seed)
{
    private static readonly int[] LengthBase = [3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227, 258];
    private static readonly int[] LengthExtra = [0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0];
    private static readonly int[] CodeOrder = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];

    private readonly Random _random = new(seed);
    private readonly List<byte> _bytes = [];
    private int _bits;
    private int _count;

    /// <summary>Farthest match.</summary>
    public int Window { get; init; } = 32768;

    /// <summary>Tokens, or stored bytes, of a block at most.</summary>
    public int BlockSize { get; init; } = 4000;

    /// <summary>Block types to choose from: 0 stored, 1 fixed, 2 dynamic.</summary>
    public int[] Types { get; init; } = [0, 1, 2];

    /// <summary>How much steeper the codes are than the weights ask for: 1 not at all.</summary>
    public double Steepness { get; init; } = 1;

    /// <summary>A zlib stream of the bytes.</summary>
    public byte[] Deflate(byte[] data)
    {
        _bytes.Clear();
        _bytes.AddRange([0x78, 0x9C]);
        var latest = new Dictionary<int, int>();
        var at = 0;
        while (at < data.Length)
        {
            var type = Types[_random.Next(Types.Length)];
            if (type == 0)
            {
                var length = Math.Min(Math.Min(65535, BlockSize * 16), data.Length - at);
                length = _random.Next(8) == 0 ? _random.Next(Math.Min(40, length) + 1) : length;
                Store(data.AsSpan(at, length));
                for (var i = at; i + 3 < at + length; i++)
                {
                    latest[data[i] | data[i + 1] << 8 | data[i + 2] << 16] = i;
                }
                at += length;
                continue;
            }
            var tokens = FindTokens(data, ref at, _random.Next(16) == 0 ? _random.Next(3) : _random.Next(1, BlockSize), latest);
            WriteBlock(tokens, type, false);
        }
        WriteBlock([], 1, true);
        Align();
        var (a, b) = (1u, 0u);
        foreach (var value in data)
        {
            a = (a + value) % 65521;
            b = (b + a) % 65521;
        }
        var sum = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(sum, b << 16 | a);
        _bytes.AddRange(sum);
        return [.. _bytes];
    }

    private List<(int Length, int Distance)> FindTokens(byte[] data, ref int at, int count, Dictionary<int, int> latest)
    {
        var tokens = new List<(int, int)>();
        while (tokens.Count < count && at < data.Length)
        {
            var length = 0;
            var distance = 0;
            if (at + 3 < data.Length)
            {
                var key = data[at] | data[at + 1] << 8 | data[at + 2] << 16;
                if (latest.TryGetValue(key, out var from) && at - from <= Window)
                {
                    distance = at - from;
                    while (length < 258 && at + length < data.Length && data[from + length] == data[at + length])
                    {
                        length++;
                    }
                }
                latest[key] = at;
            }
            tokens.Add(length >= 3 ? (length, distance) : (0, data[at]));
            at += length >= 3 ? length : 1;
        }
        return tokens;
    }

    private void Store(ReadOnlySpan<byte> data)
    {
        Put(0, 3);
        Align();
        _bytes.AddRange([(byte)data.Length, (byte)(data.Length >> 8), (byte)~data.Length, (byte)(~data.Length >> 8)]);
        _bytes.AddRange(data);
    }

    private void WriteBlock(List<(int Length, int Distance)> tokens, int type, bool final)
    {
        var literals = new int[286];
        var distances = new int[30];
        foreach (var (length, distance) in tokens)
        {
            literals[length == 0 ? distance : 257 + LengthSymbol(length)]++;
            distances[length == 0 ? 0 : DistanceSymbol(distance).Symbol] += length == 0 ? 0 : 1;
        }
        literals[256] = 1;
        var literalLengths = new byte[288];
        var distanceLengths = new byte[30];
        if (type == 1)
        {
            literalLengths.AsSpan(0, 144).Fill(8);
            literalLengths.AsSpan(144, 112).Fill(9);
            literalLengths.AsSpan(256, 24).Fill(7);
            literalLengths.AsSpan(280).Fill(8);
            distanceLengths.AsSpan().Fill(5);
        }
        else
        {
            Lengths(literals, literalLengths);
            Lengths(distances, distanceLengths);
        }
        Put((final ? 1 : 0) | type << 1, 3);
        if (type == 2)
        {
            Put(286 - 257, 5);
            Put(30 - 1, 5);
            Put(19 - 4, 4);
            foreach (var symbol in CodeOrder)
            {
                Put(symbol < 16 ? 4 : 0, 3);
            }
            var codes = Codes([4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4]);
            foreach (var length in literalLengths.AsSpan(0, 286))
            {
                Put(codes[length], 4);
            }
            foreach (var length in distanceLengths)
            {
                Put(codes[length], 4);
            }
        }
        var literalCodes = Codes(literalLengths);
        var distanceCodes = Codes(distanceLengths);
        foreach (var (length, distance) in tokens)
        {
            if (length == 0)
            {
                Put(literalCodes[distance], literalLengths[distance]);
                continue;
            }
            var symbol = LengthSymbol(length);
            Put(literalCodes[257 + symbol], literalLengths[257 + symbol]);
            Put(length - LengthBase[symbol], LengthExtra[symbol]);
            var (code, extra, low) = DistanceSymbol(distance);
            Put(distanceCodes[code], distanceLengths[code]);
            Put(distance - low, extra);
        }
        Put(literalCodes[256], literalLengths[256]);
    }

    private static int LengthSymbol(int length)
    {
        var symbol = 28;
        while (LengthBase[symbol] > length)
        {
            symbol--;
        }
        return symbol;
    }

    private static (int Symbol, int Extra, int Low) DistanceSymbol(int distance)
    {
        var (symbol, low) = (0, 1);
        for (; ; symbol++)
        {
            var extra = symbol < 4 ? 0 : symbol / 2 - 1;
            if (distance < low + (1 << extra))
            {
                return (symbol, extra, low);
            }
            low += 1 << extra;
        }
    }

    private void Lengths(int[] weights, byte[] lengths)
    {
        var wanted = weights.Select(w => w == 0 ? 0 : Math.Pow(w, Steepness)).ToArray();
        if (wanted.Count(w => w > 0) < 2)
        {
            (wanted[0], wanted[1]) = (Math.Max(1, wanted[0]), Math.Max(1, wanted[1]));
        }
        while (true)
        {
            var queue = new PriorityQueue<int[], double>();
            for (var i = 0; i < wanted.Length; i++)
            {
                if (wanted[i] > 0)
                {
                    queue.Enqueue([i], wanted[i]);
                }
            }
            lengths.AsSpan().Clear();
            while (queue.Count > 1)
            {
                queue.TryDequeue(out var a, out var x);
                queue.TryDequeue(out var b, out var y);
                foreach (var symbol in a!.Concat(b!))
                {
                    lengths[symbol]++;
                }
                queue.Enqueue([.. a!, .. b!], x + y);
            }
            if (lengths.Max() <= 15)
            {
                return;
            }
            wanted = [.. wanted.Select(w => w == 0 ? 0 : Math.Sqrt(w) + 1e-9)];
        }
    }

    private static int[] Codes(byte[] lengths)
    {
        var codes = new int[lengths.Length];
        var code = 0;
        for (var length = 1; length <= 15; length++)
        {
            for (var symbol = 0; symbol < lengths.Length; symbol++)
            {
                if (lengths[symbol] == length)
                {
                    for (var bit = 0; bit < length; bit++)
                    {
                        codes[symbol] |= (code >> bit & 1) << (length - 1 - bit);
                    }
                    code++;
                }
            }
            code <<= 1;
        }
        return codes;
    }

    private void Put(int value, int count)
    {
        for (var i = 0; i < count; i++)
        {
            _bits |= (value >> i & 1) << _count;
            if (++_count == 8)
            {
                Align();
            }
        }
    }

    private void Align()
    {
        if (_count > 0)
        {
            _bytes.Add((byte)_bits);
            (_bits, _count) = (0, 0);
        }
    }
}
