using System.Buffers;
using System.Buffers.Binary;

namespace GbGateway.Labels.Media.Iso;

/// <summary>
/// Puts an XMP packet into a HEIF file (ISO/IEC 23008-12, 14496-12). 1. The <c>meta</c> box is built with places of 0, to know its length.
/// 2. That gives where each box moves to. 3. It is built again with the true places. 4. The packet follows in an <c>mdat</c> box of its own.
/// </summary>
internal sealed class IsoWriter
{
    private const int Unmoved = -1;

    private readonly byte[] _file;
    private readonly IsoPicture _picture;
    private readonly byte[] _packet;
    private readonly IsoItem _xmp;
    private readonly bool _isNew;
    private readonly List<(int Start, int End, int NewStart)> _moves = [];
    private long _packetAt;

    private IsoWriter(byte[] file, IsoPicture picture, byte[] packet)
    {
        (_file, _picture, _packet) = (file, picture, packet);
        var old = picture.Items.Find(static item => item.IsXmp);
        _isNew = old is null;
        _xmp = old ?? new IsoItem(picture.Items.Max(static item => item.ID) + 1, "mime", "application/rdf+xml");
    }

    /// <summary>The file with the packet as its XMP item and boxes of <paramref name="tail"/> behind it, without the boxes to drop; null if a place it names would be lost, or numbers run out.</summary>
    public static byte[]? Write(byte[] file, IsoPicture picture, byte[] packet, byte[] tail, Func<IsoBox, bool> drops)
    {
        if (picture.Part("iref") is { } references && references.End - references.Start < 4)
        {
            return null; // cut before its version
        }
        if (picture.Items.Max(static item => item.ID) >= ushort.MaxValue || (long)file.Length + packet.Length > int.MaxValue / 2)
        {
            return null;
        }
        return new IsoWriter(file, picture, packet).Write(tail, drops);
    }

    private byte[]? Write(byte[] tail, Func<IsoBox, bool> drops)
    {
        // 1
        if (BuildMeta() is not { WrittenCount: var length })
        {
            return null;
        }
        // 2
        var at = 0;
        foreach (var (start, box) in _picture.Boxes)
        {
            if (start == _picture.Meta.At)
            {
                at += length;
            }
            else if (!drops(box))
            {
                _moves.Add((start, box.End, at));
                at += box.End - start;
            }
        }
        _packetAt = at + 8;
        // 3
        if (BuildMeta() is not { } meta || meta.WrittenCount != length)
        {
            return null;
        }
        // 4
        var output = new ArrayBufferWriter<byte>(at + 8 + _packet.Length);
        foreach (var (start, box) in _picture.Boxes)
        {
            if (start == _picture.Meta.At)
            {
                output.Write(meta.WrittenSpan);
            }
            else if (!drops(box))
            {
                CopyBox(start, box, output);
            }
        }
        WriteBox("mdat"u8, _packet, output);
        output.Write(tail);
        return output.WrittenSpan.ToArray();
    }

    /// <summary>Writes a box.</summary>
    public static void WriteBox(ReadOnlySpan<byte> type, ReadOnlySpan<byte> content, ArrayBufferWriter<byte> output)
    {
        WriteHead(8 + content.Length, type, output);
        output.Write(content);
    }

    // A box that said it goes on to the end of the file has to say where it ends now.
    private void CopyBox(int start, IsoBox box, ArrayBufferWriter<byte> output)
    {
        var span = output.GetSpan(box.End - start);
        _file.AsSpan(start..box.End).CopyTo(span);
        if (BinaryPrimitives.ReadUInt32BigEndian(span) == 0)
        {
            BinaryPrimitives.WriteInt32BigEndian(span, box.End - start);
        }
        output.Advance(box.End - start);
    }

    private ArrayBufferWriter<byte>? BuildMeta()
    {
        var content = new ArrayBufferWriter<byte>();
        content.Write(_file.AsSpan(_picture.Meta.Box.Start, 4));
        foreach (var (start, box) in _picture.Parts)
        {
            switch (box.Type)
            {
                case "iinf" when _isNew:
                    WriteItems(box, content);
                    break;
                case "iloc":
                    if (!TryWritePlaces(content))
                    {
                        return null;
                    }
                    break;
                case "iref" when _isNew:
                    WriteReferences(box, content);
                    break;
                default:
                    content.Write(_file.AsSpan(start..box.End));
                    break;
            }
        }
        if (_isNew && _picture.Part("iref") is null)
        {
            WriteReferences(null, content);
        }
        var meta = new ArrayBufferWriter<byte>(content.WrittenCount + 8);
        WriteHead(8 + content.WrittenCount, "meta"u8, meta);
        meta.Write(content.WrittenSpan);
        return meta;
    }

    private void WriteItems(IsoBox list, ArrayBufferWriter<byte> output)
    {
        var wide = _file[list.Start] != 0;
        var entries = _file.AsSpan((list.Start + (wide ? 8 : 6))..list.End);
        ReadOnlySpan<byte> names = "mime\0application/rdf+xml\0"u8;
        var entry = 8 + 4 + 2 + 2 + names.Length;
        WriteHead(8 + (wide ? 8 : 6) + entries.Length + entry, "iinf"u8, output);
        output.Write(_file.AsSpan(list.Start, 4));
        WriteNumber(_picture.Items.Count + 1, wide ? 4 : 2, output);
        output.Write(entries);
        WriteHead(entry, "infe"u8, output);
        WriteNumber(2 << 24, 4, output);
        WriteNumber(_xmp.ID, 2, output);
        WriteNumber(0, 2, output);
        output.Write(names);
    }

    // Version 1 with places of 32 bits says all that is needed; an index only where another item is pointed into.
    private bool TryWritePlaces(ArrayBufferWriter<byte> output)
    {
        var indexed = _picture.Items.Exists(static item => item.Method == 2);
        var items = _isNew ? [.. _picture.Items, _xmp] : _picture.Items;
        var body = new ArrayBufferWriter<byte>();
        WriteNumber(1 << 24, 4, body);
        WriteNumber(indexed ? 0x4404 : 0x4400, 2, body);
        WriteNumber(items.Count, 2, body);
        foreach (var item in items)
        {
            var isXmp = item == _xmp;
            WriteNumber(item.ID, 2, body);
            WriteNumber(isXmp ? 0 : item.Method, 2, body);
            WriteNumber(isXmp ? 0 : item.DataReference, 2, body);
            WriteNumber(isXmp ? 1 : item.Extents.Count, 2, body);
            if (isXmp)
            {
                WriteNumber(0, indexed ? 4 : 0, body);
                WriteNumber(_packetAt, 4, body);
                WriteNumber(_packet.Length, 4, body);
                continue;
            }
            foreach (var (offset, length, index) in item.Extents)
            {
                var moved = item.Method == 0 && item.DataReference == 0 && _moves.Count > 0 ? Move(offset, length) : offset;
                if (moved == Unmoved || moved > uint.MaxValue || length > uint.MaxValue)
                {
                    return false;
                }
                WriteNumber(index, indexed ? 4 : 0, body);
                WriteNumber(moved, 4, body);
                WriteNumber(length, 4, body);
            }
        }
        WriteHead(8 + body.WrittenCount, "iloc"u8, output);
        output.Write(body.WrittenSpan);
        return true;
    }

    // A place inside the meta box itself is nobody's: such a file is left alone.
    private long Move(long offset, long length)
    {
        foreach (var (start, end, moved) in _moves)
        {
            if (offset >= start && offset + length <= end)
            {
                return offset - start + moved;
            }
        }
        return length == 0 ? offset : Unmoved;
    }

    private void WriteReferences(IsoBox? old, ArrayBufferWriter<byte> output)
    {
        var wide = old is { } box && _file[box.Start] != 0;
        var id = wide ? 4 : 2;
        var entry = 8 + id + 2 + id;
        var kept = old is { } known ? _file.AsSpan((known.Start + 4)..known.End) : [];
        WriteHead(12 + kept.Length + entry, "iref"u8, output);
        output.Write(old is { } head ? _file.AsSpan(head.Start, 4) : [0, 0, 0, 0]);
        output.Write(kept);
        WriteHead(entry, "cdsc"u8, output);
        WriteNumber(_xmp.ID, id, output);
        WriteNumber(1, 2, output);
        WriteNumber(_picture.Primary, id, output);
    }

    private static void WriteHead(int length, ReadOnlySpan<byte> type, ArrayBufferWriter<byte> output)
    {
        WriteNumber(length, 4, output);
        output.Write(type);
    }

    private static void WriteNumber(long value, int bytes, ArrayBufferWriter<byte> output)
    {
        Span<byte> number = stackalloc byte[8];
        BinaryPrimitives.WriteInt64BigEndian(number, value);
        output.Write(number[(8 - bytes)..]);
    }
}
