using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using GbGateway.Labels.Media.Png;

namespace GbGateway.Tests.Media;

/// <summary>Puts labels into files the ways others do, byte by byte.</summary>
internal static class Carriers
{
    public const string Wrapped = "{\"AIGC\":{\"Label\":\"1\",\"ContentProducer\":\"someone\",\"ProduceID\":\"42\"}}";
    public const string Inner = "{\"Label\":\"1\",\"ContentProducer\":\"someone\",\"ProduceID\":\"42\"}";

    /// <summary>A PNG chunk put before the first chunk of type <paramref name="before"/>.</summary>
    public static byte[] AddChunk(byte[] png, string type, byte[] data, string before = "IDAT")
    {
        var at = png.AsSpan().IndexOf(Encoding.ASCII.GetBytes(before)) - 4;
        var chunk = new byte[data.Length + 12];
        BinaryPrimitives.WriteInt32BigEndian(chunk, data.Length);
        Encoding.ASCII.GetBytes(type).CopyTo(chunk, 4);
        data.CopyTo(chunk, 8);
        BinaryPrimitives.WriteUInt32BigEndian(chunk.AsSpan(8 + data.Length), PngCrc.Of(chunk.AsSpan(4, data.Length + 4)));
        return [.. png.AsSpan(0, at), .. chunk, .. png.AsSpan(at)];
    }

    /// <summary>A JPEG segment put right after SOI.</summary>
    public static byte[] AddSegment(byte[] jpeg, byte marker, byte[] data) =>
        [0xFF, 0xD8, 0xFF, marker, (byte)((data.Length + 2) >> 8), (byte)(data.Length + 2), .. data, .. jpeg.AsSpan(2)];

    /// <summary>A chunk put at the end of a WebP, which becomes an extended one.</summary>
    public static byte[] AddRiff(byte[] webp, string type, byte[] data, byte flag, int width, int height)
    {
        var chunks = webp.AsSpan(12).ToArray();
        if (!chunks.AsSpan().StartsWith("VP8X"u8))
        {
            chunks =
            [
                .. "VP8X"u8, 10, 0, 0, 0, 0, 0, 0, 0, (byte)(width - 1), (byte)((width - 1) >> 8), 0, (byte)(height - 1), (byte)((height - 1) >> 8), 0,
                .. chunks,
            ];
        }
        chunks[8] |= flag;
        byte[] padded = [.. data, .. new byte[data.Length & 1]];
        chunks = [.. chunks, .. Encoding.ASCII.GetBytes(type), .. BitConverter.GetBytes(data.Length), .. padded];
        return [.. "RIFF"u8, .. BitConverter.GetBytes(chunks.Length + 4), .. "WEBP"u8, .. chunks];
    }

    /// <summary>A <c>uuid</c> box put at the end of an ISO file.</summary>
    public static byte[] AddBox(byte[] file, string uuid, byte[] content)
    {
        var size = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(size, 24 + content.Length);
        return [.. file, .. size, .. "uuid"u8, .. Convert.FromHexString(uuid), .. content];
    }

    /// <summary>A tag of bytes put into the first directory of a little-endian TIFF, which is written anew at the end.</summary>
    public static byte[] AddTag(byte[] tiff, int tag, byte[] value)
    {
        var at = BinaryPrimitives.ReadInt32LittleEndian(tiff.AsSpan(4));
        var count = BinaryPrimitives.ReadUInt16LittleEndian(tiff.AsSpan(at));
        var entries = Enumerable.Range(0, count).Select(i => tiff.AsSpan(at + 2 + 12 * i, 12).ToArray()).ToList();
        entries.Add([(byte)tag, (byte)(tag >> 8), (byte)(tag == 0x010E ? 2 : 7), 0, .. BitConverter.GetBytes(value.Length), .. BitConverter.GetBytes(tiff.Length)]);
        byte[] padded = [.. tiff, .. value, .. new byte[(tiff.Length + value.Length) & 1]];
        BitConverter.GetBytes(padded.Length).CopyTo(padded, 4);
        return [.. padded, .. BitConverter.GetBytes((ushort)entries.Count), .. entries.OrderBy(static entry => BitConverter.ToUInt16(entry)).SelectMany(static entry => entry), 0, 0, 0, 0];
    }

    /// <summary>An EXIF block with orientation, artist and, in the places named, a text of ours.</summary>
    public static byte[] Exif(bool little, int orientation, string? description, string? userComment)
    {
        var entries = new List<(int Tag, int Type, int Count, byte[] Value)>();
        if (description is not null)
        {
            var text = Encoding.ASCII.GetBytes(description + "\0");
            entries.Add((0x010E, 2, text.Length, text));
        }
        entries.Add((0x0112, 3, 1, [.. U16(orientation), 0, 0]));
        var artist = "A painter\0"u8.ToArray();
        entries.Add((0x013B, 2, artist.Length, artist));
        var head = 8 + 2 + 12 * (entries.Count + (userComment is null ? 0 : 1)) + 4;
        var extra = new List<byte>();
        byte[] child = [];
        if (userComment is not null)
        {
            var comment = (byte[])[.. "ASCII\0\0\0"u8, .. Encoding.ASCII.GetBytes(userComment)];
            var childAt = head + entries.Where(static e => e.Value.Length > 4).Sum(static e => e.Value.Length);
            child = [.. U16(1), .. U16(0x9286), .. U16(7), .. U32(comment.Length), .. U32(childAt + 18), .. U32(0), .. comment];
            entries.Add((0x8769, 4, 1, U32(childAt)));
        }
        var body = new List<byte>();
        foreach (var (tag, type, count, value) in entries)
        {
            body.AddRange([.. U16(tag), .. U16(type), .. U32(count)]);
            body.AddRange(value.Length <= 4 ? value : U32(head + extra.Count));
            extra.AddRange(value.Length <= 4 ? [] : value);
        }
        return [.. little ? "II"u8 : "MM"u8, .. U16(42), .. U32(8), .. U16(entries.Count), .. body, .. U32(0), .. extra, .. child];

        byte[] U16(int value) => little ? BitConverter.GetBytes((ushort)value) : [(byte)(value >> 8), (byte)value];
        byte[] U32(int value) => little ? BitConverter.GetBytes(value) : [(byte)(value >> 24), (byte)(value >> 16), (byte)(value >> 8), (byte)value];
    }

    public static byte[] Xmp(string value) => Encoding.UTF8.GetBytes(
        "<x:xmpmeta xmlns:x=\"adobe:ns:meta/\"><rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\"><rdf:Description rdf:about=\"\""
        + " xmlns:xmp=\"http://ns.adobe.com/xap/1.0/\" xmp:CreatorTool=\"Brush\"><TC260:AIGC xmlns:TC260=\"http://www.tc260.org.cn/ns/AIGC/1.0/\">"
        + value + "</TC260:AIGC></rdf:Description></rdf:RDF></x:xmpmeta>");

    public static byte[] Zlib(byte[] data)
    {
        using var target = new MemoryStream();
        using (var zlib = new ZLibStream(target, CompressionLevel.Optimal, leaveOpen: true))
        {
            zlib.Write(data);
        }
        return target.ToArray();
    }
}
