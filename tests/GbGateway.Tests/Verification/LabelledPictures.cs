using System.Buffers.Binary;
using System.IO.Compression;
using System.IO.Hashing;
using System.Text;

namespace GbGateway.Tests.Verification;

/// <summary>Small pictures with labels in every carrier, made here byte by byte.</summary>
internal static class LabelledPictures
{
    public static string Xmp(string property, string xmlns = "xmlns:TC260=\"http://www.tc260.org.cn/ns/AIGC/1.0/\"") =>
        $"<?xpacket begin=\"\uFEFF\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?><x:xmpmeta xmlns:x=\"adobe:ns:meta/\"><rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">"
        + $"<rdf:Description rdf:about=\"\" {xmlns}{property}</rdf:RDF></x:xmpmeta><?xpacket end=\"w\"?>";

    public static string XmpElement(string json) => Xmp($"><TC260:AIGC>{Entities(json)}</TC260:AIGC></rdf:Description>");

    public static string XmpAttribute(string json) => Xmp($" TC260:AIGC=\"{Entities(json)}\"/>");

    public static string Entities(string json) => json.Replace("&", "&amp;").Replace("\"", "&quot;").Replace("<", "&lt;");

    public static byte[] Png(byte[]? before = null, byte[]? after = null, byte[]? trailing = null)
    {
        var header = new byte[13];
        header[3] = header[7] = 1;
        header[8] = 8;
        return [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, .. PngChunk("IHDR", header), .. before ?? [], .. PngChunk("IDAT", Zlib([0, 0])), .. after ?? [], .. PngChunk("IEND", []), .. trailing ?? []];
    }

    public static byte[] PngChunk(string type, byte[] data)
    {
        byte[] body = [.. Encoding.ASCII.GetBytes(type), .. data];
        return [.. U32(data.Length), .. body, .. U32((int)Crc32.HashToUInt32(body))];
    }

    public static byte[] PngInternational(string xmp, bool compressed = false) => PngChunk("iTXt",
        [.. "XML:com.adobe.xmp\0"u8, (byte)(compressed ? 1 : 0), 0, 0, 0, .. compressed ? Zlib(Encoding.UTF8.GetBytes(xmp)) : Encoding.UTF8.GetBytes(xmp)]);

    public static byte[] PngText(string keyword, string text) => PngChunk("tEXt", [.. Encoding.Latin1.GetBytes(keyword), 0, .. Encoding.UTF8.GetBytes(text)]);

    public static byte[] PngCompressedText(string keyword, string text) => PngChunk("zTXt", [.. Encoding.Latin1.GetBytes(keyword), 0, 0, .. Zlib(Encoding.UTF8.GetBytes(text))]);

    public static byte[] Jpeg(params byte[][] segments) =>
        [0xFF, 0xD8, .. segments.SelectMany(static segment => segment), 0xFF, 0xDA, 0, 2, 0x12, 0xFF, 0x00, 0x34, 0xFF, 0xD0, 0x56, 0xFF, 0xD9];

    public static byte[] JpegSegment(byte marker, byte[] data) => [0xFF, marker, (byte)((data.Length + 2) >> 8), (byte)(data.Length + 2), .. data];

    public static byte[] JpegXmp(string xmp) => JpegSegment(0xE1, [.. "http://ns.adobe.com/xap/1.0/\0"u8, .. Encoding.UTF8.GetBytes(xmp)]);

    public static byte[] JpegExif(byte[] tiff) => JpegSegment(0xE1, [.. "Exif\0\0"u8, .. tiff]);

    /// <summary>A TIFF with one text tag in its first directory, and a UserComment in its EXIF directory.</summary>
    public static byte[] Tiff(ushort? tag = null, byte[]? value = null, byte[]? userComment = null, bool little = true)
    {
        var entries = (tag is null ? 0 : 1) + (userComment is null ? 0 : 1);
        int exifAt = 8 + 2 + (12 * entries) + 4, dataAt = exifAt + (userComment is null ? 0 : 2 + 12 + 4);
        var commentAt = dataAt + (value?.Length ?? 0);
        var file = new List<byte>(little ? [(byte)'I', (byte)'I', 42, 0] : [(byte)'M', (byte)'M', 0, 42]);
        file.AddRange(N32(8));
        file.AddRange(N16(entries));
        if (tag is { } one)
        {
            Entry(one, one == 0x02BC ? 1 : 2, value!.Length, dataAt);
        }
        if (userComment is not null)
        {
            Entry(0x8769, 4, 1, exifAt);
        }
        file.AddRange(N32(0));
        if (userComment is not null)
        {
            file.AddRange(N16(1));
            Entry(0x9286, 7, userComment.Length, commentAt);
            file.AddRange(N32(0));
        }
        file.AddRange(value ?? []);
        file.AddRange(userComment ?? []);
        return [.. file];

        void Entry(int id, int type, int count, int at)
        {
            file.AddRange(N16(id));
            file.AddRange(N16(type));
            file.AddRange(N32(count));
            file.AddRange(N32(at));
        }

        byte[] N16(int number) => little ? [(byte)number, (byte)(number >> 8)] : [(byte)(number >> 8), (byte)number];
        byte[] N32(int number) => little ? U32Little(number) : U32(number);
    }

    public static byte[] UserComment(string text) => [.. "ASCII\0\0\0"u8, .. Encoding.ASCII.GetBytes(text)];

    public static byte[] Gif(string? xmp = null, string? comment = null)
    {
        byte[] extension = [];
        if (xmp is not null)
        {
            var trailer = new byte[258];
            trailer[0] = 1;
            for (var i = 0; i < 256; i++)
            {
                trailer[1 + i] = (byte)(255 - i);
            }
            extension = [0x21, 0xFF, 11, .. "XMP DataXMP"u8, .. Encoding.UTF8.GetBytes(xmp), .. trailer];
        }
        if (comment is not null)
        {
            var blocks = Encoding.UTF8.GetBytes(comment).Chunk(200).SelectMany(static part => (byte[])[(byte)part.Length, .. part]);
            extension = [.. extension, 0x21, 0xFE, .. blocks, 0];
        }
        return [.. "GIF89a"u8, 1, 0, 1, 0, 0x80, 0, 0, 0, 0, 0, 255, 255, 255, .. extension, 0x2C, 0, 0, 0, 0, 1, 0, 1, 0, 0, 2, 2, 0x44, 1, 0, 0x3B];
    }

    public static byte[] Riff(string kind, params byte[][] chunks)
    {
        byte[] body = [.. Encoding.ASCII.GetBytes(kind), .. chunks.SelectMany(static chunk => chunk)];
        return [.. "RIFF"u8, .. U32Little(body.Length), .. body];
    }

    public static byte[] RiffChunk(string id, byte[] data) => [.. Encoding.ASCII.GetBytes(id), .. U32Little(data.Length), .. data, .. data.Length % 2 == 1 ? new byte[1] : []];

    /// <summary>HEIC or AVIF with one XMP item, in the file or in <c>idat</c>.</summary>
    public static byte[] Heif(string brand, string xmp, bool inData = false)
    {
        var content = Encoding.UTF8.GetBytes(xmp);
        var ftyp = LabelledFilms.Box("ftyp", [.. Encoding.ASCII.GetBytes(brand), 0, 0, 0, 0, .. "mif1"u8]);
        var infe = LabelledFilms.Box("infe", [2, 0, 0, 0, 0, 1, 0, 0, .. "mime"u8, 0, .. "application/rdf+xml\0"u8]);
        var iinf = LabelledFilms.Box("iinf", [0, 0, 0, 0, 0, 1, .. infe]);
        byte[] Meta(int offset)
        {
            var iloc = LabelledFilms.Box("iloc", [1, 0, 0, 0, 0x44, 0x00, 0, 1, 0, 1, 0, (byte)(inData ? 1 : 0), 0, 0, 0, 1, .. U32(offset), .. U32(content.Length)]);
            return LabelledFilms.Box("meta", [0, 0, 0, 0, .. LabelledFilms.Box("hdlr", [0, 0, 0, 0, 0, 0, 0, 0, .. "pict"u8, .. new byte[13]]), .. iinf, .. iloc, .. inData ? LabelledFilms.Box("idat", content) : []]);
        }
        var offset = inData ? 0 : ftyp.Length + Meta(0).Length + 8;
        return [.. ftyp, .. Meta(offset), .. inData ? [] : LabelledFilms.Box("mdat", content)];
    }

    public static byte[] U32(int number)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(bytes, number);
        return bytes;
    }

    public static byte[] U32Little(int number)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, number);
        return bytes;
    }

    public static byte[] Zlib(byte[] data)
    {
        using var output = new MemoryStream();
        using (var deflate = new ZLibStream(output, CompressionLevel.Fastest))
        {
            deflate.Write(data);
        }
        return output.ToArray();
    }
}
