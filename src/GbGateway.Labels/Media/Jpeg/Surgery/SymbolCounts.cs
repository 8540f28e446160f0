using System.Numerics;

namespace GbGateway.Labels.Media.Jpeg.Surgery;

/// <summary>How often each symbol of one Huffman table is needed, and the best table for that (T.81 annex K.2).</summary>
internal sealed class SymbolCounts
{
    // Place 0 stands for the code of ones only, which is reserved: the lightest symbol, so that it gets the longest code.
    private readonly int[] _counts = new int[257];

    public HuffmanTable? Table { get; private set; }

    public void Start(HuffmanTable table)
    {
        Table = table;
        Array.Clear(_counts);
        _counts[0] = 1;
    }

    /// <summary>Counts a DC difference; false if it is larger than 8-bit samples can have.</summary>
    public bool TryCountDifference(int difference)
    {
        if (difference is < -2047 or > 2047)
        {
            return false;
        }
        _counts[1 + BlockWriter.SizeOf(difference)]++;
        return true;
    }

    /// <summary>Counts the AC coefficients of a block in zigzag order; false if one is larger than 8-bit samples can have.</summary>
    public bool TryCountCoefficients(ReadOnlySpan<short> block)
    {
        var counts = _counts;
        var places = BlockWriter.NonZero(block) & ~1ul;
        var (previous, largest) = (0, 0);
        for (; places != 0; places &= places - 1)
        {
            var place = BitOperations.TrailingZeroCount(places);
            var run = place - previous - 1;
            counts[1 + 0xF0] += run >> 4;
            var size = BlockWriter.SizeOf(block[place]);
            counts[1 + ((run & 15) << 4 | size & 15)]++;
            largest = Math.Max(largest, size);
            previous = place;
        }
        counts[1] += previous == 63 ? 0 : 1;
        return largest <= BlockWriter.MaxSize;
    }

    /// <summary>Puts the best table for what was counted in the place of the file's own.</summary>
    public void Fit()
    {
        Span<byte> lengths = stackalloc byte[257];
        HuffmanLengths.Write(_counts, 16, lengths);
        var longest = lengths.IndexOf(Longest(lengths));
        (lengths[0], lengths[longest]) = (lengths[longest], lengths[0]);
        Span<byte> counts = stackalloc byte[16];
        Span<byte> symbols = stackalloc byte[256];
        counts.Clear();
        var total = 0;
        for (var length = 1; length <= 16; length++)
        {
            for (var symbol = 0; symbol < 256; symbol++)
            {
                if (lengths[1 + symbol] == length)
                {
                    symbols[total++] = (byte)symbol;
                    counts[length - 1]++;
                }
            }
        }
        Table!.Replace(counts, symbols[..total]);
    }

    private static byte Longest(ReadOnlySpan<byte> lengths)
    {
        byte longest = 0;
        foreach (var length in lengths)
        {
            longest = Math.Max(longest, length);
        }
        return longest;
    }
}
