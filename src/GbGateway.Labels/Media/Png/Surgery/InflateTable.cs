using System.Runtime.CompilerServices;

namespace GbGateway.Labels.Media.Png.Surgery;

/// <summary>Builds the decoding tables of a deflate block (entries: <see cref="InflateEntry"/>).</summary>
internal static unsafe class InflateTable
{
    /// <summary>Bits of the first literal table: wide enough that two literals of a picture often share an entry.</summary>
    public const int LiteralBits = 12;

    public const int DistanceBits = 9;

    /// <summary>Entries of the literal table, second tables included: at most 288 codes longer than 12 bits, 8 entries each.</summary>
    public const int LiteralEntries = (1 << LiteralBits) + 288 * 8;

    /// <summary>Entries of the distance table: at most 32 codes longer than 9 bits, 64 entries each.</summary>
    public const int DistanceEntries = (1 << DistanceBits) + 32 * 64;

    private static readonly uint[] LiteralSymbols = MakeLiteralSymbols();
    private static readonly uint[] DistanceSymbols = MakeDistanceSymbols();

    /// <summary>The entry of a literal or length symbol without the bits to drop.</summary>
    public static uint Symbol(uint symbol) => LiteralSymbols[symbol];

    /// <summary>Builds the literal and length table. Symbols from place <paramref name="late"/> on are made special.</summary>
    public static void BuildLiterals(uint* table, in CanonicalOrder order, int late)
    {
        Build(table, LiteralBits, order, LiteralSymbols, late);
        JoinPairs(table);
    }

    public static void BuildDistances(uint* table, in CanonicalOrder order) =>
        Build(table, DistanceBits, order, DistanceSymbols, order.Start(DistanceBits + 1));

    private static void Build(uint* table, int bits, in CanonicalOrder order, uint[] symbols, int late)
    {
        table[0] = table[1] = InflateEntry.Invalid;
        uint code = 0;
        var place = 0;
        for (var length = 1; length <= bits; length++)
        {
            var size = 1 << length;
            if (length > 1)
            {
                new ReadOnlySpan<uint>(table, size / 2).CopyTo(new Span<uint>(table + size / 2, size / 2));
            }
            for (var end = order.Start(length + 1); place < end; place++, code++)
            {
                var symbol = order.Symbol(place);
                table[HuffmanCode.Reverse(code, length)] = place >= late
                    ? (uint)symbol << InflateEntry.ValueShift | InflateEntry.Special | (uint)length
                    : WithLength(symbols[symbol], (uint)length);
            }
            code <<= 1;
        }
        if (place < order.Count)
        {
            BuildSecond(table, bits, order, symbols, code, place, late);
        }
    }

    /// <summary>Codes longer than the first table's index: one further table for each first part.</summary>
    private static void BuildSecond(uint* table, int bits, in CanonicalOrder order, uint[] symbols, uint code, int place, int late)
    {
        var free = 1 << bits;
        var prefix = uint.MaxValue;
        var (start, width) = (0, 0);
        for (var length = bits + 1; length <= order.Longest; length++)
        {
            for (var end = order.Start(length + 1); place < end; place++, code++)
            {
                var reversed = HuffmanCode.Reverse(code, length);
                if ((reversed & (1u << bits) - 1) != prefix)
                {
                    prefix = reversed & (1u << bits) - 1;
                    start = free;
                    width = SecondWidth(order, bits, length, end - place);
                    free += 1 << width;
                    table[prefix] = (uint)start << InflateEntry.ValueShift | InflateEntry.Special | InflateEntry.Second
                        | (uint)width << InflateEntry.ExtraShift | (uint)bits;
                }
                var symbol = order.Symbol(place);
                var entry = place >= late && symbols == LiteralSymbols
                    ? (uint)symbol << InflateEntry.ValueShift | InflateEntry.Special | (uint)(length - bits)
                    : WithLength(symbols[symbol], (uint)(length - bits));
                for (var i = (int)(reversed >> bits); i < 1 << width; i += 1 << (length - bits))
                {
                    table[start + i] = entry;
                }
            }
            code <<= 1;
        }
    }

    private static int SecondWidth(in CanonicalOrder order, int bits, int length, int left)
    {
        var width = length - bits;
        var used = left;
        while (used < 1 << width && bits + width < DeflateFacts.MaxCodeLength)
        {
            width++;
            used = (used << 1) + order.Start(bits + width + 1) - order.Start(bits + width);
        }
        return width;
    }

    /// <summary>Joins two literals whose codes fit one index together. From the end, so that each entry reads others still single.</summary>
    private static void JoinPairs(uint* table)
    {
        for (var index = (1 << LiteralBits) - 1; index >= 0; index--)
        {
            var first = table[index];
            var bits = first & InflateEntry.DropMask;
            var second = table[index >> (int)bits];
            if ((first & second & InflateEntry.Literal) != 0 && bits + (second & InflateEntry.DropMask) <= LiteralBits)
            {
                table[index] = (first & ~(InflateEntry.One | InflateEntry.DropMask)) + (second & 0xFF0000) * 256
                    + InflateEntry.Two + bits + (second & InflateEntry.DropMask);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint WithLength(uint symbol, uint length) =>
        (symbol & InflateEntry.Literal) != 0 ? symbol | length << InflateEntry.ExtraShift | length : symbol | length;

    private static uint[] MakeLiteralSymbols()
    {
        var symbols = new uint[DeflateFacts.LiteralCodes];
        for (var symbol = 0u; symbol < 256; symbol++)
        {
            symbols[symbol] = symbol << InflateEntry.ValueShift | InflateEntry.Literal | InflateEntry.One;
        }
        symbols[DeflateFacts.EndOfBlock] = InflateEntry.Special | DeflateFacts.EndOfBlock << InflateEntry.ValueShift;
        for (var i = 0; i < DeflateFacts.LengthBase.Length; i++)
        {
            symbols[257 + i] = (uint)DeflateFacts.LengthBase[i] << InflateEntry.ValueShift
                | (uint)DeflateFacts.LengthExtra[i] << InflateEntry.ExtraShift;
        }
        symbols[286] = symbols[287] = InflateEntry.Invalid;
        return symbols;
    }

    private static uint[] MakeDistanceSymbols()
    {
        var symbols = new uint[DeflateFacts.DistanceCodes];
        for (var i = 0; i < DeflateFacts.DistanceBase.Length; i++)
        {
            symbols[i] = (uint)DeflateFacts.DistanceBase[i] << InflateEntry.ValueShift
                | (uint)DeflateFacts.DistanceExtra[i] << InflateEntry.ExtraShift;
        }
        symbols[30] = symbols[31] = InflateEntry.Invalid;
        return symbols;
    }
}
