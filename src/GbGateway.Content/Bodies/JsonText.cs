using System.Buffers.Text;
using System.Text;

namespace GbGateway.Content.Bodies;

/// <summary>The content of JSON strings: what escapes say.</summary>
public static class JsonText
{
    /// <summary>Whether all of <paramref name="digits"/> are hexadecimal digits.</summary>
    public static bool IsHex(ReadOnlySpan<byte> digits)
    {
        foreach (var digit in digits)
        {
            if (!char.IsAsciiHexDigit((char)digit))
            {
                return false;
            }
        }
        return true;
    }

    /// <summary>Reads a non-negative integer.</summary>
    public static bool TryReadInt(ReadOnlySpan<byte> number, out int value) =>
        Utf8Parser.TryParse(number, out value, out var length) && length == number.Length && value >= 0;

    /// <summary>Whether a string's content is empty or only space: an answer without content needs no label.</summary>
    public static bool IsBlank(ReadOnlySpan<byte> escaped)
    {
        for (var i = 0; i < escaped.Length; i++)
        {
            if (escaped[i] == (byte)'\\' && i + 1 < escaped.Length && escaped[i + 1] is (byte)'n' or (byte)'r' or (byte)'t')
            {
                i++;
            }
            else if (escaped[i] != (byte)' ')
            {
                return false;
            }
        }
        return true;
    }

    /// <summary>Resolves the escapes of a well-formed string's content. A lone surrogate becomes U+FFFD.</summary>
    /// <param name="escaped">Content as it stands in the document, without quotes.</param>
    /// <param name="plain">Gets the UTF-8 text; as long as <paramref name="escaped"/> is always enough.</param>
    /// <param name="length">Bytes written.</param>
    /// <returns>False if an escape is malformed or <paramref name="plain"/> too short.</returns>
    public static bool TryUnescape(ReadOnlySpan<byte> escaped, Span<byte> plain, out int length)
    {
        length = 0;
        while (!escaped.IsEmpty)
        {
            var next = escaped.IndexOf((byte)'\\');
            var run = next < 0 ? escaped.Length : next;
            if (run > plain.Length - length)
            {
                return false;
            }
            escaped[..run].CopyTo(plain[length..]);
            length += run;
            escaped = escaped[run..];
            if (!escaped.IsEmpty && !TryUnescapeOne(ref escaped, plain, ref length))
            {
                return false;
            }
        }
        return true;
    }

    /// <summary>Reads one character of a well-formed string's content, if it is ASCII.</summary>
    /// <param name="escaped">Content as it stands in the document.</param>
    /// <param name="at">Where the character begins; moved behind it, ASCII or not.</param>
    /// <param name="character">The character; 0 where it is not ASCII.</param>
    /// <returns>Whether it is ASCII.</returns>
    public static bool TryReadAscii(ReadOnlySpan<byte> escaped, ref int at, out byte character)
    {
        character = escaped[at];
        if (character != (byte)'\\')
        {
            at++;
            character = character < 0x80 ? character : (byte)0;
        }
        else if (TryReadUnit(escaped[at..], out var unit))
        {
            at += 6;
            character = unit < 0x80 ? (byte)unit : (byte)0;
        }
        else
        {
            var simple = at + 1 < escaped.Length ? "\"\\/bfnrt"u8.IndexOf(escaped[at + 1]) : -1;
            at = Math.Min(at + 2, escaped.Length);
            character = simple < 0 ? (byte)0 : "\"\\/\b\f\n\r\t"u8[simple];
        }
        return character != 0;
    }

    private static bool TryUnescapeOne(ref ReadOnlySpan<byte> escaped, Span<byte> plain, ref int length)
    {
        if (escaped.Length < 2)
        {
            return false;
        }
        var simple = "\"\\/bfnrt"u8.IndexOf(escaped[1]);
        if (simple >= 0)
        {
            if (length == plain.Length)
            {
                return false;
            }
            plain[length++] = "\"\\/\b\f\n\r\t"u8[simple];
            escaped = escaped[2..];
            return true;
        }
        if (!TryReadUnit(escaped, out var unit))
        {
            return false;
        }
        escaped = escaped[6..];
        var rune = Rune.ReplacementChar;
        if (char.IsHighSurrogate(unit) && TryReadUnit(escaped, out var low) && char.IsLowSurrogate(low))
        {
            rune = new Rune(unit, low);
            escaped = escaped[6..];
        }
        else if (!char.IsSurrogate(unit))
        {
            rune = new Rune(unit);
        }
        if (!rune.TryEncodeToUtf8(plain[length..], out var written))
        {
            return false;
        }
        length += written;
        return true;
    }

    private static bool TryReadUnit(ReadOnlySpan<byte> escaped, out char unit)
    {
        unit = '\0';
        if (escaped.Length < 6 || escaped[0] != (byte)'\\' || escaped[1] != (byte)'u' || !IsHex(escaped.Slice(2, 4)))
        {
            return false;
        }
        Utf8Parser.TryParse(escaped.Slice(2, 4), out ushort value, out _, 'x');
        unit = (char)value;
        return true;
    }
}
