namespace GbGateway.Labels.Media.Png.Surgery;

/// <summary>
/// Inflates a picture's stream just as far as the label needs it and notes where the changed bytes stand in it, bit by bit. Resumable:
/// input is gathered in <see cref="Append"/>, output stands at <see cref="Output"/> and may be slid while nothing is noted yet.
/// <para>Unsafe by intent: the loop reads up to 16 bytes past the gathered input, which <see cref="InputSlack"/> covers, and writes up to
/// <see cref="OutputSlack"/> bytes past the target, which its caller keeps free.</para>
/// </summary>
internal sealed unsafe partial class Inflater
{
    /// <summary>Bytes kept free past the target of a run: a longest match, and the widest overshoot of its copy.</summary>
    public const int OutputSlack = 512;

    private const int InputSlack = 1024;

    /// <summary>A place after every other.</summary>
    private const long Farthest = long.MaxValue / 4;

    /// <summary>Blocks and dynamic blocks allowed before output pays for more: a header costs as much as some 2 KB of output.</summary>
    private const long FreeBlocks = 1 << 14, FreeDynamicBlocks = 1 << 13, OutputPerBlock = 16, OutputPerDynamicBlock = 512;

    private readonly PinnedBuffer _input = new();
    private readonly PinnedBuffer _output = new();
    private readonly PinnedBuffer _tables = new();
    private readonly uint* _literals;
    private readonly uint* _distances;

    private long _inputBase; // place in the stream of the gathered input's first byte
    private int _inputLength;
    private bool _inputEnded;
    private long _bit; // next unread bit, from the gathered input's first byte
    private long _outputBase; // place of the output's first byte
    private int _outputLength;
    private ChangedGrid _grid;
    private int _row; // first interval that may still lie ahead
    private bool _inBlock;
    private bool _noting; // late tokens of this block are noted
    private bool _tablesFixed; // the tables hold the fixed code
    private int _storedLeft;
    private long _blocks;
    private long _dynamicBlocks;
    private long _endOfBlockBit;

    public Inflater()
    {
        _tables.Reserve((InflateTable.LiteralEntries + InflateTable.DistanceEntries) * sizeof(uint));
        _literals = (uint*)_tables.Start;
        _distances = _literals + InflateTable.LiteralEntries;
    }

    public SpanLog Log { get; } = new();

    /// <summary>Place after the last inflated byte.</summary>
    public long Position => _outputBase + _outputLength;

    /// <summary>Bytes of the stream gathered so far.</summary>
    public long Gathered => _inputBase + _inputLength;

    /// <summary>Next unread bit of the stream.</summary>
    public long BitPosition => _inputBase * 8 + _bit;

    /// <summary>Memory held, in bytes.</summary>
    public long Capacity => _input.Capacity + _output.Capacity + Log.Capacity;

    public void Reset(ChangedGrid grid)
    {
        _grid = grid;
        (_inputBase, _inputLength, _inputEnded, _bit) = (0, 0, false, 16); // the two bytes of the zlib header are read by the caller
        (_outputBase, _outputLength, _row) = (0, 0, 0);
        (_inBlock, _storedLeft, _blocks, _dynamicBlocks) = (false, 0, 0, 0);
        Log.Clear();
    }

    /// <summary>The place of the first inflated byte that is still in memory.</summary>
    public long FirstKept => _outputBase;

    /// <summary>The inflated bytes from <paramref name="place"/> on. Good until the next run.</summary>
    public byte* Output(long place) => _output.Start + (place - _outputBase);

    /// <summary>The gathered stream from byte <paramref name="place"/> on.</summary>
    public byte* Input(long place) => _input.Start + (place - _inputBase);

    /// <summary>Gathers more of the stream.</summary>
    public void Append(ReadOnlySpan<byte> bytes)
    {
        if (Log.Spans == 0 && _inputLength > 1 << 18)
        {
            SlideInput();
        }
        _input.Reserve((long)_inputLength + bytes.Length + InputSlack, _inputLength);
        bytes.CopyTo(_input.Span(_inputLength + bytes.Length)[_inputLength..]);
        _inputLength += bytes.Length;
    }

    /// <summary>Says that the stream has no more bytes.</summary>
    public void EndInput()
    {
        _inputEnded = true;
        _input.Reserve(_inputLength + InputSlack, _inputLength);
        _input.Span(_inputLength + InputSlack)[_inputLength..].Clear();
    }

    /// <summary>Makes room for output up to <paramref name="end"/>, at most <paramref name="cap"/> bytes of it at a time; drops what lies before <paramref name="keep"/> and before the window.</summary>
    public long MakeRoom(long end, long keep, int cap)
    {
        keep = Math.Min(keep, Position - DeflateFacts.Window);
        if (Log.Spans == 0 && keep - _outputBase > _outputLength / 2)
        {
            var drop = (int)(keep - _outputBase);
            _output.Span(_outputLength)[drop..].CopyTo(_output.Span(_outputLength));
            _outputBase += drop;
            _outputLength -= drop;
        }
        end = Math.Min(end, Position + cap);
        _output.Reserve(end - _outputBase + OutputSlack, _outputLength);
        return end;
    }

    /// <summary>Inflates until <paramref name="target"/> is reached, for which <see cref="MakeRoom"/> made room.</summary>
    public InflateOutcome Run(long target)
    {
        while (Position < target)
        {
            if (!_inBlock)
            {
                var opened = OpenBlock();
                if (opened != InflateOutcome.Reached)
                {
                    return opened;
                }
            }
            var outcome = Log.Block(Log.Blocks - 1).Type == 0 ? CopyStored(target) : RunTokens(target);
            if (outcome == InflateOutcome.BlockEnd)
            {
                CloseBlock();
            }
            else if (outcome != InflateOutcome.Reached)
            {
                return outcome;
            }
        }
        return InflateOutcome.Reached;
    }

    private InflateOutcome RunTokens(long target)
    {
        while (_row < _grid.Rows && _grid.IntervalStart(_row) + _grid.Width <= Position)
        {
            _row++;
        }
        var interval = _row < _grid.Rows ? _grid.IntervalStart(_row) : Farthest;
        if (interval > Position)
        {
            return CheckEnd(Decode(Math.Min(interval, target), _row, interval));
        }
        var (start, bit) = (Position, BitPosition);
        var outcome = CheckEnd(Decode(Math.Min(interval + _grid.Width, target), 0, Farthest));
        var end = outcome == InflateOutcome.BlockEnd ? _endOfBlockBit : BitPosition;
        return Position == start || Log.TryAddSpan(start, Position, bit, end) ? outcome : InflateOutcome.Excessive;
    }

    private InflateOutcome CheckEnd(InflateOutcome outcome) =>
        _inputEnded && _bit > _inputLength * 8L ? InflateOutcome.Malformed : outcome;

    private InflateOutcome CopyStored(long target)
    {
        var offset = (int)(_bit >> 3);
        var length = (int)Math.Min(Math.Min(_storedLeft, _inputLength - offset), target - Position);
        if (length == 0 && _storedLeft > 0)
        {
            return _inputEnded ? InflateOutcome.Malformed : InflateOutcome.NeedsInput;
        }
        _input.Span(offset + length)[offset..].CopyTo(_output.Span(_outputLength + length)[_outputLength..]);
        for (; _row < _grid.Rows && _grid.IntervalStart(_row) < Position + length; _row++)
        {
            var start = Math.Max(Position, _grid.IntervalStart(_row));
            var end = Math.Min(Position + length, _grid.IntervalStart(_row) + _grid.Width);
            if (start < end && !Log.TryAddSpan(start, end, BitPosition + (start - Position) * 8, BitPosition + (end - Position) * 8))
            {
                return InflateOutcome.Excessive;
            }
            if (end == Position + length)
            {
                break; // this interval may go on
            }
        }
        _outputLength += length;
        _bit += length * 8L;
        _storedLeft -= length;
        _endOfBlockBit = BitPosition;
        return _storedLeft == 0 ? InflateOutcome.BlockEnd : InflateOutcome.Reached;
    }

    private void CloseBlock()
    {
        ref var block = ref Log.Block(Log.Blocks - 1);
        block.EndOfBlockBit = _endOfBlockBit;
        block.EndBit = BitPosition;
        _inBlock = false;
    }

    private InflateOutcome OpenBlock()
    {
        if (Log.Blocks > 0 && Log.Block(Log.Blocks - 1).Final)
        {
            return InflateOutcome.Ended;
        }
        if (!_inputEnded && _inputLength - (_bit >> 3) < BlockHeader.MaxLength + 16)
        {
            return InflateOutcome.NeedsInput;
        }
        if (_bit > _inputLength * 8L)
        {
            return InflateOutcome.Malformed;
        }
        if (++_blocks > FreeBlocks + Position / OutputPerBlock || !Log.TryAddBlock(BitPosition))
        {
            return InflateOutcome.Excessive;
        }
        ref var block = ref Log.Block(Log.Blocks - 1);
        var bits = BlockHeader.Peek(_input.Start, _bit);
        block.Final = (bits & 1) != 0;
        block.Type = (byte)(bits >> 1 & 3);
        _bit += 3;
        var good = block.Type switch
        {
            0 => OpenStored(ref block),
            1 => OpenFixed(),
            2 => OpenDynamic(),
            _ => false,
        };
        if (!good || _bit > _inputLength * 8L)
        {
            return InflateOutcome.Malformed;
        }
        if (_dynamicBlocks > FreeDynamicBlocks + Position / OutputPerDynamicBlock)
        {
            return InflateOutcome.Excessive;
        }
        block.BodyBit = BitPosition;
        _inBlock = true;
        return InflateOutcome.Reached;
    }

    private bool OpenStored(ref DeflateBlock block)
    {
        _bit = (_bit + 7) & ~7L;
        var lengths = (uint)BlockHeader.Peek(_input.Start, _bit);
        _bit += 32;
        _storedLeft = block.StoredLength = (int)(lengths & 0xFFFF);
        return (lengths & 0xFFFF) == (~lengths >> 16);
    }

    private bool OpenFixed()
    {
        _noting = false;
        var lengths = Log.Lengths(Log.Blocks - 1);
        DeflateFacts.FixedLengths(lengths);
        return _tablesFixed || (_tablesFixed = TryBuildTables(lengths, late: false));
    }

    private bool OpenDynamic()
    {
        _dynamicBlocks++;
        _tablesFixed = false;
        var lengths = Log.Lengths(Log.Blocks - 1);
        return BlockHeader.TryReadLengths(_input.Start, ref _bit, lengths) && TryBuildTables(lengths, late: true);
    }

    private bool TryBuildTables(ReadOnlySpan<byte> lengths, bool late)
    {
        var literals = lengths[..DeflateFacts.LiteralCodes];
        var order = new CanonicalOrder();
        if (!order.TrySort(literals))
        {
            return false;
        }
        _noting = late && literals[..256].Contains((byte)0);
        InflateTable.BuildLiterals(_literals, order, late ? LateSymbols.FindStart(order, literals) : order.Count);
        order = new CanonicalOrder();
        if (!order.TrySort(lengths[DeflateFacts.LiteralCodes..]))
        {
            return false;
        }
        InflateTable.BuildDistances(_distances, order);
        return true;
    }

    private void SlideInput()
    {
        // The block that holds the first changed byte is copied from its header on, so that is as far as the input can go.
        var keep = _inBlock ? Log.Block(Log.Blocks - 1).HeaderBit >> 3 : BitPosition >> 3;
        var drop = (int)(keep - _inputBase);
        if (drop > _inputLength / 2)
        {
            _input.Span(_inputLength)[drop..].CopyTo(_input.Span(_inputLength));
            _inputBase += drop;
            _inputLength -= drop;
            _bit -= drop * 8L;
        }
    }
}
