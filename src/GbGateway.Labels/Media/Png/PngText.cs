using System.IO.Compression;

namespace GbGateway.Labels.Media.Png;

/// <summary>Keyword and text of a tEXt, zTXt or iTXt chunk.</summary>
internal readonly ref struct PngText
{
    /// <summary>Keyword of the chunk that holds XMP.</summary>
    public const string XmpKeyword = "XML:com.adobe.xmp";

    private const int MaxInflated = 4 << 20;

    private PngText(ReadOnlySpan<byte> keyword, ReadOnlySpan<byte> text)
    {
        Keyword = keyword;
        Text = text;
    }

    public ReadOnlySpan<byte> Keyword { get; }

    /// <summary>The text, inflated where it was compressed (up to 4 MiB of it; empty beyond or if it can't be).</summary>
    public ReadOnlySpan<byte> Text { get; }

    public bool IsXmp => Keyword.SequenceEqual("XML:com.adobe.xmp"u8);

    /// <summary>Whether the keyword itself says AIGC (<c>GB-E-a</c>).</summary>
    public bool IsNamedAigc => Keyword.IndexOf("AIGC"u8) >= 0;

    public static PngText Read(ReadOnlySpan<byte> file, PngChunk chunk)
    {
        var data = chunk.Data(file);
        var end = data.IndexOf((byte)0);
        if (end < 0)
        {
            return new PngText(data, []);
        }
        var keyword = data[..end];
        var rest = data[(end + 1)..];
        if (chunk.Type == PngChunkType.Text || rest.Length == 0)
        {
            return new PngText(keyword, rest);
        }
        if (chunk.Type == PngChunkType.Ztxt)
        {
            return new PngText(keyword, Inflate(rest[1..]));
        }
        // iTXt: compression flag, method, language tag, translated keyword, text
        var compressed = rest[0] != 0;
        rest = rest[Math.Min(2, rest.Length)..];
        rest = rest[(rest.IndexOf((byte)0) + 1)..];
        rest = rest[(rest.IndexOf((byte)0) + 1)..];
        return new PngText(keyword, compressed ? Inflate(rest) : rest);
    }

    private static byte[] Inflate(ReadOnlySpan<byte> zlib)
    {
        try
        {
            using var source = new ZLibStream(new MemoryStream(zlib.ToArray(), writable: false), CompressionMode.Decompress);
            using var target = new MemoryStream();
            var buffer = new byte[16384];
            for (int read; (read = source.Read(buffer)) > 0;)
            {
                if (target.Length + read > MaxInflated)
                {
                    return [];
                }
                target.Write(buffer, 0, read);
            }
            return target.ToArray();
        }
        catch (InvalidDataException)
        {
            return [];
        }
    }
}
