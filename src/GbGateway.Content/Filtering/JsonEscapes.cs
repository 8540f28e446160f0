using System.Buffers;
using System.Text;

namespace GbGateway.Content.Filtering;

/// <summary>
/// Resolves the escapes of a JSON string's content on the fly, cut anywhere: what is left of an escape at the end of a piece waits for
/// the next one. The bytes may themselves be spelled in escapes, as in a JSON document inside a JSON string.
/// </summary>
internal sealed class JsonEscapes
{
    // The longest escape is a surrogate pair: two times \uXXXX.
    private const int Longest = 12;

    private static readonly SearchValues<byte> HexDigits = SearchValues.Create("0123456789abcdefABCDEF"u8);

    // Each waiting byte may be spelled by an escape as long.
    private readonly byte[] _waiting = new byte[Longest];
    private readonly byte[] _raw = new byte[Longest * Longest];
    private readonly byte[] _rawOf = new byte[Longest];
    private int _length;
    private int _rawLength;

    /// <summary>Bytes of a begun escape, as they are spelled.</summary>
    internal int Waiting => _rawLength;

    /// <summary>Adds a piece of a string's content.</summary>
    internal void Push<TTarget>(ReadOnlySpan<byte> piece, TTarget target)
        where TTarget : class, IUnescaped
    {
        while (!piece.IsEmpty)
        {
            if (_length == 0)
            {
                int escape = piece.IndexOf((byte)'\\');
                int plain = escape < 0 ? piece.Length : escape;
                if (plain > 0)
                {
                    target.Append(piece[..plain]);
                }

                piece = piece[plain..];
                if (escape < 0)
                {
                    return;
                }
            }

            Wait(piece[0], piece[..1]);
            piece = piece[1..];
            Resolve(target, final: false);
        }
    }

    /// <summary>Adds a character of a string's content that is itself spelled <paramref name="raw"/>, at most 12 bytes.</summary>
    internal void Push<TTarget>(ReadOnlySpan<byte> character, ReadOnlySpan<byte> raw, TTarget target)
        where TTarget : class, IUnescaped
    {
        for (int i = 0; i < character.Length; i++)
        {
            if (_length == 0 && character[i] != '\\')
            {
                target.AppendEscaped(character[i..], i == 0 ? raw : []);
                return;
            }

            // A character's spelling goes with its first byte.
            Wait(character[i], i == 0 ? raw : []);
            Resolve(target, final: false);
        }
    }

    /// <summary>Adds what is left of a begun escape as it stands.</summary>
    internal void Flush<TTarget>(TTarget target)
        where TTarget : class, IUnescaped
    {
        while (_length > 0)
        {
            Resolve(target, final: true);
        }
    }

    private void Wait(byte next, ReadOnlySpan<byte> raw)
    {
        _waiting[_length] = next;
        _rawOf[_length++] = (byte)raw.Length;
        raw.CopyTo(_raw.AsSpan(_rawLength));
        _rawLength += raw.Length;
    }

    // Takes the first whole escape off the waiting bytes, if there is one.
    private void Resolve<TTarget>(TTarget target, bool final)
        where TTarget : class, IUnescaped
    {
        while (_length > 0)
        {
            ReadOnlySpan<byte> waiting = _waiting.AsSpan(0, _length);
            if (waiting[0] != '\\')
            {
                if (_rawOf[0] == 1)
                {
                    target.Append(waiting[..1]);
                }
                else
                {
                    target.AppendEscaped(waiting[..1], Raw(1));
                }

                Take(1);
                continue;
            }

            if (_length == 1 || (waiting[1] == 'u' && _length < 6 && AllHex(waiting[2..])))
            {
                if (!final)
                {
                    return;
                }

                target.AppendEscaped("\uFFFD"u8, Raw(_length));
                Take(_length);
                return;
            }

            if (waiting[1] != 'u' || !AllHex(waiting[2..Math.Min(6, _length)]))
            {
                // A short escape, or one no reader takes: its second byte then counts as it stands.
                byte meant = waiting[1] switch { (byte)'n' => 10, (byte)'r' => 13, (byte)'t' => 9, (byte)'b' => 8, (byte)'f' => 12, byte other => other };
                if (meant < 0x80)
                {
                    target.AppendEscaped([meant], Raw(2));
                    Take(2);
                }
                else
                {
                    target.AppendEscaped("\uFFFD"u8, Raw(1));
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
                AppendRune(target, 0x10000 + ((unit - 0xD800) << 10) + (low - 0xDC00), Raw(Longest));
                Take(Longest);
            }
            else
            {
                AppendRune(target, unit, Raw(6));
                Take(6);
            }
        }
    }

    // The spelling of the first waiting bytes.
    private ReadOnlySpan<byte> Raw(int bytes)
    {
        int length = 0;
        foreach (byte one in _rawOf.AsSpan(0, bytes))
        {
            length += one;
        }

        return _raw.AsSpan(0, length);
    }

    private void Take(int bytes)
    {
        int raw = Raw(bytes).Length;
        _raw.AsSpan(raw, _rawLength - raw).CopyTo(_raw);
        _rawLength -= raw;
        _rawOf.AsSpan(bytes, _length - bytes).CopyTo(_rawOf);
        _waiting.AsSpan(bytes, _length - bytes).CopyTo(_waiting);
        _length -= bytes;
    }

    // Whether bytes behind a high surrogate may still become the escape of a low one; false when they are whole.
    private static bool MayBeEscape(ReadOnlySpan<byte> bytes) => bytes.Length < 6
        && (bytes.Length < 1 || bytes[0] == '\\') && (bytes.Length < 2 || bytes[1] == 'u') && (bytes.Length < 3 || AllHex(bytes[2..]));

    private static bool AllHex(ReadOnlySpan<byte> bytes) => bytes.IndexOfAnyExcept(HexDigits) < 0;

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
    private static void AppendRune<TTarget>(TTarget target, int codePoint, ReadOnlySpan<byte> raw)
        where TTarget : class, IUnescaped
    {
        Span<byte> utf8 = stackalloc byte[4];
        int length = Rune.IsValid(codePoint) ? new Rune(codePoint).EncodeToUtf8(utf8) : 3;
        if (!Rune.IsValid(codePoint))
        {
            utf8[0] = (byte)(0xE0 | (codePoint >> 12));
            utf8[1] = (byte)(0x80 | ((codePoint >> 6) & 0x3F));
            utf8[2] = (byte)(0x80 | (codePoint & 0x3F));
        }

        target.AppendEscaped(utf8[..length], raw);
    }
}
