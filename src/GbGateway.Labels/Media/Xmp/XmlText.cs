using System.Buffers;
using System.Globalization;
using System.Text;

namespace GbGateway.Labels.Media.Xmp;

/// <summary>Character data of XML: read with its references resolved, written with them made.</summary>
internal static class XmlText
{
    /// <summary>The text of a piece of XML: tags left out, CDATA and the predefined and numeric references resolved.</summary>
    public static string Read(ReadOnlySpan<byte> xml)
    {
        var text = new StringBuilder(xml.Length);
        while (xml.Length > 0)
        {
            var next = xml.IndexOfAny((byte)'<', (byte)'&');
            var plain = next < 0 ? xml : xml[..next];
            text.Append(Encoding.UTF8.GetString(plain));
            xml = xml[plain.Length..];
            if (xml.Length == 0)
            {
                break;
            }
            xml = xml[(xml[0] == (byte)'<' ? ReadMarkup(xml, text) : ReadReference(xml, text))..];
        }
        return text.ToString().Trim();
    }

    /// <summary>Text as the content of an element, in ASCII where the text is ASCII.</summary>
    public static string Escape(string text) => text
        .Replace("&", "&amp;", StringComparison.Ordinal)
        .Replace("<", "&lt;", StringComparison.Ordinal)
        .Replace(">", "&gt;", StringComparison.Ordinal)
        .Replace("\"", "&quot;", StringComparison.Ordinal);

    /// <summary>Writes UTF-8 text as the content of an element, as <see cref="Escape"/> makes it.</summary>
    public static void WriteEscaped(ReadOnlySpan<byte> text, IBufferWriter<byte> output)
    {
        for (int at; (at = text.IndexOfAny("&<>\""u8)) >= 0; text = text[(at + 1)..])
        {
            output.Write(text[..at]);
            output.Write(text[at] switch
            {
                (byte)'&' => "&amp;"u8,
                (byte)'<' => "&lt;"u8,
                (byte)'>' => "&gt;"u8,
                _ => "&quot;"u8,
            });
        }
        output.Write(text);
    }

    private static int ReadMarkup(ReadOnlySpan<byte> xml, StringBuilder text)
    {
        if (xml.StartsWith("<![CDATA["u8))
        {
            var end = xml.IndexOf("]]>"u8);
            text.Append(Encoding.UTF8.GetString(end < 0 ? xml[9..] : xml[9..end]));
            return end < 0 ? xml.Length : end + 3;
        }
        var close = xml.IndexOf((byte)'>');
        return close < 0 ? xml.Length : close + 1;
    }

    private static int ReadReference(ReadOnlySpan<byte> xml, StringBuilder text)
    {
        var end = xml[..Math.Min(xml.Length, 12)].IndexOf((byte)';');
        if (end < 0)
        {
            text.Append('&');
            return 1;
        }
        var name = Encoding.ASCII.GetString(xml[1..end]);
        var resolved = name switch
        {
            "quot" => "\"",
            "amp" => "&",
            "lt" => "<",
            "gt" => ">",
            "apos" => "'",
            _ => Numeric(name),
        };
        text.Append(resolved ?? $"&{name};");
        return end + 1;
    }

    private static string? Numeric(string name)
    {
        if (name.Length < 2 || name[0] != '#')
        {
            return null;
        }
        var hex = name[1] is 'x' or 'X';
        return uint.TryParse(name.AsSpan(hex ? 2 : 1), hex ? NumberStyles.AllowHexSpecifier : NumberStyles.None, CultureInfo.InvariantCulture, out var scalar)
            && Rune.IsValid(scalar) ? new Rune(scalar).ToString() : null;
    }
}
