using System.Buffers;
using System.Buffers.Binary;
using GbGateway.Labels.Explicit;

namespace GbGateway.Labels.Media.Png.Surgery;

/// <summary>
/// Grafts the label into the picture data. Steps: (1) gather IDAT chunks and inflate as far as a match could still copy from the label;
/// (2) paint and filter the label's columns; (3) recode the blocks that hold them, back to the old bit phase; (4) make one IDAT chunk
/// that ends in the old bytes, its CRC corrected by algebra. Everything before and after is the source's, byte for byte.
/// </summary>
internal sealed unsafe class PngGraft
{
    /// <summary>Stream bytes gathered at once: little more than needed is touched, and the inflater is rarely entered.</summary>
    private const int GatherLength = 1 << 15;

    /// <summary>Output made room for at once; pictures of up to 2048 pixels a side are done in one.</summary>
    private const int OutputLength = 1 << 20;

    /// <summary>Unchanged stream bytes before the first changed block that are merged into the new chunk; more of them get a chunk of their own.</summary>
    private const int MaxMerged = 1 << 16;

    /// <summary>A rest of at most this many bytes is inflated, too, so that the stream's end is known and not only believed.</summary>
    private const int MaxRest = 1 << 15;

    /// <summary>Growth, in bytes and as a share of the file, that is not worth a search for repetitions; the metadata come on top.</summary>
    private const int FreeGrowth = 256;

    private const double MostGrowth = 0.01;

    private const int ChunkHead = 8;

    private readonly Inflater _inflater = new();
    private readonly BlockRecoder _recoder = new();
    private readonly GraftRows _rows = new();
    private readonly PinnedBuffer _output = new();
    private PngLayout _layout;
    private GraftBox _box;
    private long _stop;
    private int _at;
    private long _left;
    private int _skip;
    private bool _runEnded;
    private (int Start, int Length) _split;
    private int _newLength;
    private int _window; // how far a match may reach back by the stream's own head

    /// <summary>Why the picture was refused.</summary>
    public string Reason { get; private set; } = "";

    /// <summary>Bytes of the run that stay before the new chunks.</summary>
    public int Kept { get; private set; }

    /// <summary>Where in the run the unchanged rest begins: within an IDAT chunk's data, or at its CRC.</summary>
    public int TailStart { get; private set; }

    /// <summary>Bytes of that chunk's data from there on.</summary>
    public int TailData { get; private set; }

    /// <summary>Bytes of the stream before the rest.</summary>
    public long StreamPosition { get; private set; }

    /// <summary>Bytes that the stream must have, checksum included; 0 if its end was not looked at.</summary>
    public long StreamLength { get; private set; }

    /// <summary>What that chunk's CRC changes by.</summary>
    public uint CrcChange { get; private set; }

    /// <summary>What the stream's checksum changes by.</summary>
    public AdlerDelta Adler => _rows.Adler;

    /// <summary>Memory held, in bytes.</summary>
    public long Capacity => _inflater.Capacity + _rows.Capacity + _output.Capacity;

    /// <summary>Begins with a picture. False, with <see cref="Reason"/>, if nothing of the stamp would show.</summary>
    public bool TryBegin(PngLayout layout, ReadOnlySpan<byte> transparency, Stamp stamp, int x, int y)
    {
        (_layout, _at, _left, _skip, _runEnded, Reason) = (layout, 0, 0, 0, false, "");
        if (!BitConverter.IsLittleEndian)
        {
            return Refuse("the bits are read as little-endian words");
        }
        if (layout.Colour == PngColour.Palette)
        {
            return Refuse("palette");
        }
        if (!GraftBox.TryClip(layout, stamp, x, y, out _box))
        {
            return Refuse("the label lies outside the picture");
        }
        var brush = _rows.Begin(layout, _box, stamp);
        if (transparency.Length > 0 && !brush.TrySetTransparentColour(transparency))
        {
            return Refuse("tRNS does not fit the colour type");
        }
        var grid = _box.Grid(layout);
        _inflater.Reset(grid);
        _stop = grid.End + DeflateFacts.Window;
        _stop = _stop + MaxRest < layout.InflatedLength ? _stop : layout.InflatedLength + 1;
        StreamLength = 0;
        return true;
    }

    /// <summary>Lets go of the picture's stamp; the scratch memory stays.</summary>
    public void End() => _rows.End();

    /// <summary>Works on as far as the bytes reach.</summary>
    /// <param name="run">The file from its first IDAT chunk on: each time the same bytes and more.</param>
    /// <returns><see cref="PngStep.Labelled"/> once the new chunks are ready.</returns>
    public PngStep Feed(ReadOnlySpan<byte> run)
    {
        while (true)
        {
            var outcome = _inflater.Gathered >= 2 ? Inflate() : InflateOutcome.NeedsInput;
            switch (outcome)
            {
                case InflateOutcome.Reached when _inflater.Position >= _stop && _stop > _layout.InflatedLength:
                    Refuse("more picture data than rows");
                    return PngStep.Refused;
                case InflateOutcome.Ended when _inflater.Position == _layout.InflatedLength:
                    StreamLength = ((_inflater.BitPosition + 7) >> 3) + PngTail.AdlerLength;
                    return TryFinish(run) ? PngStep.Labelled : PngStep.Refused;
                case InflateOutcome.Reached when _inflater.Position >= _stop:
                    return TryFinish(run) ? PngStep.Labelled : PngStep.Refused;
                case InflateOutcome.Reached:
                    break;
                case InflateOutcome.NeedsInput when _runEnded:
                case InflateOutcome.Ended:
                    Refuse("the picture data end early");
                    return PngStep.Refused;
                case InflateOutcome.NeedsInput:
                    if (!Gather(run))
                    {
                        return Reason.Length == 0 ? PngStep.NeedsMore : PngStep.Refused;
                    }
                    break;
                case InflateOutcome.Excessive:
                    Refuse("more deflate blocks than surgery takes");
                    return PngStep.Refused;
                default:
                    Refuse(Reason.Length == 0 ? "the picture data are no deflate stream" : Reason);
                    return PngStep.Refused;
            }
        }
    }

    /// <summary>Writes what replaces the run up to <see cref="TailStart"/>.</summary>
    public void Write(ReadOnlySpan<byte> run, IBufferWriter<byte> output)
    {
        output.Write(run[..Kept]);
        if (_split.Length > 0)
        {
            Span<byte> field = stackalloc byte[ChunkHead];
            var data = run.Slice(_split.Start, _split.Length);
            WriteChunkHead(field, _split.Length);
            output.Write(field);
            output.Write(data);
            BinaryPrimitives.WriteUInt32BigEndian(field, CrcAlgebra.Join(CrcAlgebra.Idat, CrcAlgebra.Of(data), data.Length));
            output.Write(field[..4]);
        }
        output.Write(_output.Span(_newLength));
    }

    private static void WriteChunkHead(Span<byte> field, int length)
    {
        BinaryPrimitives.WriteInt32BigEndian(field, length);
        "IDAT"u8.CopyTo(field[4..]);
    }

    private bool Refuse(string reason)
    {
        Reason = reason;
        return false;
    }

    private InflateOutcome Inflate()
    {
        var above = (long)_box.Top * _layout.Stride;
        if (_inflater.Position == 0)
        {
            if (!IsZlib(_inflater.Input(0)))
            {
                return InflateOutcome.Malformed;
            }
            _window = 256 << (*_inflater.Input(0) >> 4);
        }
        if (_inflater.Position >= above)
        {
            return _inflater.Run(_inflater.MakeRoom(_stop, above, OutputLength));
        }
        // Rows above the label are read, two at a time in memory, and let go.
        var outcome = _inflater.Run(_inflater.MakeRoom(above, (long)_rows.Row * _layout.Stride, OutputLength));
        while (_rows.Row < _box.Top && (long)(_rows.Row + 1) * _layout.Stride <= _inflater.Position)
        {
            if (!_rows.TryTake(_inflater.Output((long)_rows.Row * _layout.Stride)))
            {
                Refuse("a row has an unknown filter");
                return InflateOutcome.Malformed;
            }
        }
        return outcome;
    }

    /// <summary>RFC 1950: deflate, a window of at most 32 KiB, no dictionary, and a check modulo 31.</summary>
    private static bool IsZlib(byte* head) =>
        (head[0] & 15) == 8 && head[0] >> 4 <= 7 && (head[0] << 8 | head[1]) % 31 == 0 && (head[1] & 32) == 0;

    /// <summary>Gathers more of the stream, or finds its end. False if more of the file is needed, or it is refused.</summary>
    private bool Gather(ReadOnlySpan<byte> run)
    {
        while (true)
        {
            var rest = run.Length - _at;
            if (_left > 0 && rest > 0)
            {
                var length = (int)Math.Min(Math.Min(_left, rest), GatherLength);
                _inflater.Append(run.Slice(_at, length));
                (_at, _left) = (_at + length, _left - length);
                _skip = _left == 0 ? 4 : 0;
                return true;
            }
            if (_left > 0 || rest < _skip + ChunkHead)
            {
                return false;
            }
            var head = run.Slice(_at + _skip, ChunkHead);
            var declared = BinaryPrimitives.ReadUInt32BigEndian(head);
            if (!head[4..].SequenceEqual("IDAT"u8))
            {
                _runEnded = true;
                _inflater.EndInput();
                return true;
            }
            if (declared > int.MaxValue)
            {
                return Refuse("a chunk is longer than the standard allows");
            }
            (_at, _left) = (_at + _skip + ChunkHead, declared);
            _skip = _left == 0 ? 4 : 0;
        }
    }

    private bool TryFinish(ReadOnlySpan<byte> run)
    {
        while (_rows.Row < _box.RowEnd)
        {
            if (!_rows.TryTake(_inflater.Output((long)_rows.Row * _layout.Stride)))
            {
                return Refuse("a row has an unknown filter");
            }
        }
        var log = _inflater.Log;
        var firstBit = log.Block(0).HeaderBit;
        var lastBit = log.Span(log.Spans - 1).BitEnd;
        var chunk = FindChunk(run, 0, 0, firstBit >> 3, out var chunkStart);
        var merged = (int)((firstBit >> 3) - chunkStart);
        _split = merged > MaxMerged ? (chunk + ChunkHead, merged) : default;
        Kept = chunk;

        _output.Reserve(ChunkHead + merged + 64);
        var head = ChunkHead;
        if (_split.Length == 0)
        {
            run.Slice(chunk + ChunkHead, merged).CopyTo(_output.Span(head + merged)[head..]);
            head += merged;
        }
        // A share of the file's likely length: what was read of it, and how much of the picture that was.
        var tolerated = FreeGrowth + (long)((lastBit >> 3) * (_layout.InflatedLength / (double)_inflater.Position) * MostGrowth);
        var before = (lastBit - firstBit) >> 3;
        var writer = BeginBits(head, firstBit);
        var isWritten = _recoder.TryWrite(_inflater, _window, _layout.Stride, false, ref writer);
        if (isWritten && (writer.Position >> 3) - before > tolerated)
        {
            writer = BeginBits(head, firstBit);
            isWritten = _recoder.TryWrite(_inflater, _window, _layout.Stride, true, ref writer);
        }
        if (!isWritten || RegionDeflate.IsWorthwhile(before, writer.Position >> 3))
        {
            using var region = ScratchBuffer.Rent();
            if (RegionDeflate.TryDeflate(_inflater, _window, region) && (!isWritten || region.Length < writer.Position >> 3))
            {
                writer = BeginBits(head, firstBit);
                RegionDeflate.Write(_inflater, region.Written, ref writer);
                isWritten = true;
            }
        }
        if (!isWritten)
        {
            return Refuse("a block's code has no room for the label's literals");
        }
        writer.MergeByte(*_inflater.Input(lastBit >> 3));
        StreamPosition = (lastBit + 7) >> 3;
        _newLength = head + (int)(writer.Position >> 3);
        return TryJoinTail(run, chunk, chunkStart);
    }

    /// <summary>A writer behind <paramref name="head"/> bytes that has put the first block's neighbours in its first byte.</summary>
    private BitWriter BeginBits(int head, long bit)
    {
        var writer = new BitWriter(_output, head);
        writer.Put(*_inflater.Input(bit >> 3) & (1u << (int)(bit & 7)) - 1, (int)(bit & 7));
        return writer;
    }

    /// <summary>Finds the chunk in which the old bytes go on, and settles length and CRC of the chunk that now holds them.</summary>
    private bool TryJoinTail(ReadOnlySpan<byte> run, int chunk, long chunkStart)
    {
        var tail = FindChunk(run, chunk, chunkStart, StreamPosition - 1, out var tailStart);
        for (var at = chunk; at < tail;)
        {
            // Chunks that are swallowed whole get a new CRC, so their own is verified: what was corrupt must stay visibly so.
            var length = BinaryPrimitives.ReadInt32BigEndian(run[at..]);
            if (CrcAlgebra.Of(run.Slice(at + 4, length + 4)) != BinaryPrimitives.ReadUInt32BigEndian(run[(at + length + 8)..]))
            {
                return Refuse("an IDAT chunk fails its CRC");
            }
            at += length + 12;
        }
        var passed = (int)(StreamPosition - tailStart);
        TailStart = tail + ChunkHead + passed;
        TailData = BinaryPrimitives.ReadInt32BigEndian(run[tail..]) - passed;
        var fresh = _output.Span(_newLength);
        if ((long)_newLength - ChunkHead + TailData > int.MaxValue)
        {
            return Refuse("a chunk would be longer than the standard allows");
        }
        WriteChunkHead(fresh, _newLength - ChunkHead + TailData);
        CrcChange = CrcAlgebra.Shift(CrcAlgebra.Of(run.Slice(tail + 4, passed + 4)) ^ CrcAlgebra.Of(fresh[4..]), TailData);
        return true;
    }

    /// <summary>The chunk that holds a byte of the stream, from one that begins at or before it.</summary>
    private static int FindChunk(ReadOnlySpan<byte> run, int at, long start, long position, out long chunkStart)
    {
        while (true)
        {
            var length = BinaryPrimitives.ReadInt32BigEndian(run[at..]);
            if (position < start + length)
            {
                chunkStart = start;
                return at;
            }
            start += length;
            at += length + 12;
        }
    }
}
