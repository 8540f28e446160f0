using System.Numerics;

namespace GbGateway.Labels.Media.Png.Surgery;

/// <summary>Gives literals without a code one, at the cost of the latest symbols alone (see <see cref="LateSymbols"/>).</summary>
internal static class CodeGrowth
{
    /// <summary>Places of 15 bits wished for a symbol, tried in turn: the more room, the shorter the new codes.</summary>
    private static ReadOnlySpan<int> Generosity => [8, 4, 2, 1];

    /// <summary>Writes the new lengths over <paramref name="lengths"/>.</summary>
    /// <param name="lengths">The block's literal and length code.</param>
    /// <param name="wanted">How often each literal without a code is needed.</param>
    /// <param name="size">Bytes of the block, to weigh its own symbols by.</param>
    public static bool TryGrow(Span<byte> lengths, ReadOnlySpan<int> wanted, long size)
    {
        var order = new CanonicalOrder();
        if (!order.TrySort(lengths))
        {
            return false;
        }
        var missing = wanted.Length - wanted.Count(0);
        var late = LateSymbols.FindStart(order, lengths);
        foreach (var room in Generosity)
        {
            var (start, places) = (order.Count, 0);
            while (start > late && places < room * (missing + order.Count - start))
            {
                places += LateSymbols.Places(lengths[order.Symbol(--start)]);
            }
            var count = missing + order.Count - start;
            if (places < room * count)
            {
                continue;
            }
            var shortest = lengths[order.Symbol(start)] + 1;
            var largest = LateSymbols.Places(shortest);
            if (shortest <= DeflateFacts.MaxCodeLength && places / largest + BitOperations.PopCount((uint)(places % largest)) <= count)
            {
                Deal(lengths, wanted, order, start, shortest, places, count, size);
                return true;
            }
        }
        return false;
    }

    /// <summary>Splits the places into exactly as many codes as there are symbols, the fewest bits to the most frequent.</summary>
    private static void Deal(Span<byte> lengths, ReadOnlySpan<int> wanted, in CanonicalOrder order, int start, int shortest, int places, int count, long size)
    {
        Span<int> codes = stackalloc int[DeflateFacts.MaxCodeLength + 1];
        codes.Clear();
        codes[shortest] = places / LateSymbols.Places(shortest);
        var made = codes[shortest];
        for (var length = shortest + 1; length <= DeflateFacts.MaxCodeLength; length++)
        {
            codes[length] = (places & LateSymbols.Places(length)) != 0 ? 1 : 0;
            made += codes[length];
        }
        for (var length = shortest; made < count;)
        {
            if (codes[length] == 0)
            {
                length++;
                continue;
            }
            codes[length]--;
            codes[length + 1] += 2;
            made++;
        }

        Span<long> symbols = stackalloc long[DeflateFacts.LiteralCodes];
        var n = 0;
        for (var place = start; place < order.Count; place++)
        {
            var symbol = order.Symbol(place);
            symbols[n++] = -((size >> lengths[symbol]) << 9) | (uint)symbol;
        }
        for (var literal = 0; literal < wanted.Length; literal++)
        {
            if (wanted[literal] != 0)
            {
                symbols[n++] = -((long)wanted[literal] << 9) | (uint)literal;
            }
        }
        symbols[..n].Sort();
        var bits = shortest;
        for (var i = 0; i < n; i++)
        {
            while (codes[bits] == 0)
            {
                bits++;
            }
            codes[bits]--;
            lengths[(int)(symbols[i] & 511)] = (byte)bits;
        }
    }
}
