namespace GbGateway.Labels.Media.Png.Surgery;

/// <summary>
/// Writes the blocks of the label's rows anew, up to the last changed span: clean bits as they stand, changed spans as literals of the
/// new bytes. A block keeps its code if it has every literal needed, else the code grows (<see cref="CodeGrowth"/>).
/// </summary>
internal sealed unsafe class BlockRecoder
{
    /// <summary>Two headers and the fillers between them.</summary>
    private const int HeaderRoom = 2 * BlockHeader.MaxLength + 64;

    private readonly PinnedBuffer _codes = new();
    private readonly byte[] _lengths = new byte[DeflateFacts.BlockCodes]; // in force, as grown
    private readonly int[] _wanted = new int[256];
    private Inflater _inflater = null!;
    private byte* _input;
    private int _late;
    private bool _grown;

    public BlockRecoder() => _codes.Reserve(DeflateFacts.BlockCodes * sizeof(uint));

    private uint* Codes => (uint*)_codes.Start;

    /// <summary>
    /// Writes everything from the first noted block to the last changed span's end, and then what it takes to go on there with the old
    /// bits: after this the writer stands at the old stream's bit phase. False if a code has no room for a literal.
    /// </summary>
    public bool TryWrite(Inflater inflater, ref BitWriter writer)
    {
        _inflater = inflater;
        _input = inflater.Input(0);
        var log = inflater.Log;
        var lastBlock = log.Span(log.Spans - 1).Block;
        for (var index = 0; index <= lastBlock; index++)
        {
            ref readonly var block = ref log.Block(index);
            var spans = index + 1 < log.Blocks ? log.Block(index + 1).FirstSpan : log.Spans;
            var stop = index == lastBlock ? log.Span(log.Spans - 1).BitEnd : block.EndBit;
            writer.Reserve((stop - block.HeaderBit) / 8 + Room(log, block.FirstSpan, spans) + 2L * (log.LateTokens - block.FirstLate) + HeaderRoom);
            if (block.Type == 0)
            {
                WriteStored(ref writer, block, spans, stop);
            }
            else if (spans == block.FirstSpan)
            {
                writer.Copy(_input, block.HeaderBit, stop);
            }
            else if (!TryWriteTokens(ref writer, index, block, spans, index == lastBlock))
            {
                return false;
            }
        }
        return true;
    }

    private static long Room(SpanLog log, int from, int to)
    {
        var room = 0L;
        for (var i = from; i < to; i++)
        {
            room += 2L * log.Span(i).Length;
        }
        return room;
    }

    /// <summary>A stored block begins at a whole byte by itself, so the bit phase is the old one in it, whatever came before.</summary>
    private void WriteStored(ref BitWriter writer, in DeflateBlock block, int spans, long stop)
    {
        writer.Put(block.Final ? 1u : 0u, 3);
        writer.Align();
        var at = (block.BodyBit >> 3) - 4;
        for (var i = block.FirstSpan; i < spans; i++)
        {
            ref readonly var span = ref _inflater.Log.Span(i);
            writer.PutBytes(new ReadOnlySpan<byte>(_input + at, (int)((span.BitStart >> 3) - at)));
            writer.PutBytes(new ReadOnlySpan<byte>(_inflater.Output(span.Start), span.Length));
            at = span.BitEnd >> 3;
        }
        writer.PutBytes(new ReadOnlySpan<byte>(_input + at, (int)((stop >> 3) - at)));
    }

    private bool TryWriteTokens(ref BitWriter writer, int index, in DeflateBlock block, int spans, bool last)
    {
        var log = _inflater.Log;
        log.Lengths(index).CopyTo(_lengths);
        _grown = CountMissing(block.FirstSpan, spans);
        if (_grown && !CodeGrowth.TryGrow(_lengths.AsSpan(0, DeflateFacts.LiteralCodes), _wanted, log.Span(spans - 1).Start - log.Span(block.FirstSpan).Start))
        {
            return false;
        }
        HuffmanCode.Assign(_lengths.AsSpan(0, DeflateFacts.LiteralCodes), _codes.SpanOf<uint>(DeflateFacts.LiteralCodes));
        HuffmanCode.Assign(_lengths.AsSpan(DeflateFacts.LiteralCodes), _codes.SpanOf<uint>(DeflateFacts.BlockCodes)[DeflateFacts.LiteralCodes..]);
        if (_grown)
        {
            DynamicHeader.Write(ref writer, _lengths, block.Final && !last);
        }
        else
        {
            writer.Put(block.Final && !last ? 1u : 0u, 1);
            writer.Copy(_input, block.HeaderBit + 1, block.BodyBit);
        }
        _late = block.FirstLate;
        var bit = block.BodyBit;
        for (var i = block.FirstSpan; i < spans; i++)
        {
            ref readonly var span = ref log.Span(i);
            CopyClean(ref writer, index, bit, span.BitStart);
            WriteSpan(ref writer, span);
            bit = span.BitEnd;
        }
        if (!last)
        {
            CopyClean(ref writer, index, bit, block.EndOfBlockBit);
        }
        PutCode(ref writer, DeflateFacts.EndOfBlock);
        if (last)
        {
            // The old header once more, then the old bits. Empty blocks between make up the difference in phase.
            PhaseFiller.Fill(ref writer, (int)((bit - (block.BodyBit - block.HeaderBit)) & 7));
            writer.Copy(_input, block.HeaderBit, block.BodyBit);
        }
        return true;
    }

    /// <summary>Counts the literals of the changed spans that have no code; true if there are any.</summary>
    private bool CountMissing(int from, int to)
    {
        var missing = false;
        _wanted.AsSpan().Clear();
        fixed (byte* lengths = _lengths)
        {
            for (var i = from; i < to; i++)
            {
                ref readonly var span = ref _inflater.Log.Span(i);
                var at = _inflater.Output(span.Start);
                for (var end = at + span.Length; at < end; at++)
                {
                    if (lengths[*at] == 0)
                    {
                        _wanted[*at]++;
                        missing = true;
                    }
                }
            }
        }
        return missing;
    }

    private void CopyClean(ref BitWriter writer, int block, long from, long to)
    {
        if (_grown)
        {
            var log = _inflater.Log;
            var late = log.Late;
            for (; _late < late.Length && (long)(late[_late] >> 9) < to; _late++)
            {
                var bit = (long)(late[_late] >> 9);
                if (bit < from)
                {
                    continue; // within a changed span
                }
                var symbol = (int)(late[_late] & 511);
                writer.Copy(_input, from, bit);
                PutCode(ref writer, symbol);
                from = bit + log.Lengths(block)[symbol];
            }
        }
        writer.Copy(_input, from, to);
    }

    private void PutCode(ref BitWriter writer, int symbol) => writer.Put((ushort)Codes[symbol], (int)(Codes[symbol] >> 16));

    /// <summary>Literals; runs of one byte as matches of distance 1 where the block has codes for them.</summary>
    private void WriteSpan(ref BitWriter writer, in ChangedSpan span)
    {
        var at = _inflater.Output(span.Start);
        var end = at + span.Length;
        var distance = Codes[DeflateFacts.LiteralCodes];
        if (distance == 0)
        {
            writer.PutLiterals(Codes, at, end);
            return;
        }
        var literals = at;
        at += span.Start == 0 ? 1 : 0; // nothing stands before the first byte
        while (end - at >= 8)
        {
            if (*(ulong*)at != *(ulong*)(at - 1))
            {
                at += 3;
                continue;
            }
            var run = new ReadOnlySpan<byte>(at, (int)(end - at)).IndexOfAnyExcept(at[-1]);
            run = run < 0 ? (int)(end - at) : run;
            writer.PutLiterals(Codes, literals, at);
            for (var taken = 1; run >= DeflateFacts.MinMatch && taken > 0; run -= taken, at += taken)
            {
                taken = PutRun(ref writer, run, distance);
            }
            literals = at;
            at += run; // what is left of the run is too short, or has no code
        }
        writer.PutLiterals(Codes, literals, end);
    }

    private int PutRun(ref BitWriter writer, int run, uint distance)
    {
        for (var symbol = DeflateFacts.LengthBase.Length - 1; symbol >= 0; symbol--)
        {
            var code = Codes[257 + symbol];
            var extra = DeflateFacts.LengthExtra[symbol];
            if (DeflateFacts.LengthBase[symbol] > run || code == 0)
            {
                continue;
            }
            var length = Math.Min(run, DeflateFacts.LengthBase[symbol] + (1 << extra) - 1);
            length = Math.Min(length, DeflateFacts.MaxMatch);
            writer.Put((ushort)code | (ulong)(length - DeflateFacts.LengthBase[symbol]) << (int)(code >> 16), (int)(code >> 16) + extra);
            writer.Put((ushort)distance, (int)(distance >> 16));
            return length;
        }
        return 0;
    }
}
