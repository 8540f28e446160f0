using System.Buffers;

namespace GbGateway.Content.Bodies;

/// <summary>
/// Finds the pictures in a text, <c>data:image/…;base64,…</c>, in Markdown, HTML or alone. The text is JSON string content and comes in
/// pieces cut between any two characters; what was seen of a URI's head is remembered from piece to piece. A mutable value: one owner.
/// </summary>
internal struct PictureFinder
{
    /// <summary>Longest head between <c>data:image/</c> and the comma; a longer one is no URI's.</summary>
    private const int LongestHead = 128;

    private static readonly SearchValues<byte> Starts = SearchValues.Create("dD\\"u8);

    private byte _seen;
    private byte _head;
    private byte _ending;

    /// <summary>Whether a picture's base64 is being read: the next piece may go on with it.</summary>
    public bool InPicture { get; private set; }

    private static ReadOnlySpan<byte> Scheme => "data:image/"u8;

    private static ReadOnlySpan<byte> Ending => ";base64,"u8;

    /// <summary>Whether a whole text may hold a picture at all: quick, and never wrong when it says no.</summary>
    public static bool MayFind(ReadOnlySpan<byte> text)
    {
        var finder = new PictureFinder();
        for (var at = 0; at < text.Length;)
        {
            finder.Next(text, ref at, out _);
            if (finder.InPicture)
            {
                return true;
            }
        }
        return false;
    }

    /// <summary>Takes the next part of a piece: text, the head of a URI included, or base64 of a picture.</summary>
    /// <param name="piece">JSON string content.</param>
    /// <param name="at">Where the part begins; moved to its end.</param>
    /// <param name="isPicture">Whether it is base64.</param>
    public void Next(ReadOnlySpan<byte> piece, ref int at, out bool isPicture)
    {
        isPicture = InPicture;
        if (InPicture)
        {
            SkipBase64(piece, ref at);
            InPicture = at == piece.Length;
            return;
        }
        while (at < piece.Length && !InPicture)
        {
            if (_seen == 0)
            {
                var start = piece[at..].IndexOfAny(Starts);
                at = start < 0 ? piece.Length : at + start;
                if (start < 0)
                {
                    return;
                }
            }
            JsonText.TryReadAscii(piece, ref at, out var character);
            InPicture = Step((byte)(char.IsAsciiLetterUpper((char)character) ? character | 0x20 : character));
        }
        if (InPicture)
        {
            (_seen, _head, _ending) = (0, 0, 0);
        }
    }

    private bool Step(byte character)
    {
        if (_seen < Scheme.Length)
        {
            _seen = character == Scheme[_seen] ? (byte)(_seen + 1) : character == Scheme[0] ? (byte)1 : (byte)0;
            return false;
        }
        _ending = character == Ending[_ending] ? (byte)(_ending + 1) : character == Ending[0] ? (byte)1 : (byte)0;
        if (_ending == Ending.Length)
        {
            return true;
        }
        if (++_head == LongestHead || character is <= (byte)' ' or (byte)'"' or (byte)')' or (byte)'<' or (byte)'>' or (byte)',')
        {
            (_seen, _head, _ending) = (0, 0, 0);
        }
        return false;
    }

    private static void SkipBase64(ReadOnlySpan<byte> piece, ref int at)
    {
        while (at < piece.Length)
        {
            var plain = piece[at..].IndexOfAnyExcept(Base64Characters);
            if (plain < 0)
            {
                at = piece.Length;
                return;
            }
            at += plain;
            var next = at;
            if (piece[at] != (byte)'\\' || !JsonText.TryReadAscii(piece, ref next, out var character) || !Base64Characters.Contains(character))
            {
                return;
            }
            at = next;
        }
    }

    private static readonly SearchValues<byte> Base64Characters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/="u8);
}
