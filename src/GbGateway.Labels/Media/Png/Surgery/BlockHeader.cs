namespace GbGateway.Labels.Media.Png.Surgery;

/// <summary>Reads the header of a deflate block.</summary>
internal static unsafe class BlockHeader
{
    /// <summary>Bytes that the longest header takes: 17 bits, 19 lengths of 3, and 318 lengths of at most 14.</summary>
    public const int MaxLength = 600;

    /// <summary>Reads the code lengths of a dynamic block from <paramref name="bit"/> of <paramref name="input"/>, just after its type.</summary>
    public static bool TryReadLengths(byte* input, ref long bit, Span<byte> lengths)
    {
        var literals = (int)Take(input, ref bit, 5) + 257;
        var distances = (int)Take(input, ref bit, 5) + 1;
        var count = (int)Take(input, ref bit, 4) + 4;
        if (literals > 286 || distances > 30)
        {
            return false;
        }
        Span<byte> first = stackalloc byte[19];
        first.Clear();
        for (var i = 0; i < count; i++)
        {
            first[DeflateFacts.CodeLengthOrder[i]] = (byte)Take(input, ref bit, 3);
        }
        Span<byte> table = stackalloc byte[128]; // length of the code, then its symbol: 3 + 5 bits
        if (!TryBuild(first, table))
        {
            return false;
        }
        Span<byte> all = stackalloc byte[DeflateFacts.BlockCodes];
        var total = literals + distances;
        for (var n = 0; n < total;)
        {
            var entry = table[(int)(Peek(input, bit) & 127)];
            bit += entry & 7;
            var symbol = entry >> 3;
            if ((entry & 7) == 0)
            {
                return false;
            }
            if (symbol < 16)
            {
                all[n++] = (byte)symbol;
                continue;
            }
            if (symbol == 16 && n == 0)
            {
                return false;
            }
            var value = symbol == 16 ? all[n - 1] : (byte)0;
            var repeat = symbol switch
            {
                16 => 3 + (int)Take(input, ref bit, 2),
                17 => 3 + (int)Take(input, ref bit, 3),
                _ => 11 + (int)Take(input, ref bit, 7),
            };
            if (n + repeat > total)
            {
                return false;
            }
            all.Slice(n, repeat).Fill(value);
            n += repeat;
        }
        lengths.Clear();
        all[..literals].CopyTo(lengths);
        all.Slice(literals, distances).CopyTo(lengths[DeflateFacts.LiteralCodes..]);
        return lengths[DeflateFacts.EndOfBlock] != 0;
    }

    /// <summary>At least 57 bits from <paramref name="bit"/> on.</summary>
    public static ulong Peek(byte* input, long bit) => *(ulong*)(input + (bit >> 3)) >> (int)(bit & 7);

    private static uint Take(byte* input, ref long bit, int count)
    {
        var value = (uint)Peek(input, bit) & (1u << count) - 1;
        bit += count;
        return value;
    }

    private static bool TryBuild(ReadOnlySpan<byte> lengths, Span<byte> table)
    {
        var room = 128;
        table.Clear();
        Span<uint> codes = stackalloc uint[19];
        foreach (var length in lengths)
        {
            room -= length == 0 ? 0 : 128 >> length;
        }
        if (room != 0)
        {
            return false; // as strict as zlib: this code must be complete
        }
        HuffmanCode.Assign(lengths, codes);
        for (var symbol = 0; symbol < 19; symbol++)
        {
            var length = lengths[symbol];
            for (var i = (int)(codes[symbol] & 0x7F); length != 0 && i < 128; i += 1 << length)
            {
                table[i] = (byte)(symbol << 3 | length);
            }
        }
        return true;
    }
}
