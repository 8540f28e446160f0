namespace GbGateway.Tests.Media.Png.Surgery;

/// <summary>Reads a zlib stream in the plainest way and tells how far back its matches reach: what no other reader here is strict about.</summary>
internal sealed class DeflateReach(byte[] stream)
{
    private static readonly int[] LengthBase = [3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227, 258];
    private static readonly int[] DistanceBase = [1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385, 513, 769, 1025, 1537, 2049, 3073, 4097, 6145, 8193, 12289, 16385, 24577];
    private static readonly int[] Order = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];

    private int _bit = 16;
    private int _farthest;

    /// <summary>The farthest distance of all matches.</summary>
    public static int Of(byte[] stream) => new DeflateReach(stream).Walk();

    private int Walk()
    {
        bool final;
        do
        {
            final = Bits(1) == 1;
            switch (Bits(2))
            {
                case 0:
                    _bit = (_bit + 7) & ~7;
                    var length = Bits(16);
                    _bit += 16 + 8 * length;
                    break;
                case 1:
                    var literals = Enumerable.Range(0, 288).Select(static i => i < 144 ? 8 : i < 256 ? 9 : i < 280 ? 7 : 8).ToArray();
                    Tokens(literals, Enumerable.Repeat(5, 30).ToArray());
                    break;
                default:
                    Dynamic();
                    break;
            }
        }
        while (!final);
        return _farthest;
    }

    private void Dynamic()
    {
        var (literals, distances, codes) = (Bits(5) + 257, Bits(5) + 1, Bits(4) + 4);
        var lengths = new int[19];
        for (var i = 0; i < codes; i++)
        {
            lengths[Order[i]] = Bits(3);
        }
        var all = new List<int>();
        while (all.Count < literals + distances)
        {
            var symbol = Symbol(lengths);
            all.AddRange(symbol switch
            {
                16 => Enumerable.Repeat(all[^1], 3 + Bits(2)),
                17 => Enumerable.Repeat(0, 3 + Bits(3)),
                18 => Enumerable.Repeat(0, 11 + Bits(7)),
                _ => [symbol],
            });
        }
        Tokens([.. all.Take(literals)], [.. all.Skip(literals)]);
    }

    private void Tokens(int[] literals, int[] distances)
    {
        for (var symbol = Symbol(literals); symbol != 256; symbol = Symbol(literals))
        {
            if (symbol > 256)
            {
                Bits(symbol is < 265 or 285 ? 0 : (symbol - 261) / 4);
                Assert.InRange(symbol - 257, 0, LengthBase.Length - 1);
                var far = Symbol(distances);
                _farthest = Math.Max(_farthest, DistanceBase[far] + Bits(far < 4 ? 0 : far / 2 - 1));
            }
        }
    }

    private int Symbol(int[] lengths)
    {
        var (code, first) = (0, 0);
        for (var length = 1; length < 16; length++)
        {
            code = code << 1 | Bits(1);
            first <<= 1;
            var count = lengths.Count(l => l == length);
            if (code - first < count)
            {
                return Enumerable.Range(0, lengths.Length).Where(i => lengths[i] == length).ElementAt(code - first);
            }
            first += count;
        }
        throw new InvalidDataException("a code that no symbol has");
    }

    private int Bits(int count)
    {
        var value = 0;
        for (var i = 0; i < count; i++, _bit++)
        {
            value |= (stream[_bit >> 3] >> (_bit & 7) & 1) << i;
        }
        return value;
    }
}
