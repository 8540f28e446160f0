using System.Numerics;

namespace GbGateway.Labels.Media.Jpeg.Surgery;

/// <summary>Runs of blocks without new coefficients (EOBRUN, T.81 G.1.2.2).</summary>
internal sealed partial class ProgressiveWriter
{
    /// <summary>Adds a block whose places from <paramref name="place"/> on have nothing new.</summary>
    private bool TryAddToRun(int unit, int place)
    {
        if (_run == 0)
        {
            (_runUnit, _runPlace) = (unit, place);
        }
        return ++_run < MaxRun || TryEndRun(unit + 1, 0);
    }

    /// <summary>Writes the run that ends before a unit; <paramref name="left"/> further blocks belong to it, whose corrections follow as they are.</summary>
    private bool TryEndRun(int unit, int left)
    {
        var (count, first, place) = (_run, _runUnit, _runPlace);
        _run = 0;
        if (count + left == 0)
        {
            return true;
        }
        var isSplit = _splits.Of(first);
        if (isSplit == 0)
        {
            OfferSplits(first, count, left);
        }
        else if (!TryWriteRun(ref first, ref place, ref count, isSplit, 0))
        {
            return false;
        }
        if (count + left > MaxRun && !TryWriteRun(ref first, ref place, ref count, count, 0))
        {
            return false;
        }
        return TryWriteRun(ref first, ref place, ref count, count, left);
    }

    /// <summary>Writes <paramref name="part"/> blocks of a run, and <paramref name="left"/> more that follow them unseen, in as few codes as the table allows.</summary>
    private bool TryWriteRun(ref int unit, ref int place, ref int count, int part, int left)
    {
        var table = _scan.Ac[0]!;
        count -= part;
        while (part + left > 0)
        {
            var size = BestSize(table, part + left);
            if (size < 0)
            {
                return Refuse("a Huffman table without room for a run");
            }
            var length = Math.Min(part + left, (2 << size) - 1);
            if (length < part + left && length > part && _scan.High != 0)
            {
                // The corrections of unseen blocks can't be parted from one another.
                CannotJoin = true;
                return false;
            }
            sink.Write((uint)table.Codes[size << 4] << size | (uint)(length - (1 << size)), table.Lengths[size << 4] + size);
            var seen = Math.Min(length, part);
            if (_scan.High != 0)
            {
                for (var i = 0; i < seen; i++, unit++, place = _scan.First)
                {
                    WriteRunCorrections(unit, place);
                }
            }
            part -= seen;
            left -= length - seen;
        }
        return true;
    }

    private void WriteRunCorrections(int unit, int place)
    {
        var block = BlockOf(unit, out _, out _);
        var known = Levels.Above(block, _scan.High) & ProgressiveReader.Band(place, _scan.Last);
        if (known != 0)
        {
            sink.Reserve(16);
            Span<short> level = stackalloc short[64];
            Levels.Take(block, _scan.Low, level);
            WriteCorrections(level, known);
        }
    }

    /// <summary>The size class that codes most of a run, of those that have a code or can get one; -1 for none.</summary>
    private static int BestSize(HuffmanTable table, int length)
    {
        var size = Math.Min(14, BitOperations.Log2((uint)length));
        if (table.TryAdd(size << 4))
        {
            return size;
        }
        while (size >= 0 && table.Lengths[size << 4] == 0)
        {
            size--;
        }
        return size;
    }

    private void OfferSplits(int unit, int count, int left)
    {
        if (count + left < 2 || count == 0 || _choice.IsFull || RunBits(count + left) is not (> 0 and var whole))
        {
            return;
        }
        _choice.Begin(unit);
        for (var first = 1; first <= count && first < count + left; first = first < 4 ? first + 1 : first * 2)
        {
            if (RunBits(first) is > 0 and var one && RunBits(count + left - first) is > 0 and var two)
            {
                _choice.Offer(RunSplits.Place, first, one + two - whole, 0.01f * (one + two - whole));
            }
        }
        _choice.End();
    }

    /// <summary>Bits of a run that is coded at once, or 0 if it can't be.</summary>
    private int RunBits(int length)
    {
        if (length > MaxRun)
        {
            return 0;
        }
        var size = BitOperations.Log2((uint)length);
        int bits = _scan.Ac[0]!.Lengths[size << 4];
        return bits == 0 ? 0 : bits + size;
    }
}
