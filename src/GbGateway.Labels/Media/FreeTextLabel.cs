using System.Text;

namespace GbGateway.Labels.Media;

/// <summary>
/// An AIGC label inside text that may hold anything: a comment, an EXIF field, a bare blob. Only <c>AIGC</c> followed by a JSON object
/// counts, so that a caption which merely mentions the word stays what its author wrote.
/// </summary>
internal static class FreeTextLabel
{
    /// <summary>Finds the first label in <paramref name="text"/> (UTF-8).</summary>
    /// <param name="text">Any bytes.</param>
    /// <param name="value">The object that follows the keyword.</param>
    public static bool TryFind(ReadOnlySpan<byte> text, out string value)
    {
        for (var rest = text; ;)
        {
            var next = rest.IndexOf("AIGC"u8);
            if (next < 0)
            {
                break;
            }
            rest = rest[(next + 4)..];
            var body = rest.TrimStart("\"' \t\r\n:=\\"u8);
            if (body.Length > 0 && body[0] == (byte)'{' && rest.Length - body.Length <= 16)
            {
                value = Encoding.UTF8.GetString(Object(body));
                return true;
            }
        }
        // An older shape without the keyword, met in ImageDescription: its members tell it.
        if (text.IndexOf("\"ServiceProvider\""u8) >= 0 && text.IndexOf("\"ContentId\""u8) >= 0 && text.IndexOf((byte)'{') is var at and >= 0)
        {
            value = Encoding.UTF8.GetString(Object(text[at..]));
            return true;
        }
        value = "";
        return false;
    }

    /// <summary>The JSON object that <paramref name="text"/> begins with, to its closing brace.</summary>
    private static ReadOnlySpan<byte> Object(ReadOnlySpan<byte> text)
    {
        text = text[..Math.Min(text.Length, AigcMetadata.MaxLabelLength)];
        var depth = 0;
        var quoted = false;
        for (var i = 0; i < text.Length; i++)
        {
            switch (text[i])
            {
                case (byte)'\\' when quoted:
                    i++;
                    break;
                case (byte)'"':
                    quoted = !quoted;
                    break;
                case (byte)'{' when !quoted:
                    depth++;
                    break;
                case (byte)'}' when !quoted && --depth == 0:
                    return text[..(i + 1)];
            }
        }
        return text;
    }
}
