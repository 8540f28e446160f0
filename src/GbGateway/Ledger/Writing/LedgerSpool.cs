using System.Buffers;
using System.Buffers.Binary;
using System.IO.Hashing;
using GbGateway.Ledger.Records;
using Microsoft.Win32.SafeHandles;

namespace GbGateway.Ledger.Writing;

/// <summary>A bounded local file of entries that the sink could not take: frames of length, CRC-32 and entry, written through to the disk.</summary>
internal sealed class LedgerSpool : IDisposable
{
    private const int FrameHead = 8;
    private const int LongestEntry = 1 << 20;

    private static readonly byte[] Probe = new byte[64 << 10];

    private readonly long _capacity;
    private readonly SafeFileHandle _file;
    private readonly ArrayBufferWriter<byte> _buffer = new(64 << 10);

    private LedgerSpool(SafeFileHandle file, long capacity) => (_file, _capacity) = (file, capacity);

    /// <summary>Bytes of whole frames.</summary>
    public long Length { get; private set; }

    /// <summary>The last entry, or null.</summary>
    public LedgerHead? Last { get; private set; }

    /// <summary>Opens the spool, cuts a torn end off and finds the last entry. The file is this process's alone.</summary>
    public static LedgerSpool Open(string path, long capacity)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        var spool = new LedgerSpool(File.OpenHandle(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, FileOptions.WriteThrough), capacity);
        long at = 0;
        while (spool.ReadAt(ref at) is { } entry)
        {
            spool.Last = LedgerHead.Of(entry);
        }
        spool.CutTo(at);
        return spool;
    }

    /// <summary>Appends entries; false, and nothing appended, if they don't fit or the disk doesn't take them.</summary>
    public bool TryAppend(IReadOnlyList<LedgerEntry> entries)
    {
        _buffer.ResetWrittenCount();
        foreach (var entry in entries)
        {
            var length = EntryCodec.LengthOf(entry);
            var frame = _buffer.GetSpan(FrameHead + length)[..(FrameHead + length)];
            EntryCodec.Write(entry, frame[FrameHead..]);
            BinaryPrimitives.WriteInt32LittleEndian(frame, length);
            BinaryPrimitives.WriteUInt32LittleEndian(frame[4..], Crc32.HashToUInt32(frame[FrameHead..]));
            _buffer.Advance(frame.Length);
        }
        if (Length + _buffer.WrittenCount > _capacity)
        {
            return false;
        }
        try
        {
            // Written through: FlushToDisk does not tell of a flush that failed (EIO), a write does.
            RandomAccess.Write(_file, _buffer.WrittenSpan, Length);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false; // what was written of it is overwritten or cut
        }
        Length += _buffer.WrittenCount;
        Last = LedgerHead.Of(entries[^1]);
        return true;
    }

    /// <summary>Whether a group would find room and a disk that takes it: tried out behind the last frame.</summary>
    public bool HasRoom()
    {
        if (Length + Probe.Length > _capacity)
        {
            return false;
        }
        try
        {
            RandomAccess.Write(_file, Probe, Length);
            RandomAccess.SetLength(_file, Length);
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <summary>The entry at <paramref name="at"/>, which is moved behind it; null at the end or at a torn frame.</summary>
    public LedgerEntry? ReadAt(ref long at)
    {
        Span<byte> head = stackalloc byte[FrameHead];
        if (RandomAccess.Read(_file, head, at) < FrameHead)
        {
            return null;
        }
        var length = BinaryPrimitives.ReadInt32LittleEndian(head);
        if (length is <= 0 or > LongestEntry)
        {
            return null;
        }
        var bytes = new byte[length];
        if (RandomAccess.Read(_file, bytes, at + FrameHead) < length || Crc32.HashToUInt32(bytes) != BinaryPrimitives.ReadUInt32LittleEndian(head[4..]))
        {
            return null;
        }
        at += FrameHead + length;
        return EntryCodec.TryRead(bytes);
    }

    /// <summary>Empties the spool, after its entries are durable in the sink.</summary>
    public void Clear()
    {
        CutTo(0);
        Last = null;
    }

    public void Dispose() => _file.Dispose();

    private void CutTo(long length)
    {
        if (RandomAccess.GetLength(_file) > length)
        {
            RandomAccess.SetLength(_file, length);
            RandomAccess.FlushToDisk(_file);
        }
        Length = length;
    }
}
