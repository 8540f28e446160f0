namespace GbGateway.Labels.Media.Png.Surgery;

/// <summary>
/// Writes the blocks of the label's rows anew, up to the last changed span: clean bits as they stand, changed spans as literals of the
/// new bytes. A block keeps its code if it has every literal needed, else the code grows (<see cref="CodeGrowth"/>).
/// </summary>
internal sealed unsafe class BlockRecoder
{
    /// <summary>Two headers and the fillers between them.</summary>
    private const int HeaderRoom = 2 * BlockHeader.MaxLength + 64;

    /// <summary>So many (as a power of two) places that repeat nothing, and only every second place is asked, then every third, until one does.</summary>
    private const int MissesPerStep = 4;

    private const int LongestStep = 15;

    /// <summary>Every so many places are asked for a run: one that is worth it is longer.</summary>
    private const int RunStep = 3;

    /// <summary>Matches from this length on are taken without a count of their literals' bits.</summary>
    private const int LongEnough = 16;

    private readonly PinnedBuffer _codes = new();
    private readonly SpanMatches _matches = new();
    private readonly byte[] _lengths = new byte[DeflateFacts.BlockCodes]; // in force, as grown
    private readonly int[] _wanted = new int[256];
    private Inflater _inflater = null!;
    private byte* _input;
    private int _late;
    private bool _grown;
    private bool _thorough;
    private int _misses;

    public BlockRecoder() => _codes.Reserve(DeflateFacts.BlockCodes * sizeof(uint));

    private uint* Codes => (uint*)_codes.Start;

    /// <summary>
    /// Writes everything from the first noted block to the last changed span's end, and then what it takes to go on there with the old
    /// bits: after this the writer stands at the old stream's bit phase. False if a code has no room for a literal.
    /// </summary>
    /// <param name="inflater">What was inflated, the changed bytes in place.</param>
    /// <param name="window">How far a match may reach back.</param>
    /// <param name="stride">Bytes from a row to the next.</param>
    /// <param name="thorough">Whether to look for what the changed bytes repeat, and not for runs of one byte alone: shorter, and half as fast.</param>
    /// <param name="writer">Where to.</param>
    public bool TryWrite(Inflater inflater, int window, int stride, bool thorough, ref BitWriter writer)
    {
        _inflater = inflater;
        (_thorough, _misses) = (thorough, 0);
        _matches.Begin(inflater.Output(inflater.FirstKept), window, stride);
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

    /// <summary>Literals, and matches where they are shorter and the block has codes for them.</summary>
    private void WriteSpan(ref BitWriter writer, in ChangedSpan span)
    {
        var literals = _inflater.Output(span.Start);
        var end = literals + span.Length;
        var at = _matches.BeginSpan(literals);
        var least = _thorough ? SpanMatches.Least : SpanMatches.LeastRun;
        while (end - at >= least)
        {
            var (length, distance) = _thorough ? _matches.Find(at, end) : SpanMatches.FindRun(at, end);
            if (length == 0 || !TryMatch(ref writer, literals, at, ref length, distance))
            {
                at += _thorough ? 1 + Math.Min(_misses++ >> MissesPerStep, LongestStep) : RunStep;
                continue;
            }
            at += length;
            literals = at;
            _misses = 0;
            _matches.Take(distance);
        }
        writer.PutLiterals(Codes, literals, end);
    }

    /// <summary>Writes the literals before a match and the match, if that takes fewer bits than its literals do.</summary>
    private bool TryMatch(ref BitWriter writer, byte* literals, byte* at, ref int length, int distance)
    {
        var symbol = DeflateFacts.LengthSymbol(length);
        while (symbol >= 0 && Codes[DeflateFacts.FirstLength + symbol] == 0)
        {
            symbol--;
        }
        var far = DeflateFacts.DistanceSymbol(distance);
        var (lengthCode, distanceCode) = (symbol < 0 ? 0 : Codes[DeflateFacts.FirstLength + symbol], Codes[DeflateFacts.LiteralCodes + far]);
        if (lengthCode == 0 || distanceCode == 0)
        {
            return false;
        }
        var extra = DeflateFacts.LengthExtra[symbol];
        length = Math.Min(length, symbol == DeflateFacts.LengthBase.Length - 1 ? DeflateFacts.MaxMatch : Math.Min(DeflateFacts.MaxMatch - 1, DeflateFacts.LengthBase[symbol] + (1 << extra) - 1));
        if (length < LongEnough)
        {
            var bits = (int)(lengthCode >> 16) + extra + (int)(distanceCode >> 16) + DeflateFacts.DistanceExtra[far];
            for (var i = 0; bits >= 0 && i < length; i++)
            {
                bits -= (int)(Codes[at[i]] >> 16);
            }
            if (bits >= 0)
            {
                return false;
            }
        }
        writer.PutLiterals(Codes, literals, at);
        writer.Put((ushort)lengthCode | (ulong)(length - DeflateFacts.LengthBase[symbol]) << (int)(lengthCode >> 16), (int)(lengthCode >> 16) + extra);
        writer.Put((ushort)distanceCode | (ulong)(distance - DeflateFacts.DistanceBase[far]) << (int)(distanceCode >> 16), (int)(distanceCode >> 16) + DeflateFacts.DistanceExtra[far]);
        return true;
    }
}
