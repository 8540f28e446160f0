using System.Buffers;

namespace GbGateway.Content.Bodies;

/// <summary>Where the strings and numbers of JSON end (RFC 8259).</summary>
internal static class JsonScalars
{
    // A string's content runs to a quote, an escape or a control character.
    private static readonly SearchValues<byte> StringStops = SearchValues.Create(
        [.. Enumerable.Range(0, 0x20).Select(static i => (byte)i), (byte)'"', (byte)'\\']);

    /// <summary>Moves <paramref name="at"/> from a string's first character to behind its closing quote; false if it has none or is malformed.</summary>
    public static bool TrySkipString(ReadOnlySpan<byte> json, ref int at)
    {
        while (true)
        {
            var stop = json[at..].IndexOfAny(StringStops);
            if (stop < 0)
            {
                return false;
            }
            at += stop + 1;
            switch (json[at - 1])
            {
                case (byte)'"':
                    return true;
                case (byte)'\\' when at < json.Length:
                    var escape = json[at++];
                    if (escape == (byte)'u')
                    {
                        if (json.Length - at < 4 || !JsonText.IsHex(json.Slice(at, 4)))
                        {
                            return false;
                        }
                        at += 4;
                    }
                    else if ("\"\\/bfnrt"u8.IndexOf(escape) < 0)
                    {
                        return false;
                    }
                    break;
                default:
                    return false;
            }
        }
    }

    /// <summary>Moves <paramref name="at"/> behind the number that begins there; false if none does.</summary>
    public static bool TrySkipNumber(ReadOnlySpan<byte> json, ref int at)
    {
        TryTake(json, ref at, (byte)'-');
        if (!TryTake(json, ref at, (byte)'0') && !TrySkipDigits(json, ref at))
        {
            return false;
        }
        if (TryTake(json, ref at, (byte)'.') && !TrySkipDigits(json, ref at))
        {
            return false;
        }
        if (at < json.Length && (json[at] | 0x20) == 'e')
        {
            at++;
            if (!TryTake(json, ref at, (byte)'+'))
            {
                TryTake(json, ref at, (byte)'-');
            }
            return TrySkipDigits(json, ref at);
        }
        return true;
    }

    private static bool TrySkipDigits(ReadOnlySpan<byte> json, ref int at)
    {
        var start = at;
        while (at < json.Length && (uint)(json[at] - '0') <= 9)
        {
            at++;
        }
        return at > start;
    }

    private static bool TryTake(ReadOnlySpan<byte> json, ref int at, byte value)
    {
        if (at < json.Length && json[at] == value)
        {
            at++;
            return true;
        }
        return false;
    }
}
