using System.Buffers;
using System.Buffers.Binary;

namespace GbGateway.Labels.Media.Png.Surgery;

/// <summary>
/// Forwards the rest of a file as it comes. Held back are only the last four bytes of picture data seen so far with what follows them,
/// since they may turn out to be the checksum; once the next chunk shows that they are, they and the CRCs over them are corrected.
/// </summary>
internal sealed class PngTail
{
    /// <summary>Bytes of the stream's checksum.</summary>
    public const int AdlerLength = 4;

    /// <summary>Four bytes of data and the frames of the at most five chunks they lie in, with room.</summary>
    private const int HoldLength = 128;

    private readonly byte[] _hold = new byte[HoldLength];
    private readonly Part[] _parts = new Part[HoldLength];
    private readonly byte[] _head = new byte[PngDrops.MaxPattern + 4];
    private PngDrops _drops = PngDrops.None;
    private PngLateChunks? _late;
    private AdlerDelta _adler;
    private Place _place;
    private uint _crcChange;
    private int _held;
    private int _heldData;
    private int _headLength;
    private long _left;
    private long _passed; // bytes of the stream
    private long _expected; // as many there must be, if that is known
    private bool _inRun; // among the IDAT chunks
    private bool _ending; // the chunk that passes is IEND

    private enum Place
    {
        Data,
        DataCrc,
        Head,
        ChunkHead,
        Passing,
        Dropping,
        Holding,
        AfterEnd,
    }

    private enum Part : byte
    {
        Frame,
        Data,
        Crc,
    }

    /// <summary>Whether the file is whole: IEND has passed.</summary>
    public bool AtEnd => _place == Place.AfterEnd;

    /// <summary>Why the file is broken.</summary>
    public string Reason { get; private set; } = "";

    /// <summary>Begins within the data of the chunk that <paramref name="graft"/> ended in.</summary>
    /// <param name="graft">What was written before.</param>
    /// <param name="drops">Chunks to leave out.</param>
    /// <param name="late">Decides on chunks in their place, if given.</param>
    public void Begin(PngGraft graft, PngDrops drops, PngLateChunks? late = null)
    {
        _late = late;
        (_drops, _adler, _crcChange, _left) = (drops, graft.Adler, graft.CrcChange, graft.TailData);
        (_held, _heldData, _headLength, _inRun, Reason) = (0, 0, 0, true, "");
        (_passed, _expected) = (graft.StreamPosition, graft.StreamLength);
        _place = _left > 0 ? Place.Data : Place.DataCrc;
    }

    /// <summary>Lets go of what it was given.</summary>
    public void End() => (_drops, _late) = (PngDrops.None, null);

    /// <summary>Forwards a piece. False if the file is broken.</summary>
    public bool TryPush(ReadOnlySpan<byte> piece, IBufferWriter<byte> output)
    {
        while (piece.Length > 0)
        {
            var taken = _place switch
            {
                Place.Data => TakeData(piece, output),
                Place.DataCrc => TakeDataCrc(piece),
                Place.Head => TakeHead(piece, output),
                Place.ChunkHead => TakeChunkHead(piece, output),
                Place.AfterEnd => Forward(piece, output),
                _ => TakeRest(piece, output),
            };
            if (Reason.Length != 0)
            {
                return false;
            }
            piece = piece[taken..];
        }
        return true;
    }

    private static int Forward(ReadOnlySpan<byte> piece, IBufferWriter<byte> output)
    {
        output.Write(piece);
        return piece.Length;
    }

    private int TakeData(ReadOnlySpan<byte> piece, IBufferWriter<byte> output)
    {
        var length = (int)Math.Min(_left, piece.Length);
        var fresh = piece[..length];
        if (length >= AdlerLength)
        {
            Release(_held, output);
            output.Write(fresh[..^AdlerLength]);
            fresh = fresh[^AdlerLength..];
        }
        foreach (var value in fresh)
        {
            Hold(value, Part.Data);
            if (_heldData > AdlerLength)
            {
                Release(Array.IndexOf(_parts, Part.Data, 0, _held) + 1, output);
            }
        }
        _left -= length;
        _passed += length;
        _place = _left == 0 ? Place.DataCrc : Place.Data;
        return length;
    }

    private int TakeDataCrc(ReadOnlySpan<byte> piece)
    {
        var taken = Collect(piece, 4);
        if (_headLength == 4)
        {
            var crc = BinaryPrimitives.ReadUInt32BigEndian(_head) ^ _crcChange;
            BinaryPrimitives.WriteUInt32BigEndian(_head, crc);
            _crcChange = 0;
            HoldHead(Part.Crc);
            _place = Place.Head;
        }
        return taken;
    }

    /// <summary>The head of the chunk after an IDAT: another, or the end of the run.</summary>
    private int TakeHead(ReadOnlySpan<byte> piece, IBufferWriter<byte> output)
    {
        var taken = Collect(piece, 8);
        if (_headLength < 8)
        {
            return taken;
        }
        if (!_head.AsSpan(4, 4).SequenceEqual("IDAT"u8))
        {
            CorrectChecksum();
            Release(_held, output);
            _place = Place.ChunkHead;
            return taken;
        }
        _left = BinaryPrimitives.ReadUInt32BigEndian(_head);
        if (_left == 0)
        {
            // An empty chunk holds nothing, and holding back any number of them would. It goes.
            (_place, _left, _headLength) = (Place.Dropping, 4, 0);
            return taken;
        }
        Reason = SurgeryChunks.FindFault(_head.AsSpan(4, 4), (uint)_left);
        HoldHead(Part.Frame);
        _place = Place.Data;
        return taken;
    }

    private int TakeChunkHead(ReadOnlySpan<byte> piece, IBufferWriter<byte> output)
    {
        var taken = Collect(piece, 8);
        if (_headLength < 8)
        {
            return taken;
        }
        var length = BinaryPrimitives.ReadUInt32BigEndian(_head);
        var type = _head.AsSpan(4, 4);
        Reason = type.SequenceEqual("IDAT"u8) ? "picture data in two places" : SurgeryChunks.FindFault(type, length);
        if (_late is not null)
        {
            BeginLate(length, output);
            return taken;
        }
        var needed = 4 + (int)Math.Min(_drops.BytesNeeded(type), 4L + length);
        taken += Collect(piece[taken..], needed);
        if (Reason.Length != 0 || _headLength < needed)
        {
            return taken;
        }
        var dropped = _drops.Contain(_head.AsSpan(4, needed - 4));
        Pass(dropped ? Place.Dropping : Place.Passing, length + 12L - needed, output);
        return taken;
    }

    private void BeginLate(uint length, IBufferWriter<byte> output)
    {
        if (Reason.Length != 0)
        {
            return;
        }
        var fate = _late!.FateOf(BinaryPrimitives.ReadUInt32BigEndian(_head.AsSpan(4)));
        if (fate == PngChunkFate.Hold && length > PngLateChunks.MaxLength)
        {
            Reason = "a text after the picture data that is longer than is held";
            return;
        }
        Pass(fate switch { PngChunkFate.Hold => Place.Holding, PngChunkFate.Drop => Place.Dropping, _ => Place.Passing }, length + 4L, output);
    }

    /// <summary>Goes on in a chunk of which the head was collected and <paramref name="left"/> bytes are to come.</summary>
    private void Pass(Place place, long left, IBufferWriter<byte> output)
    {
        (_place, _left, _inRun, _ending) = (place, left, false, _head.AsSpan(4, 4).SequenceEqual("IEND"u8));
        if (place == Place.Passing)
        {
            output.Write(_head.AsSpan(0, _headLength));
        }
        else if (place == Place.Holding)
        {
            _late!.Hold(_head.AsSpan(0, _headLength));
        }
        _headLength = 0;
    }

    private int TakeRest(ReadOnlySpan<byte> piece, IBufferWriter<byte> output)
    {
        var length = (int)Math.Min(_left, piece.Length);
        if (_place == Place.Passing)
        {
            output.Write(piece[..length]);
        }
        else if (_place == Place.Holding)
        {
            _late!.Hold(piece[..length]);
        }
        _left -= length;
        if (_left == 0)
        {
            Reason = _place == Place.Holding ? _late!.Write(output) ?? "" : Reason;
            _place = _inRun ? Place.Head : _ending ? Place.AfterEnd : Place.ChunkHead;
        }
        return length;
    }

    private int Collect(ReadOnlySpan<byte> piece, int wanted)
    {
        var length = Math.Clamp(wanted - _headLength, 0, piece.Length);
        piece[..length].CopyTo(_head.AsSpan(_headLength));
        _headLength += length;
        return length;
    }

    private void HoldHead(Part first)
    {
        for (var i = 0; i < _headLength; i++)
        {
            Hold(_head[i], i == 0 ? first : Part.Frame);
        }
        _headLength = 0;
    }

    private void Hold(byte value, Part part)
    {
        (_hold[_held], _parts[_held]) = (value, part);
        _held++;
        _heldData += part == Part.Data ? 1 : 0;
    }

    private void Release(int count, IBufferWriter<byte> output)
    {
        output.Write(_hold.AsSpan(0, count));
        _heldData -= _parts.AsSpan(0, count).Count(Part.Data);
        _hold.AsSpan(count, _held - count).CopyTo(_hold);
        _parts.AsSpan(count, _held - count).CopyTo(_parts);
        _held -= count;
    }

    /// <summary>The run is over: the four bytes held are the stream's checksum, wherever its chunks were cut.</summary>
    private void CorrectChecksum()
    {
        if (_heldData != AdlerLength || (_expected != 0 && _passed != _expected))
        {
            Reason = "the picture data don't end where they should";
            return;
        }
        Span<byte> old = stackalloc byte[AdlerLength];
        Span<byte> fresh = stackalloc byte[AdlerLength];
        var n = 0;
        for (var i = 0; i < _held; i++)
        {
            if (_parts[i] == Part.Data)
            {
                old[n++] = _hold[i];
            }
        }
        BinaryPrimitives.WriteUInt32BigEndian(fresh, _adler.Apply(BinaryPrimitives.ReadUInt32BigEndian(old)));
        var (from, to) = (0, 0);
        for (var i = 0; i < _held; i++)
        {
            if (_parts[i] == Part.Data)
            {
                _hold[i] = fresh[to++];
            }
            else if (_parts[i] == Part.Crc)
            {
                // The changed bytes end their chunk's data, so the CRC changes by theirs.
                var change = CrcAlgebra.Of(old[from..to]) ^ CrcAlgebra.Of(fresh[from..to]);
                var crc = BinaryPrimitives.ReadUInt32BigEndian(_hold.AsSpan(i));
                BinaryPrimitives.WriteUInt32BigEndian(_hold.AsSpan(i), crc ^ change);
                from = to;
            }
        }
    }
}
