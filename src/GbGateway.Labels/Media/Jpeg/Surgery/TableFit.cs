namespace GbGateway.Labels.Media.Jpeg.Surgery;

/// <summary>
/// Makes what lies under the label codable with the file's own Huffman tables. A symbol that an optimised table lacks is appended to it;
/// where no code is left, the nearest coefficients that have codes are taken. Only blocks under the label are ever fitted.
/// </summary>
internal static class TableFit
{
    /// <summary>Fits the AC coefficients of a block; <paramref name="last"/> is its last that isn't zero. False if the table has not even an end of block.</summary>
    public static bool TryFit(HuffmanTable table, Span<short> block, ref int last)
    {
        if (!table.TryAdd(0))
        {
            return false;
        }
        var previous = 0;
        for (var place = 1; place <= last; place++)
        {
            if (block[place] == 0)
            {
                continue;
            }
            block[place] = Math.Clamp(block[place], (short)-1023, (short)1023);
            if (TryFitOne(table, block, previous, place))
            {
                previous = place;
            }
            else
            {
                block[place] = 0;
            }
        }
        last = previous;
        return true;
    }

    /// <summary>The DC value nearest to <paramref name="value"/> whose difference from <paramref name="predicted"/> has a code; null if none has.</summary>
    public static int? FitDc(HuffmanTable table, int value, int predicted)
    {
        var difference = Math.Clamp(value - predicted, -2047, 2047);
        for (var size = BlockWriter.SizeOf(difference); size >= 0; size--)
        {
            if (table.TryAdd(size))
            {
                var most = (1 << size) - 1;
                return predicted + Math.Clamp(difference, -most, most);
            }
        }
        return null;
    }

    /// <summary>Makes one coefficient codable after the one before it; may put a 1 between them. False if it must be left out.</summary>
    public static bool TryFitOne(HuffmanTable table, Span<short> block, int previous, int place)
    {
        var run = place - previous - 1;
        int value = block[place];
        var size = BlockWriter.SizeOf(value);
        if ((run <= 15 || table.TryAdd(0xF0)) && table.TryAdd((run & 15) << 4 | size))
        {
            return true;
        }
        // Part the run of zeros with a coefficient of 1.
        for (var gap = 0; gap < Math.Min(run, 16); gap++)
        {
            var before = run - 1 - gap;
            if (before <= 15 && table.Lengths[before << 4 | 1] != 0 && table.Lengths[gap << 4 | size] != 0)
            {
                block[place - 1 - gap] = 1;
                return true;
            }
        }
        // Take the largest smaller size.
        for (var smaller = size - 1; smaller > 0 && run <= 15; smaller--)
        {
            if (table.Lengths[run << 4 | smaller] != 0)
            {
                var most = (1 << smaller) - 1;
                block[place] = (short)(value > 0 ? most : -most);
                return true;
            }
        }
        return false;
    }
}
