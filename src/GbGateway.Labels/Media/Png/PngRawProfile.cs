using System.Buffers.Text;
using System.Globalization;
using System.IO.Compression;
using System.Text;

namespace GbGateway.Labels.Media.Png;

/// <summary>ImageMagick's way to put EXIF and XMP into a text chunk: keyword <c>Raw profile type …</c>, then name, length and hexadecimal digits.</summary>
internal static class PngRawProfile
{
    private const int DigitsPerLine = 72;

    public static bool IsExif(ReadOnlySpan<byte> keyword) =>
        keyword.SequenceEqual("Raw profile type exif"u8) || keyword.SequenceEqual("Raw profile type APP1"u8);

    public static bool IsXmp(ReadOnlySpan<byte> keyword) => keyword.SequenceEqual("Raw profile type xmp"u8);

    /// <summary>The profile's bytes; empty if the text makes no sense.</summary>
    public static byte[] Decode(ReadOnlySpan<byte> text)
    {
        // "\n" name "\n" length "\n" digits
        text = text.TrimStart("\n"u8);
        var digits = text[(text.IndexOf((byte)'\n') + 1)..].TrimStart(" \n"u8);
        if (!Utf8Parser.TryParse(digits, out int length, out var used) || length is <= 0 or > 1 << 21)
        {
            return [];
        }
        digits = digits[used..];
        var bytes = new byte[Math.Min(length, digits.Length / 2)];
        var count = 0;
        var high = -1;
        foreach (var digit in digits)
        {
            var value = char.IsAsciiHexDigit((char)digit) ? Convert.ToInt32(((char)digit).ToString(), 16) : -1;
            if (value < 0)
            {
                continue;
            }
            if (high < 0)
            {
                high = value;
            }
            else
            {
                if (count == bytes.Length)
                {
                    break;
                }
                bytes[count++] = (byte)(high << 4 | value);
                high = -1;
            }
        }
        return bytes[..count];
    }

    /// <summary>The data of a zTXt chunk with this profile.</summary>
    public static byte[] Encode(ReadOnlySpan<byte> keyword, ReadOnlySpan<byte> profile)
    {
        var name = keyword[(keyword.LastIndexOf((byte)' ') + 1)..];
        var hex = Convert.ToHexStringLower(profile);
        var text = new StringBuilder("\n").Append(Encoding.Latin1.GetString(name)).Append('\n')
            .Append(profile.Length.ToString(CultureInfo.InvariantCulture).PadLeft(8)).Append('\n');
        for (var i = 0; i < hex.Length; i += DigitsPerLine)
        {
            text.Append(hex, i, Math.Min(DigitsPerLine, hex.Length - i)).Append('\n');
        }
        using var data = new MemoryStream();
        data.Write(keyword);
        data.Write([0, 0]);
        using (var zlib = new ZLibStream(data, CompressionLevel.Optimal, leaveOpen: true))
        {
            zlib.Write(Encoding.Latin1.GetBytes(text.ToString()));
        }
        return data.ToArray();
    }
}
