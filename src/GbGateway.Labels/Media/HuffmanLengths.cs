namespace GbGateway.Labels.Media;

/// <summary>Code lengths of an optimal prefix code, as deflate and JPEG use them.</summary>
internal static class HuffmanLengths
{
    private const int MaxSymbols = 288;

    /// <summary>
    /// Writes the code length of each symbol, 1 to <paramref name="longest"/>; 0 for a weight of 0. A lone symbol gets 1 bit. Of the lightest
    /// symbols, the one of the lowest number gets the longest code there is.
    /// </summary>
    public static void Write(ReadOnlySpan<int> weights, int longest, Span<byte> lengths)
    {
        Span<long> leaves = stackalloc long[MaxSymbols];
        Span<int> weight = stackalloc int[2 * MaxSymbols];
        Span<int> parent = stackalloc int[2 * MaxSymbols];
        lengths[..weights.Length].Clear();
        for (var flatten = 0; ; flatten++)
        {
            var count = 0;
            for (var symbol = 0; symbol < weights.Length; symbol++)
            {
                if (weights[symbol] > 0)
                {
                    leaves[count++] = (long)Math.Max(1, weights[symbol] >> flatten) << 9 | (uint)symbol;
                }
            }
            if (count < 2)
            {
                lengths[count == 0 ? 0 : (int)(leaves[0] & 511)] = 1;
                return;
            }
            leaves[..count].Sort();
            for (var i = 0; i < count; i++)
            {
                weight[i] = (int)(leaves[i] >> 9);
            }
            if (MakeTree(weight, parent, count) > longest)
            {
                continue; // rarely: flatter weights make a flatter tree
            }
            for (var i = 0; i < count; i++)
            {
                lengths[(int)(leaves[i] & 511)] = (byte)weight[i];
            }
            return;
        }
    }

    /// <summary>Merges the two lightest again and again; leaves each node's depth in place of its weight and returns the greatest.</summary>
    private static int MakeTree(Span<int> weight, Span<int> parent, int count)
    {
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
        return deepest;
    }

    private static int TakeLightest(ReadOnlySpan<int> weight, int leaves, int made, ref int leaf, ref int node) =>
        node >= made || (leaf < leaves && weight[leaf] <= weight[node]) ? leaf++ : node++;
}
