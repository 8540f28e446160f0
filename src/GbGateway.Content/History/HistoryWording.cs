using System.Buffers.Text;
using System.Text;

namespace GbGateway.Content.History;

/// <summary>One wording of text labels, found at either end of a JSON string's content however its characters are escaped. Immutable.</summary>
public sealed class HistoryWording
{
    private const int MostNewlines = 2;

    private readonly string _wording;
    private readonly byte[] _raw;

    /// <summary>Prepares it.</summary>
    public HistoryWording(string wording)
    {
        _wording = wording;
        _raw = Encoding.UTF8.GetBytes(wording);
    }

    /// <summary>The wording as UTF-8.</summary>
    public ReadOnlySpan<byte> Raw => _raw;

    /// <summary>Takes the label, and the empty line before it, off the end of a text; space behind it stays.</summary>
    /// <param name="text">JSON string content, well-formed.</param>
    /// <param name="from">Where what goes begins.</param>
    /// <param name="to">Where it ends.</param>
    public bool StandsLast(ReadOnlySpan<byte> text, out int from, out int to)
    {
        to = text.Length;
        while (TrySpaceBefore(text, to, out var before))
        {
            to = before;
        }
        // A character takes one byte at least and six at most.
        for (from = to - _wording.Length; from >= Math.Max(0, to - (6 * _wording.Length)); from--)
        {
            if (!IsInsideEscape(text, from) && MatchLength(text[from..to]) == to - from)
            {
                for (var i = 0; i < MostNewlines && TryNewlineBefore(text, from, out var before); i++)
                {
                    from = before;
                }
                return true;
            }
        }
        return false;
    }

    /// <summary>Takes the label, and the empty line behind it, off the start of a text; space before it stays.</summary>
    /// <param name="text">JSON string content, well-formed.</param>
    /// <param name="from">Where what goes begins.</param>
    /// <param name="to">Where it ends.</param>
    public bool StandsFirst(ReadOnlySpan<byte> text, out int from, out int to)
    {
        from = 0;
        while (ReadUnit(text[from..], out var space) is > 0 and var length && space is ' ' or '\n' or '\r' or '\t')
        {
            from += length;
        }
        to = from + MatchLength(text[from..]);
        if (to == from)
        {
            return false;
        }
        for (var i = 0; i < MostNewlines; i++)
        {
            var at = to;
            var length = ReadUnit(text[at..], out var unit);
            if (unit == '\r')
            {
                at += length;
                length = ReadUnit(text[at..], out unit);
            }
            if (length == 0 || unit != '\n')
            {
                break;
            }
            to = at + length;
        }
        return true;
    }

    // Bytes of text that spell the wording from their start, or 0.
    private int MatchLength(ReadOnlySpan<byte> text)
    {
        if (text.StartsWith(_raw))
        {
            return _raw.Length;
        }
        var at = 0;
        for (var i = 0; i < _wording.Length; i++)
        {
            var length = ReadUnit(text[at..], out var unit);
            if (length > 0 && unit == _wording[i])
            {
                at += length;
            }
            else if (char.IsHighSurrogate(_wording[i]) && i + 1 < _wording.Length
                && Rune.DecodeFromUtf8(text[at..], out var rune, out length) == System.Buffers.OperationStatus.Done && rune == new Rune(_wording[i], _wording[i + 1]))
            {
                at += length;
                i++;
            }
            else
            {
                return 0;
            }
        }
        return at;
    }

    // One UTF-16 unit, escaped or not; 0 bytes where there is none, or one that takes two.
    private static int ReadUnit(ReadOnlySpan<byte> text, out char unit)
    {
        unit = '\0';
        if (text.IsEmpty)
        {
            return 0;
        }
        if (text[0] != (byte)'\\')
        {
            if (Rune.DecodeFromUtf8(text, out var rune, out var length) != System.Buffers.OperationStatus.Done || !rune.IsBmp)
            {
                return 0;
            }
            unit = (char)rune.Value;
            return length;
        }
        if (text.Length < 2)
        {
            return 0;
        }
        if (text[1] == (byte)'u')
        {
            if (text.Length < 6 || !Utf8Parser.TryParse(text.Slice(2, 4), out ushort value, out var digits, 'x') || digits != 4)
            {
                return 0;
            }
            unit = (char)value;
            return 6;
        }
        var simple = "\"\\/bfnrt"u8.IndexOf(text[1]);
        unit = simple < 0 ? '\0' : "\"\\/\b\f\n\r\t"[simple];
        return simple < 0 ? 0 : 2;
    }

    // Whether an escape begins before a place and ends behind it: what stands there is not what it looks like.
    private static bool IsInsideEscape(ReadOnlySpan<byte> text, int at)
    {
        for (var start = at - 1; start >= Math.Max(0, at - 5); start--)
        {
            if (text[start] == (byte)'\\' && IsEscape(text, start))
            {
                return start + (start + 1 < text.Length && text[start + 1] == (byte)'u' ? 6 : 2) > at;
            }
        }
        return false;
    }

    // Of a run of backslashes, every second one is escaped by the one before.
    private static bool IsEscape(ReadOnlySpan<byte> text, int backslash)
    {
        var first = backslash;
        while (first > 0 && text[first - 1] == (byte)'\\')
        {
            first--;
        }
        return (backslash - first) % 2 == 0;
    }

    private static bool TryNewlineBefore(ReadOnlySpan<byte> text, int at, out int before)
    {
        if (!TryUnitBefore(text, at, '\n', out before))
        {
            return false;
        }
        if (TryUnitBefore(text, before, '\r', out var carriage))
        {
            before = carriage;
        }
        return true;
    }

    private static bool TrySpaceBefore(ReadOnlySpan<byte> text, int at, out int before) =>
        TryUnitBefore(text, at, ' ', out before) || TryUnitBefore(text, at, '\n', out before) || TryUnitBefore(text, at, '\r', out before) || TryUnitBefore(text, at, '\t', out before);

    private static bool TryUnitBefore(ReadOnlySpan<byte> text, int at, char wanted, out int before)
    {
        foreach (var length in (ReadOnlySpan<int>)[1, 2, 6])
        {
            before = at - length;
            if (before >= 0 && !IsInsideEscape(text, before) && ReadUnit(text[before..at], out var unit) == length && unit == wanted)
            {
                return true;
            }
        }
        before = at;
        return false;
    }
}
