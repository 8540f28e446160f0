namespace GbGateway.Labels.Media.Png.Surgery;

/// <summary>Writes the header of a dynamic deflate block.</summary>
internal static class DynamicHeader
{
    /// <summary>Writes type, code lengths and all; BFINAL as given.</summary>
    public static void Write(ref BitWriter writer, ReadOnlySpan<byte> lengths, bool final)
    {
        var literals = 286;
        while (literals > 257 && lengths[literals - 1] == 0)
        {
            literals--;
        }
        var distances = 30;
        while (distances > 1 && lengths[DeflateFacts.LiteralCodes + distances - 1] == 0)
        {
            distances--;
        }
        Span<byte> all = stackalloc byte[DeflateFacts.BlockCodes];
        lengths[..literals].CopyTo(all);
        lengths.Slice(DeflateFacts.LiteralCodes, distances).CopyTo(all[literals..]);
        Span<ushort> runs = stackalloc ushort[DeflateFacts.BlockCodes]; // symbol, then its extra bits from bit 5
        var count = FindRuns(all[..(literals + distances)], runs);

        Span<int> weights = stackalloc int[19];
        Span<byte> first = stackalloc byte[19];
        Span<uint> codes = stackalloc uint[19];
        weights.Clear();
        foreach (var run in runs[..count])
        {
            weights[run & 31]++;
        }
        HuffmanCode.Lengths(weights, 7, first);
        HuffmanCode.Assign(first, codes);
        var listed = 19;
        while (listed > 4 && first[DeflateFacts.CodeLengthOrder[listed - 1]] == 0)
        {
            listed--;
        }
        writer.Put((final ? 1u : 0u) | 2 << 1, 3);
        writer.Put((uint)(literals - 257) | (uint)(distances - 1) << 5 | (uint)(listed - 4) << 10, 14);
        for (var i = 0; i < listed; i++)
        {
            writer.Put(first[DeflateFacts.CodeLengthOrder[i]], 3);
        }
        foreach (var run in runs[..count])
        {
            var code = codes[run & 31];
            writer.Put((ushort)code | (ulong)(run >> 5) << (int)(code >> 16), (int)(code >> 16) + ExtraBits(run & 31));
        }
    }

    private static int ExtraBits(int symbol) => symbol switch { 16 => 2, 17 => 3, 18 => 7, _ => 0 };

    private static int FindRuns(ReadOnlySpan<byte> lengths, Span<ushort> runs)
    {
        var count = 0;
        for (var i = 0; i < lengths.Length;)
        {
            var value = lengths[i];
            var length = lengths[i..].IndexOfAnyExcept(value);
            length = length < 0 ? lengths.Length - i : length;
            i += length;
            if (value != 0)
            {
                runs[count++] = value;
                length--;
            }
            while (length > 0)
            {
                var (symbol, least, most) = value != 0 ? (16, 3, 6) : length > 10 ? (18, 11, 138) : (17, 3, 10);
                if (length < 3)
                {
                    runs[count++] = value;
                    length--;
                    continue;
                }
                var taken = Math.Min(length, most);
                runs[count++] = (ushort)(symbol | (taken - least) << 5);
                length -= taken;
            }
        }
        return count;
    }
}
