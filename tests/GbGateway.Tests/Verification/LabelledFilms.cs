using System.Text;

namespace GbGateway.Tests.Verification;

/// <summary>Small sounds and films with labels in every carrier, made here byte by byte.</summary>
internal static class LabelledFilms
{
    public static byte[] Box(string type, byte[] content) => [.. LabelledPictures.U32(content.Length + 8), .. Encoding.Latin1.GetBytes(type), .. content];

    public static byte[] Mp4(string brand, string json, string? key = "AIGC", bool underMoov = false, bool quickTimeMeta = false)
    {
        var data = Box("data", [0, 0, 0, 1, 0, 0, 0, 0, .. Encoding.UTF8.GetBytes(json)]);
        var item = Box("\0\0\0\x01", data);
        var keys = key is null ? [] : Box("keys", [0, 0, 0, 0, 0, 0, 0, 1, .. LabelledPictures.U32(8 + key.Length), .. "mdta"u8, .. Encoding.ASCII.GetBytes(key)]);
        var handler = Box("hdlr", [0, 0, 0, 0, 0, 0, 0, 0, .. "mdta"u8, .. new byte[13]]);
        var meta = Box("meta", [.. quickTimeMeta ? [] : new byte[4], .. handler, .. keys, .. Box("ilst", item)]);
        return [.. Box("ftyp", [.. Encoding.ASCII.GetBytes(brand), 0, 0, 2, 0, .. "isom"u8]), .. Box("moov", [.. Box("mvhd", new byte[100]), .. underMoov ? meta : Box("udta", meta)]), .. Box("mdat", [1, 2, 3])];
    }

    public static byte[] Mp3(string json, int version = 3, byte encoding = 3)
    {
        var text = encoding switch
        {
            1 => (byte[])[0xFF, 0xFE, .. Encoding.Unicode.GetBytes("AIGC\0"), 0xFF, 0xFE, .. Encoding.Unicode.GetBytes(json)],
            _ => Encoding.UTF8.GetBytes("AIGC\0" + json),
        };
        byte[] content = [encoding, .. text];
        byte[] frame = version switch
        {
            2 => [.. "TXX"u8, (byte)(content.Length >> 16), (byte)(content.Length >> 8), (byte)content.Length, .. content],
            3 => [.. "TXXX"u8, .. LabelledPictures.U32(content.Length), 0, 0, .. content],
            _ => [.. "TXXX"u8, .. Synchsafe(content.Length), 0, 0, .. content],
        };
        return [.. "ID3"u8, (byte)version, 0, 0, .. Synchsafe(frame.Length + 20), .. frame, .. new byte[20], 0xFF, 0xFB, 0x90, 0x00, .. new byte[100]];
    }

    public static byte[] Flac(string json)
    {
        var comments = Comments(json);
        return [.. "fLaC"u8, 0, 0, 0, 34, .. new byte[34], 0x84, (byte)(comments.Length >> 16), (byte)(comments.Length >> 8), (byte)comments.Length, .. comments, 0xFF, 0xF8];
    }

    /// <summary>The comments packet spans pages when <paramref name="padding"/> is large.</summary>
    public static byte[] Ogg(string json, bool opus, int padding = 0)
    {
        byte[] first = opus ? [.. "OpusHead"u8, .. new byte[11]] : [1, .. "vorbis"u8, .. new byte[23]];
        byte[] second = [.. opus ? "OpusTags"u8.ToArray() : [3, .. "vorbis"u8], .. Comments(json, padding), 1];
        var file = new List<byte>(Page([.. first], isLast: true, 2));
        var parts = second.Chunk(255 * 200).ToArray();
        for (var i = 0; i < parts.Length; i++)
        {
            file.AddRange(Page(parts[i], i == parts.Length - 1, i > 0 ? (byte)1 : (byte)0));
        }
        return [.. file];
    }

    public static byte[] Mkv(string json, string docType = "matroska", bool unknownSize = false)
    {
        var simple = Element([0x67, 0xC8], [.. Element([0x45, 0xA3], "AIGC"u8), .. Element([0x44, 0x87], Encoding.UTF8.GetBytes(json))]);
        var tags = Element([0x12, 0x54, 0xC3, 0x67], Element([0x73, 0x73], [.. Element([0x63, 0xC0], []), .. simple]));
        byte[] cluster = unknownSize ? [0x1F, 0x43, 0xB6, 0x75, 0x01, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, .. Element([0xE7], [0])] : Element([0x1F, 0x43, 0xB6, 0x75], Element([0xE7], [0]));
        byte[] segment = [.. cluster, .. tags];
        return [.. Element([0x1A, 0x45, 0xDF, 0xA3], Element([0x42, 0x82], Encoding.ASCII.GetBytes(docType))),
            .. unknownSize ? (byte[])[0x18, 0x53, 0x80, 0x67, 0x01, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, .. segment] : Element([0x18, 0x53, 0x80, 0x67], segment)];
    }

    public static byte[] Flv(string json)
    {
        var value = Encoding.UTF8.GetBytes(json);
        byte[] script = [2, 0, 10, .. "onMetaData"u8, 8, 0, 0, 0, 2, 0, 8, .. "duration"u8, 0, .. new byte[8], 0, 4, .. "AIGC"u8, 2, (byte)(value.Length >> 8), (byte)value.Length, .. value, 0, 0, 9];
        return [.. "FLV"u8, 1, 5, 0, 0, 0, 9, 0, 0, 0, 0, 18, (byte)(script.Length >> 16), (byte)(script.Length >> 8), (byte)script.Length, 0, 0, 0, 0, 0, 0, 0, .. script, .. LabelledPictures.U32(script.Length + 11)];
    }

    private static byte[] Comments(string json, int padding = 0)
    {
        var comment = Encoding.UTF8.GetBytes("AIGC=" + json);
        var filler = Encoding.ASCII.GetBytes("FILLER=" + new string('x', padding));
        return [.. LabelledPictures.U32Little(4), .. "test"u8, .. LabelledPictures.U32Little(2), .. LabelledPictures.U32Little(filler.Length), .. filler, .. LabelledPictures.U32Little(comment.Length), .. comment];
    }

    private static byte[] Page(byte[] body, bool isLast, byte flags)
    {
        var full = body.Length / 255;
        byte[] table = [.. Enumerable.Repeat((byte)255, full), .. isLast ? [(byte)(body.Length % 255)] : Array.Empty<byte>()];
        return [.. "OggS"u8, 0, flags, .. new byte[8], 7, 0, 0, 0, .. new byte[8], (byte)table.Length, .. table, .. body];
    }

    private static byte[] Element(byte[] id, ReadOnlySpan<byte> content) => [.. id, 0x10, (byte)(content.Length >> 16), (byte)(content.Length >> 8), (byte)content.Length, .. content];

    private static byte[] Synchsafe(int number) => [(byte)(number >> 21 & 127), (byte)(number >> 14 & 127), (byte)(number >> 7 & 127), (byte)(number & 127)];
}
