using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using GbGateway.Labels.Media.Xmp;

namespace GbGateway.Labels.Media.Jpeg;

/// <summary>
/// XMP too long for one segment goes on in further ones, named by the MD5 of the whole (XMP part 3). Only a part that holds a label is
/// written anew; the main packet then names it by its new digest.
/// </summary>
internal sealed class JpegExtendedXmp
{
    private const int GuidLength = 32;
    private const int MaxParts = 8;
    private const int MaxChunk = 65400;
    private const int HeaderLength = GuidLength + 8;

    private static readonly JpegExtendedXmp None = new(); // nothing is ever added to it

    private readonly Dictionary<string, byte[]> _wholes = [];
    private readonly Dictionary<string, string> _renamed = [];
    private readonly HashSet<string> _written = [];

    public static JpegExtendedXmp Read(ReadOnlySpan<byte> file)
    {
        JpegExtendedXmp? extended = null;
        var segments = new JpegSegments(file);
        while (segments.MoveNext())
        {
            if (JpegApp.IsExtendedXmp(file, segments.Current))
            {
                extended ??= new JpegExtendedXmp();
                extended.Add(segments.Current.Data(file)[JpegApp.ExtendedXmpPrefix.Length..], file.Length);
            }
        }
        return extended ?? None;
    }

    public void Find(List<FoundLabel> found)
    {
        foreach (var whole in _wholes.Values)
        {
            XmpPacket.Find(whole, "JPEG APP1 extended XMP", found);
        }
    }

    /// <summary>Takes the labels out of the parts that have one, and gives those parts their new names.</summary>
    public void RemoveLabels()
    {
        foreach (var (guid, whole) in _wholes.Count == 0 ? [] : _wholes.ToArray())
        {
            if (XmpPacket.HasLabel(whole))
            {
                var bare = XmpPacket.RemoveLabels(whole);
                _wholes[guid] = bare;
                _renamed[guid] = Convert.ToHexString(MD5.HashData(bare));
            }
        }
    }

    /// <summary>The main packet with the names of the parts that changed.</summary>
    public byte[] Rename(byte[] packet)
    {
        if (_renamed.Count == 0)
        {
            return packet;
        }
        var text = Encoding.UTF8.GetString(packet);
        foreach (var (from, to) in _renamed)
        {
            text = text.Replace(from, to, StringComparison.Ordinal);
        }
        return Encoding.UTF8.GetBytes(text);
    }

    /// <summary>Writes what stands for a segment of extended XMP: the segment itself, or all of a part that changed in place of its first.</summary>
    public void WriteSegment(ReadOnlySpan<byte> file, JpegSegment segment, IBufferWriter<byte> output)
    {
        var data = segment.Data(file)[JpegApp.ExtendedXmpPrefix.Length..];
        var guid = data.Length < GuidLength ? "" : Encoding.Latin1.GetString(data[..GuidLength]);
        if (!_renamed.TryGetValue(guid, out var name))
        {
            output.Write(segment.Whole(file));
            return;
        }
        if (!_written.Add(guid))
        {
            return;
        }
        var whole = _wholes[guid];
        for (var at = 0; at < whole.Length; at += MaxChunk)
        {
            var part = whole.AsSpan(at, Math.Min(MaxChunk, whole.Length - at));
            var numbers = new byte[8];
            BinaryPrimitives.WriteInt32BigEndian(numbers, whole.Length);
            BinaryPrimitives.WriteInt32BigEndian(numbers.AsSpan(4), at);
            JpegContainer.WriteSegment(JpegMarker.App1, JpegApp.ExtendedXmpPrefix, [.. Encoding.Latin1.GetBytes(name), .. numbers, .. part], output);
        }
    }

    private void Add(ReadOnlySpan<byte> data, int fileLength)
    {
        if (data.Length < HeaderLength)
        {
            return;
        }
        var guid = Encoding.Latin1.GetString(data[..GuidLength]);
        var length = BinaryPrimitives.ReadUInt32BigEndian(data[GuidLength..]);
        var offset = BinaryPrimitives.ReadUInt32BigEndian(data[(GuidLength + 4)..]);
        var part = data[HeaderLength..];
        if (length > Math.Min(fileLength, XmpPacket.MaxLength) || offset > length || (uint)part.Length > length - offset)
        {
            return; // it says more than the file can hold
        }
        if (!_wholes.TryGetValue(guid, out var whole))
        {
            if (_wholes.Count == MaxParts)
            {
                return;
            }
            _wholes[guid] = whole = new byte[length];
        }
        if (offset + (uint)part.Length <= (uint)whole.Length)
        {
            part.CopyTo(whole.AsSpan((int)offset));
        }
    }
}
