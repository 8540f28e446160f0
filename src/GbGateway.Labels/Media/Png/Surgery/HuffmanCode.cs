namespace GbGateway.Labels.Media.Png.Surgery;

/// <summary>Canonical Huffman codes as deflate packs them.</summary>
internal static class HuffmanCode
{
    /// <summary>The lowest <paramref name="length"/> bits of a code, first bit lowest, as the stream holds them.</summary>
    public static uint Reverse(uint code, int length)
    {
        code = (code & 0x5555) << 1 | (code >> 1 & 0x5555);
        code = (code & 0x3333) << 2 | (code >> 2 & 0x3333);
        code = (code & 0x0F0F) << 4 | (code >> 4 & 0x0F0F);
        code = (code & 0x00FF) << 8 | (code >> 8 & 0x00FF);
        return code >> (16 - length);
    }

    /// <summary>Gives every symbol its code as <c>length &lt;&lt; 16 | bits</c>; 0 for a symbol without one.</summary>
    public static void Assign(ReadOnlySpan<byte> lengths, Span<uint> codes)
    {
        Span<int> counts = stackalloc int[16];
        Span<uint> next = stackalloc uint[16];
        counts.Clear();
        foreach (var length in lengths)
        {
            counts[length]++;
        }
        counts[0] = 0;
        uint code = 0;
        for (var length = 1; length < 16; length++)
        {
            code = (code + (uint)counts[length - 1]) << 1;
            next[length] = code;
        }
        for (var symbol = 0; symbol < lengths.Length; symbol++)
        {
            var length = lengths[symbol];
            codes[symbol] = length == 0 ? 0 : (uint)length << 16 | Reverse(next[length]++, length);
        }
    }

    /// <summary>
    /// Code lengths of at most <paramref name="max"/> bits for the weights, all of them complete codes. A weight of zero gets none; a
    /// lone symbol is joined by a second, because some readers refuse a code of one.
    /// </summary>
    public static void Lengths(ReadOnlySpan<int> weights, int max, Span<byte> lengths)
    {
        lengths.Clear();
        Span<long> heap = stackalloc long[32];
        Span<int> weight = stackalloc int[64];
        Span<int> parent = stackalloc int[64];
        for (var flatten = 0; ; flatten++)
        {
            var count = 0;
            for (var symbol = 0; symbol < weights.Length; symbol++)
            {
                if (weights[symbol] > 0)
                {
                    heap[count++] = (long)Math.Max(1, weights[symbol] >> flatten) << 8 | (uint)symbol;
                }
            }
            if (count < 2)
            {
                var only = count == 0 ? 0 : (int)(heap[0] & 0xFF);
                lengths[only] = 1;
                lengths[only == 0 ? 1 : 0] = 1;
                return;
            }
            heap[..count].Sort();
            for (var i = 0; i < count; i++)
            {
                weight[i] = (int)(heap[i] >> 8);
            }
            var (leaf, node, made) = (0, count, count);
            while (made < 2 * count - 1)
            {
                var first = TakeLightest(weight, count, made, ref leaf, ref node);
                var second = TakeLightest(weight, count, made, ref leaf, ref node);
                parent[first] = parent[second] = made;
                weight[made++] = weight[first] + weight[second];
            }
            weight[made - 1] = 0;
            var deepest = 0;
            for (var i = made - 2; i >= 0; i--)
            {
                weight[i] = weight[parent[i]] + 1;
                deepest = i < count ? Math.Max(deepest, weight[i]) : deepest;
            }
            if (deepest > max)
            {
                continue;
            }
            for (var i = 0; i < count; i++)
            {
                lengths[(int)(heap[i] & 0xFF)] = (byte)weight[i];
            }
            return;
        }
    }

    private static int TakeLightest(ReadOnlySpan<int> weight, int leaves, int made, ref int leaf, ref int node) =>
        node >= made || (leaf < leaves && weight[leaf] <= weight[node]) ? leaf++ : node++;
}
