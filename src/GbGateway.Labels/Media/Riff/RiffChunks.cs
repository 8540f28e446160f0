using System.Buffers;
using System.Buffers.Binary;

namespace GbGateway.Labels.Media.Riff;

/// <summary>Walks the chunks of a RIFF file of one form.</summary>
internal ref struct RiffChunks
{
    private const uint Riff = 0x52494646;

    private readonly ReadOnlySpan<byte> _file;
    private int _at;

    public RiffChunks(ReadOnlySpan<byte> file, uint form)
    {
        _file = file;
        var size = Is(file, form) ? BinaryPrimitives.ReadUInt32LittleEndian(file[4..]) : 0;
        IsCut = size < 4 || size > (uint)(file.Length - 8);
        _at = 12;
        End = IsCut ? 0 : 8 + (int)size;
    }

    public RiffChunk Current { get; private set; }

    /// <summary>One past the RIFF file; what follows is no part of it.</summary>
    public int End { get; }

    /// <summary>Whether the file is shorter than it says, or a chunk longer than the file.</summary>
    public bool IsCut { get; private set; }

    public static bool Is(ReadOnlySpan<byte> file, uint form) =>
        file.Length >= 12 && BinaryPrimitives.ReadUInt32BigEndian(file) == Riff && BinaryPrimitives.ReadUInt32BigEndian(file[8..]) == form;

    public bool MoveNext()
    {
        if (IsCut || _at >= End - 1) // a stray last byte is padding
        {
            return false;
        }
        var rest = End - _at;
        var length = rest >= 8 ? BinaryPrimitives.ReadUInt32LittleEndian(_file[(_at + 4)..]) : uint.MaxValue;
        if (rest < 8 || length > (uint)(rest - 8))
        {
            IsCut = true;
            return false;
        }
        var end = Math.Min(_at + 8 + (int)length + ((int)length & 1), End); // some writers leave out the last padding
        Current = new RiffChunk(BinaryPrimitives.ReadUInt32BigEndian(_file[_at..]), _at, (int)length, end);
        _at = end;
        return true;
    }

    /// <summary>Writes a chunk, padded to even length.</summary>
    public static void Write(uint type, ReadOnlySpan<byte> data, IBufferWriter<byte> output)
    {
        var padded = data.Length + (data.Length & 1);
        var chunk = output.GetSpan(8 + padded);
        BinaryPrimitives.WriteUInt32BigEndian(chunk, type);
        BinaryPrimitives.WriteInt32LittleEndian(chunk[4..], data.Length);
        data.CopyTo(chunk[8..]);
        if (padded > data.Length)
        {
            chunk[8 + data.Length] = 0;
        }
        output.Advance(8 + padded);
    }

    /// <summary>Writes the head of a RIFF file with <paramref name="length"/> bytes of chunks.</summary>
    public static void WriteHead(uint form, int length, IBufferWriter<byte> output)
    {
        var head = output.GetSpan(12);
        BinaryPrimitives.WriteUInt32BigEndian(head, Riff);
        BinaryPrimitives.WriteInt32LittleEndian(head[4..], 4 + length);
        BinaryPrimitives.WriteUInt32BigEndian(head[8..], form);
        output.Advance(12);
    }
}
