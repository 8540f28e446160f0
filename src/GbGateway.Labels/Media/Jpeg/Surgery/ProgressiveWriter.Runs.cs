using System.Numerics;

namespace GbGateway.Labels.Media.Jpeg.Surgery;

/// <summary>Runs of blocks without new coefficients (EOBRUN, T.81 G.1.2.2).</summary>
internal sealed partial class ProgressiveWriter
{
    /// <summary>Adds a block that ends without anything new; a refinement has put its corrections aside.</summary>
    private bool TryAddToRun(int unit)
    {
        if (_run == 0)
        {
            _runUnit = unit;
        }
        return ++_run < MaxRun || TryEndRun(unit + 1, 0);
    }

    /// <summary>Writes the run that ends before a unit; <paramref name="left"/> further blocks belong to it, whose corrections follow as they are.</summary>
    private bool TryEndRun(int unit, int left)
    {
        var count = _run;
        _run = 0;
        if (count + left == 0)
        {
            return true;
        }
        var first = count == 0 ? unit : _runUnit;
        var split = _splits.Of(first);
        if (split == 0)
        {
            OfferSplits(first, count, left);
            split = count + left > MaxRun ? count : 0;
        }
        var corrections = System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_corrections);
        var isFine = split == 0 || TryWriteRun(ref corrections, split, 0);
        isFine = isFine && TryWriteRun(ref corrections, count - split, left);
        _corrections.Clear();
        return isFine;
    }

    /// <summary>Writes <paramref name="count"/> blocks of a run, and <paramref name="left"/> more that follow them unseen, in as few codes as the table allows.</summary>
    private bool TryWriteRun(ref Span<(ulong Places, ulong Odd)> corrections, int count, int left)
    {
        var table = _scan.Ac[0]!;
        while (count + left > 0)
        {
            var size = BestSize(table, count + left);
            if (size < 0)
            {
                return Refuse("a Huffman table without room for a run");
            }
            var length = Math.Min(count + left, (2 << size) - 1);
            if (length < count + left && length > count && _scan.High != 0)
            {
                // The corrections of unseen blocks can't be parted from one another.
                CannotJoin = true;
                return false;
            }
            sink.Write((uint)table.Codes[size << 4] << size | (uint)(length - (1 << size)), table.Lengths[size << 4] + size);
            var seen = Math.Min(length, count);
            if (_scan.High != 0)
            {
                sink.Reserve(seen * 8);
                foreach (var (places, odd) in corrections[..seen])
                {
                    WriteCorrections(places, odd);
                }
                corrections = corrections[seen..];
            }
            count -= seen;
            left -= length - seen;
        }
        return true;
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
