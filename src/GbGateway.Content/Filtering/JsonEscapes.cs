using System.Buffers;
using System.Text;

namespace GbGateway.Content.Filtering;

/// <summary>
/// Resolves the escapes of a JSON string's content on the fly, cut anywhere: what is left of an escape at the end of a piece waits for
/// the next one.
/// </summary>
internal sealed class JsonEscapes
{
    // The longest escape is a surrogate pair: two times \uXXXX.
    private const int Longest = 12;

    private readonly byte[] _waiting = new byte[Longest];
    private int _length;

    /// <summary>Bytes of a begun escape.</summary>
    internal int Waiting => _length;

    /// <summary>Adds a piece of a string's content to the window.</summary>
    internal void Push(ReadOnlySpan<byte> piece, FilterWindow window)
    {
        while (!piece.IsEmpty)
        {
            if (_length == 0)
            {
                int escape = piece.IndexOf((byte)'\\');
                int plain = escape < 0 ? piece.Length : escape;
                window.Append(piece[..plain]);
                piece = piece[plain..];
                if (escape < 0)
                {
                    return;
                }
            }

            _waiting[_length++] = piece[0];
            piece = piece[1..];
            Resolve(window, final: false);
        }
    }

    /// <summary>Adds what is left of a begun escape as it stands.</summary>
    internal void Flush(FilterWindow window)
    {
        while (_length > 0)
        {
            Resolve(window, final: true);
        }
    }

    // Takes the first whole escape off the waiting bytes, if there is one.
    private void Resolve(FilterWindow window, bool final)
    {
        while (_length > 0)
        {
            ReadOnlySpan<byte> waiting = _waiting.AsSpan(0, _length);
            if (waiting[0] != '\\')
            {
                window.Append(waiting[..1]);
                Take(1);
                continue;
            }

            if (_length == 1 || (waiting[1] == 'u' && _length < 6 && AllHex(waiting[2..])))
            {
                if (!final)
                {
                    return;
                }

                window.AppendEscaped("\uFFFD"u8, waiting);
                Take(_length);
                return;
            }

            if (waiting[1] != 'u' || !AllHex(waiting[2..Math.Min(6, _length)]))
            {
                // A short escape, or one no reader takes: its second byte then counts as it stands.
                byte meant = waiting[1] switch { (byte)'n' => 10, (byte)'r' => 13, (byte)'t' => 9, (byte)'b' => 8, (byte)'f' => 12, byte other => other };
                if (meant < 0x80)
                {
                    window.AppendEscaped([meant], waiting[..2]);
                    Take(2);
                }
                else
                {
                    window.AppendEscaped("\uFFFD"u8, waiting[..1]);
                    Take(1);
                }

                continue;
            }

            int unit = Hex(waiting[2..6]);
            bool mayPair = unit is >= 0xD800 and < 0xDC00;
            if (mayPair && !final && MayBeEscape(waiting[6..]))
            {
                return;
            }

            if (mayPair && _length == Longest && AllHex(waiting[8..]) && Hex(waiting[8..]) is >= 0xDC00 and < 0xE000 and var low)
            {
                AppendRune(window, 0x10000 + ((unit - 0xD800) << 10) + (low - 0xDC00), waiting);
                Take(Longest);
            }
            else
            {
                AppendRune(window, unit, waiting[..6]);
                Take(6);
            }
        }
    }

    private void Take(int bytes)
    {
        _waiting.AsSpan(bytes, _length - bytes).CopyTo(_waiting);
        _length -= bytes;
    }

    // Whether bytes behind a high surrogate may still become the escape of a low one; false when they are whole.
    private static bool MayBeEscape(ReadOnlySpan<byte> bytes) => bytes.Length < 6
        && (bytes.Length < 1 || bytes[0] == '\\') && (bytes.Length < 2 || bytes[1] == 'u') && (bytes.Length < 3 || AllHex(bytes[2..]));

    private static bool AllHex(ReadOnlySpan<byte> bytes) => bytes.IndexOfAnyExcept(HexDigits) < 0;

    private static readonly SearchValues<byte> HexDigits = SearchValues.Create("0123456789abcdefABCDEF"u8);

    private static int Hex(ReadOnlySpan<byte> digits)
    {
        int value = 0;
        foreach (byte digit in digits)
        {
            value = (value << 4) | (digit <= '9' ? digit - '0' : (digit | 0x20) - 'a' + 10);
        }

        return value;
    }

    // A lone surrogate is spelled like any other character: it is none, and nothing matches it.
    private static void AppendRune(FilterWindow window, int codePoint, ReadOnlySpan<byte> raw)
    {
        Span<byte> utf8 = stackalloc byte[4];
        int length = Rune.IsValid(codePoint) ? new Rune(codePoint).EncodeToUtf8(utf8) : 3;
        if (!Rune.IsValid(codePoint))
        {
            utf8[0] = (byte)(0xE0 | (codePoint >> 12));
            utf8[1] = (byte)(0x80 | ((codePoint >> 6) & 0x3F));
            utf8[2] = (byte)(0x80 | (codePoint & 0x3F));
        }

        window.AppendEscaped(utf8[..length], raw);
    }
}
