using System.Numerics;

namespace GbGateway.Labels.Media.Jpeg.Surgery;

/// <summary>AC scans: first passes, refinements and the runs of blocks that have nothing new.</summary>
internal sealed partial class ProgressiveWriter
{
    private const int MaxRun = 0x7FFF;

    private int _run;
    private int _runUnit;
    private readonly List<(ulong Places, ulong Odd)> _corrections = new(64);

    private void StartRuns()
    {
        _run = 0;
        _corrections.Clear();
    }

    private Span<short> BlockOf(int unit, out int site, out bool isTouched)
    {
        var (column, row) = _units.Place(unit, 0, 0);
        site = store.Index(_scan.Component[0], column, row);
        isTouched = _area.Touches(_scan.Component[0], column, row);
        return store.Block(site);
    }

    private bool TryWriteFirst(int unit)
    {
        var block = BlockOf(unit, out var site, out var isTouched);
        Span<short> level = stackalloc short[64];
        var places = Levels.Take(block, _scan.Low, level) & ProgressiveReader.Band(_scan.First, _scan.Last);
        if (places == 0)
        {
            return TryAddToRun(unit);
        }
        if (!TryEndRun(unit, 0))
        {
            return false;
        }
        var mark = sink.Mark();
        if (!TryWriteLevels(level, places))
        {
            sink.Return(mark);
            if (!isTouched)
            {
                return Refuse("a Huffman table without a symbol that stands in its scan");
            }
            places = Fit(block, level, places);
            if (!TryWriteLevels(level, places))
            {
                return Refuse("a Huffman table without room for the label");
            }
            if (places == 0)
            {
                return TryAddToRun(unit);
            }
        }
        if (isTouched)
        {
            OfferFirst(site, level, places);
        }
        return (places >> _scan.Last & 1) != 0 || TryAddToRun(unit);
    }

    private bool TryWriteLevels(ReadOnlySpan<short> level, ulong places)
    {
        var table = _scan.Ac[0]!;
        var lengths = table.Lengths;
        var codes = table.Codes;
        var previous = _scan.First - 1;
        for (; places != 0; places &= places - 1)
        {
            var place = BitOperations.TrailingZeroCount(places);
            var zeros = place - previous - 1;
            for (; zeros > 15; zeros -= 16)
            {
                if (lengths[0xF0] == 0)
                {
                    return false;
                }
                sink.Write(codes[0xF0], lengths[0xF0]);
            }
            int value = level[place];
            var size = BlockWriter.SizeOf(value);
            var symbol = zeros << 4 | size;
            if (size > BlockWriter.MaxSize || lengths[symbol] == 0)
            {
                return false;
            }
            var bits = (uint)(value >> 31) + (uint)value & (1u << size) - 1;
            sink.Write((uint)codes[symbol] << size | bits, lengths[symbol] + size);
            previous = place;
        }
        return true;
    }

    private ulong Fit(Span<short> block, Span<short> level, ulong places)
    {
        var previous = _scan.First - 1;
        var fitted = 0ul;
        for (; places != 0; places &= places - 1)
        {
            var place = BitOperations.TrailingZeroCount(places);
            var (before, limit) = (level[place], (short)((1 << BlockWriter.MaxSize) - 1));
            level[place] = Math.Clamp(before, (short)-limit, limit);
            var gap = level[(previous + 1)..place];
            if (TableFit.TryFitOne(_scan.Ac[0]!, level, previous, place))
            {
                fitted |= 1ul << place;
                if (gap.IndexOfAnyExcept((short)0) is var inserted and >= 0)
                {
                    fitted |= 1ul << (previous + 1 + inserted);
                    block[previous + 1 + inserted] = (short)(1 << _scan.Low);
                }
                previous = place;
            }
            else
            {
                level[place] = 0;
            }
            if (level[place] != before)
            {
                // The most that this scan codes as fitted; later scans code the rest.
                block[place] = (short)(level[place] != 0 ? level[place] * (1 << _scan.Low) : Math.Sign(before) * ((1 << _scan.Low) - 1));
            }
        }
        return fitted;
    }

    private void OfferFirst(int site, ReadOnlySpan<short> level, ulong places)
    {
        if (_choice.IsFull)
        {
            return;
        }
        var lengths = _scan.Ac[0]!.Lengths;
        var last = 63 - BitOperations.LeadingZeroCount(places);
        _choice.Begin(site);
        for (var place = last + 1; place < Math.Min(_scan.Last, last + 6); place++)
        {
            int length = lengths[(place - last - 1) << 4 | 1];
            if (length != 0)
            {
                _choice.Offer(place, 1 << _scan.Low, length + 1, Cost(place));
            }
        }
        var rest = places & ~(1ul << last);
        var zeros = last - 1 - (rest == 0 ? _scan.First - 1 : 63 - BitOperations.LeadingZeroCount(rest)) & 15;
        int value = level[last];
        var (size, larger) = (BlockWriter.SizeOf(value), BlockWriter.SizeOf(Math.Abs(value) + 1));
        if (larger > size && larger <= BlockWriter.MaxSize && lengths[zeros << 4 | larger] != 0)
        {
            var bits = lengths[zeros << 4 | larger] + larger - lengths[zeros << 4 | size] - size;
            _choice.Offer(last, (value + Math.Sign(value)) * (1 << _scan.Low), bits, Cost(last) * 1.2f);
        }
        _choice.End();
    }

    private bool TryWriteRefinement(int unit)
    {
        var block = BlockOf(unit, out var site, out var isTouched);
        var band = ProgressiveReader.Band(_scan.First, _scan.Last);
        var (set, known, odd, negative) = Levels.Sort(block, _scan.Low);
        known &= band;
        var fresh = set & band & ~known;
        if (fresh != 0 && !TryEndRun(unit, 0))
        {
            return false;
        }
        var left = band;
        for (var mark = sink.Mark(); fresh != 0; sink.Return(mark), left = band)
        {
            var stuck = WriteFresh(known, odd, negative, fresh, ref left);
            if (stuck < 0)
            {
                break;
            }
            if (!isTouched)
            {
                return Refuse("a Huffman table without a symbol that stands in its scan");
            }
            // No code for it and no room for one: the most that has its first bit in a later scan, or nothing.
            block[stuck] = (short)(Math.Sign(block[stuck]) * ((1 << _scan.Low) - 1));
            fresh &= ~(1ul << stuck);
        }
        if (left == 0)
        {
            return true;
        }
        if (isTouched && fresh != 0)
        {
            OfferRefinement(site, left & ~known);
        }
        _corrections.Add((known & left, odd));
        return TryAddToRun(unit);
    }

    /// <summary>Writes the coefficients of a block that begin in this scan, with the corrections of those between. Returns -1, or a place that has no code.</summary>
    private int WriteFresh(ulong known, ulong odd, ulong negative, ulong fresh, ref ulong left)
    {
        var table = _scan.Ac[0]!;
        for (; fresh != 0; fresh &= fresh - 1)
        {
            var place = BitOperations.TrailingZeroCount(fresh);
            var before = left & (1ul << place) - 1;
            var free = before & ~known;
            var zeros = BitOperations.PopCount(free);
            for (; zeros > 15; zeros -= 16)
            {
                if (!table.TryAdd(0xF0))
                {
                    return place;
                }
                sink.Write(table.Codes[0xF0], table.Lengths[0xF0]);
                for (var i = 0; i < 15; i++)
                {
                    free &= free - 1;
                }
                var upTo = ulong.MaxValue >> (63 - BitOperations.TrailingZeroCount(free));
                free &= free - 1;
                WriteCorrections(known & before & upTo, odd);
                before &= ~upTo;
            }
            var symbol = zeros << 4 | 1;
            if (!table.TryAdd(symbol))
            {
                return place;
            }
            sink.Write((uint)table.Codes[symbol] << 1 | (uint)(~negative >> place & 1), table.Lengths[symbol] + 1);
            WriteCorrections(known & before, odd);
            left &= ~(ulong.MaxValue >> (63 - place));
        }
        return -1;
    }

    private void OfferRefinement(int site, ulong free)
    {
        if (_choice.IsFull || free == 0)
        {
            return;
        }
        _choice.Begin(site);
        // A new coefficient at a place that isn't the last one left, so that the block's end stays coded as it is.
        for (var zeros = 0; zeros < 6 && (free & free - 1) != 0; zeros++, free &= free - 1)
        {
            int length = _scan.Ac[0]!.Lengths[zeros << 4 | 1];
            if (length != 0)
            {
                _choice.Offer(BitOperations.TrailingZeroCount(free), 1 << _scan.Low, length + 1, Cost(BitOperations.TrailingZeroCount(free)));
            }
        }
        _choice.End();
    }

    /// <summary>Writes the lowest bit of each coefficient at the places given.</summary>
    private void WriteCorrections(ulong places, ulong odd)
    {
        while (places != 0)
        {
            uint bits = 0;
            var count = 0;
            for (; places != 0 && count < 32; places &= places - 1, count++)
            {
                bits = bits << 1 | (uint)(odd >> BitOperations.TrailingZeroCount(places) & 1);
            }
            sink.Write(bits, count);
        }
    }
}
