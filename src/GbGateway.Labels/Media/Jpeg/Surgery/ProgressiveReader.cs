using System.Numerics;
using System.Runtime.CompilerServices;

namespace GbGateway.Labels.Media.Jpeg.Surgery;

/// <summary>Reads the scans of a progressive picture (T.81 annex G) as far as the label reaches.</summary>
internal sealed class ProgressiveReader(CoefficientStore store)
{
    private readonly EntropyBits _bits = new();
    private BitCursor _cursor;
    private int _run;

    /// <summary>Reads units of a scan up to <see cref="ScanWork.EndUnit"/>, and notes where the bits under the label begin and end. Returns why it can't, or null.</summary>
    public string? Read(ReadOnlySpan<byte> file, ref ScanWork work, in ScanUnits units, int firstLabelUnit)
    {
        ref readonly var scan = ref work.Scan;
        // The bytes after the scan are not its own, and the scan's end is known.
        file = file[..Math.Min(file.Length, work.End + 2)];
        _bits.Start(scan.Start);
        (_cursor, _run) = (default, 0);
        (work.RunLeft, work.EndsAtMarker) = (0, false);
        var predicted = default(JpegScan.Slots<int>);
        var restarts = 0;
        var bytes = units.BlocksPerUnit * EntropyReader.BytesPerBlock;
        for (var unit = 0; ; unit++)
        {
            var atRestart = scan.RestartInterval != 0 && unit != 0 && unit % scan.RestartInterval == 0 && unit < units.Total;
            if (atRestart && unit == work.EndUnit)
            {
                return EndAtRestart(file, ref work, restarts);
            }
            if (atRestart)
            {
                if (!TryPassRestart(file, restarts++))
                {
                    return "a restart marker that is missing or misplaced";
                }
                predicted = default;
            }
            if (unit == work.EndUnit)
            {
                break;
            }
            while (!_bits.IsWhole && _bits.Length - _cursor.Next < bytes && _bits.TryTake(file))
            {
            }
            if (unit <= firstLabelUnit && _run == 0)
            {
                NoteStart(ref work, unit, predicted, restarts);
            }
            if (!TryReadUnit(scan, units, unit, ref predicted) || _cursor.Position > (long)_bits.Length * 8)
            {
                return "entropy-coded data that is cut or corrupt";
            }
        }
        return NoteEnd(file, ref work, units);
    }

    public void Shrink() => _bits.Shrink();

    private void NoteStart(ref ScanWork work, int unit, JpegScan.Slots<int> predicted, int restarts)
    {
        var bit = _cursor.Position;
        (work.FirstUnit, work.Predicted, work.Restarts) = (unit, predicted, restarts);
        (work.FirstByte, work.FirstBits) = (_bits.Bytes[bit >> 3], (int)(bit & 7));
        work.KeptUntil = (int)(bit >> 3);
    }

    private string? NoteEnd(ReadOnlySpan<byte> file, ref ScanWork work, in ScanUnits units)
    {
        work.KeptUntil = _bits.WhereInFile(work.KeptUntil);
        work.RunLeft = _run;
        if (work.EndUnit == units.Total)
        {
            (work.EndsAtMarker, work.TailFrom) = (true, work.End);
            return _run == 0 ? null : "a run over the end of a scan";
        }
        var bit = _cursor.Position;
        var at = (int)(bit >> 3);
        while (_bits.Length < at + 2 && _bits.TryTake(file))
        {
        }
        work.LastBits = 8 - (int)(bit & 7);
        work.LastByte = _bits.Bytes[at];
        work.TailFrom = _bits.WhereBitsEnd(bit);
        return null;
    }

    private string? EndAtRestart(ReadOnlySpan<byte> file, ref ScanWork work, int restarts)
    {
        if (!TryPassRestart(file, restarts))
        {
            return "a restart marker that is missing or misplaced";
        }
        work.KeptUntil = _bits.WhereInFile(work.KeptUntil);
        (work.EndsAtMarker, work.TailFrom) = (true, _bits.Restart(restarts).InFile - 2);
        return null;
    }

    private bool TryPassRestart(ReadOnlySpan<byte> file, int number)
    {
        while (_bits.Restarts <= number)
        {
            if (!_bits.TryTake(file))
            {
                return false;
            }
        }
        var (here, _) = _bits.Restart(number);
        if (_run != 0 || here != (_cursor.Position + 7) >> 3)
        {
            return false;
        }
        _cursor = BitCursor.At((long)here * 8, _bits.Bytes);
        return true;
    }

    private bool TryReadUnit(in JpegScan scan, in ScanUnits units, int unit, ref JpegScan.Slots<int> predicted)
    {
        var reader = new EntropyReader(_bits.Bytes, _cursor);
        if (scan.First == 0)
        {
            for (var slot = 0; slot < scan.Count; slot++)
            {
                for (var b = 0; b < units.BlocksOf(slot); b++)
                {
                    var (column, row) = units.Place(unit, slot, b);
                    var block = store.Block(store.Index(scan.Component[slot], column, row));
                    if (scan.High != 0)
                    {
                        reader.Refill();
                        block[0] |= (short)(reader.ReadBits(1) << scan.Low);
                        continue;
                    }
                    var value = predicted[slot] += reader.ReadDifference(scan.Dc[slot]!);
                    if (value is < -2048 or > 2047 || (value << scan.Low) is < short.MinValue or > short.MaxValue)
                    {
                        return false;
                    }
                    block[0] = (short)(value << scan.Low);
                }
            }
        }
        else
        {
            var (column, row) = units.Place(unit, 0, 0);
            var block = store.Block(store.Index(scan.Component[0], column, row));
            // Given and got back by value, so that it stays in registers.
            reader = scan.High == 0 ? ReadFirst(reader, scan, block) : Refine(reader, scan, block);
        }
        _cursor = reader.Cursor;
        return !reader.IsBroken;
    }

    private EntropyReader ReadFirst(EntropyReader reader, scoped in JpegScan scan, scoped Span<short> block)
    {
        if (_run > 0)
        {
            _run--;
            return reader;
        }
        var table = scan.Ac[0]!;
        for (var place = scan.First; place <= scan.Last; place++)
        {
            reader.Refill();
            var symbol = reader.ReadSymbol(table);
            var (zeros, size) = (symbol >> 4, symbol & 15);
            if (size == 0 && zeros < 15)
            {
                _run = (1 << zeros) + reader.ReadBits(zeros) - 1;
                return reader;
            }
            place += zeros;
            if (size == 0)
            {
                continue;
            }
            if (place > scan.Last || size > BlockWriter.MaxSize || size + scan.Low > 15)
            {
                reader.Break();
                return reader;
            }
            block[place] = (short)(reader.Receive(size) << scan.Low);
        }
        return reader;
    }

    private EntropyReader Refine(EntropyReader reader, scoped in JpegScan scan, scoped Span<short> block)
    {
        var table = scan.Ac[0]!;
        var band = Band(scan.First, scan.Last);
        var known = BlockWriter.NonZero(block) & band;
        var left = band;
        while (_run == 0 && left != 0)
        {
            reader.Refill();
            var symbol = reader.ReadSymbol(table);
            var (zeros, size) = (symbol >> 4, symbol & 15);
            if (size == 0 && zeros < 15)
            {
                _run = (1 << zeros) + reader.ReadBits(zeros);
                break;
            }
            if (size > 1)
            {
                reader.Break();
                return reader;
            }
            var value = size == 0 ? 0 : reader.ReadBits(1) == 1 ? 1 << scan.Low : -(1 << scan.Low);
            var free = left & ~known;
            for (; zeros > 0 && free != 0; zeros--)
            {
                free &= free - 1;
            }
            if (free == 0 && size != 0)
            {
                reader.Break();
                return reader;
            }
            // All places up to the one found are done with.
            var place = free == 0 ? 63 : BitOperations.TrailingZeroCount(free);
            var upTo = place == 63 ? ulong.MaxValue : (1ul << (place + 1)) - 1;
            Correct(ref reader, block, known & left & upTo, scan.Low);
            if (size != 0)
            {
                block[place] = (short)value;
            }
            left &= ~upTo;
        }
        if (_run > 0)
        {
            Correct(ref reader, block, known & left, scan.Low);
            _run--;
        }
        return reader;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Correct(ref EntropyReader reader, scoped Span<short> block, ulong places, int low)
    {
        while (places != 0)
        {
            reader.Refill();
            var count = Math.Min(32, BitOperations.PopCount(places));
            // The first of them topmost.
            var bits = reader.ReadWide(count) << (32 - count);
            for (; count > 0; count--, places &= places - 1, bits <<= 1)
            {
                // No branch: whether a bit is set is a toss of a coin.
                ref var value = ref block[BitOperations.TrailingZeroCount(places)];
                value += (short)((value >> 15 | 1) << low & (int)bits >> 31);
            }
        }
    }

    /// <summary>A bit for each place of a band.</summary>
    public static ulong Band(int first, int last) => (ulong.MaxValue >> (63 - last)) & (ulong.MaxValue << first);
}
