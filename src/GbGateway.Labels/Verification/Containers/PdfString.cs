using System.Text;

namespace GbGateway.Labels.Verification.Containers;

/// <summary>Reads a PDF string: literal with escapes, or hexadecimal; PDFDocEncoding (read as Latin-1), UTF-16 or UTF-8.</summary>
internal static class PdfString
{
    private const int Longest = 4 * AigcMetadata.MaxLabelLength;

    public static string? TryRead(ReadOnlySpan<byte> text)
    {
        if (text.IsEmpty)
        {
            return null;
        }
        var bytes = text[0] switch { (byte)'(' => Literal(text[1..]), (byte)'<' when text.Length > 1 && text[1] != '<' => Hexadecimal(text[1..]), _ => null };
        return bytes switch
        {
            null => null,
            [0xFE, 0xFF, ..] => Encoding.BigEndianUnicode.GetString(bytes, 2, bytes.Length - 2),
            [0xFF, 0xFE, ..] => Encoding.Unicode.GetString(bytes, 2, bytes.Length - 2),
            [0xEF, 0xBB, 0xBF, ..] => Encoding.UTF8.GetString(bytes, 3, bytes.Length - 3),
            _ => Encoding.UTF8.GetString(bytes),
        };
    }

    private static byte[]? Literal(ReadOnlySpan<byte> text)
    {
        var bytes = new List<byte>();
        var depth = 1;
        for (var i = 0; i < text.Length && bytes.Count < Longest; i++)
        {
            var c = text[i];
            switch (c)
            {
                case (byte)'(':
                    depth++;
                    bytes.Add(c);
                    break;
                case (byte)')':
                    if (--depth == 0)
                    {
                        return [.. bytes];
                    }
                    bytes.Add(c);
                    break;
                case (byte)'\\' when i + 1 < text.Length:
                    Escape(text, ref i, bytes);
                    break;
                default:
                    bytes.Add(c);
                    break;
            }
        }
        return null;
    }

    private static void Escape(ReadOnlySpan<byte> text, ref int i, List<byte> bytes)
    {
        var c = text[++i];
        switch (c)
        {
            case (byte)'n': bytes.Add((byte)'\n'); break;
            case (byte)'r': bytes.Add((byte)'\r'); break;
            case (byte)'t': bytes.Add((byte)'\t'); break;
            case (byte)'b': bytes.Add((byte)'\b'); break;
            case (byte)'f': bytes.Add((byte)'\f'); break;
            case (byte)'\r':
                i += i + 1 < text.Length && text[i + 1] == '\n' ? 1 : 0;
                break;
            case (byte)'\n':
                break;
            case >= (byte)'0' and <= (byte)'7':
                var value = 0;
                for (var digits = 0; digits < 3 && i < text.Length && text[i] is >= (byte)'0' and <= (byte)'7'; digits++, i++)
                {
                    value = (value * 8) + text[i] - '0';
                }
                i--;
                bytes.Add((byte)value);
                break;
            default:
                bytes.Add(c);
                break;
        }
    }

    private static byte[]? Hexadecimal(ReadOnlySpan<byte> text)
    {
        var end = text.IndexOf((byte)'>');
        if (end < 0 || end > 2 * Longest)
        {
            return null;
        }
        var digits = string.Concat(Encoding.ASCII.GetString(text[..end]).Where(char.IsAsciiHexDigit));
        return Convert.FromHexString(digits.Length % 2 == 0 ? digits : digits + "0");
    }
}
