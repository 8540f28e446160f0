using System.Text;

namespace GbGateway.Content.Bodies.Multipart;

/// <summary>
/// Finds the parts of a multipart body (RFC 2046), strictly: whatever another reader could take apart otherwise is a mistake, because it could
/// hide a part from the labels.
/// </summary>
internal static class MultipartReader
{
    private const int MostParts = 1000;
    private const int LongestHead = 16 << 10;
    private const int LongestBoundary = 70;

    /// <summary>The boundary a Content-Type names; null if it names none that is well-formed.</summary>
    public static string? BoundaryOf(string contentType)
    {
        string? found = null;
        var rest = contentType.AsSpan(Math.Max(0, contentType.IndexOf(';', StringComparison.Ordinal)));
        while (rest.TrimStart("; \t") is { IsEmpty: false } parameter)
        {
            var equals = parameter.IndexOf('=');
            if (equals < 0)
            {
                return null;
            }
            var name = parameter[..equals].Trim();
            var value = parameter[(equals + 1)..].TrimStart();
            int end;
            if (value is ['"', ..])
            {
                end = value[1..].IndexOf('"') + 1;
                if (end == 0 || value[1..end].Contains('\\'))
                {
                    return null;
                }
                rest = value[(end + 1)..];
                value = value[1..end];
            }
            else
            {
                end = value.IndexOf(';') is var semicolon and >= 0 ? semicolon : value.Length;
                rest = value[end..];
                value = value[..end].Trim();
            }
            if (name.Equals("boundary", StringComparison.OrdinalIgnoreCase))
            {
                if (found is not null)
                {
                    return null; // two readers may take two boundaries
                }
                found = value.ToString();
            }
        }
        return found is { Length: > 0 and <= LongestBoundary } && !found.AsSpan().ContainsAnyExceptInRange(' ', '~') && found[^1] != ' ' ? found : null;
    }

    /// <summary>Finds the parts.</summary>
    /// <returns>Null, or why they can't be told.</returns>
    public static string? Read(ReadOnlySpan<byte> body, ReadOnlySpan<byte> boundary, List<MultipartPart> parts)
    {
        Span<byte> delimiter = stackalloc byte[LongestBoundary + 2];
        delimiter = delimiter[..(boundary.Length + 2)];
        delimiter[0] = delimiter[1] = (byte)'-';
        boundary.CopyTo(delimiter[2..]);
        var start = -1;
        var closed = false;
        for (var at = 0; ;)
        {
            var next = body[at..].IndexOf(delimiter);
            if (next < 0)
            {
                return !closed ? "a multipart answer does not end" : body[at..].Trim(" \t\r\n"u8).IsEmpty ? null : "something follows the last part";
            }
            next += at;
            var isFirst = start < 0 && !closed;
            if (closed || (next > 0 && !(next >= 2 && body[next - 2] == (byte)'\r' && body[next - 1] == (byte)'\n'))
                || (isFirst && !body[..next].Trim(" \t\r\n"u8).IsEmpty))
            {
                return "a boundary of a multipart answer stands where none may";
            }
            if (start >= 0)
            {
                if (parts.Count == MostParts)
                {
                    return $"a multipart answer has more than {MostParts} parts";
                }
                if (ReadPart(body, start, next - 2, parts) is { } mistake)
                {
                    return mistake;
                }
            }
            at = next + delimiter.Length;
            closed = body[at..].StartsWith("--"u8);
            if (closed)
            {
                at += 2;
                start = -1;
                if (parts.Count == 0)
                {
                    return "a multipart answer has no parts";
                }
                continue;
            }
            while (at < body.Length && body[at] is (byte)' ' or (byte)'\t')
            {
                at++;
            }
            if (!body[at..].StartsWith("\r\n"u8))
            {
                return "a boundary of a multipart answer does not end its line";
            }
            // The line break is part of the delimiter; that of an empty head is its own.
            start = at + 2;
            at += 2;
        }
    }

    /// <summary>The next header line, without its line break; false at the head's end.</summary>
    public static bool TryReadLine(ReadOnlySpan<byte> body, ref int at, out ReadOnlySpan<byte> line)
    {
        var length = body[at..].IndexOf("\r\n"u8);
        line = length < 0 ? default : body.Slice(at, length);
        at += length + 2;
        return length > 0;
    }

    /// <summary>The name of a header line, and its value.</summary>
    public static ReadOnlySpan<byte> NameOf(ReadOnlySpan<byte> line, out ReadOnlySpan<byte> value)
    {
        var colon = line.IndexOf((byte)':');
        value = line[(colon + 1)..].Trim(" \t"u8);
        return line[..Math.Max(colon, 0)];
    }

    private static string? ReadPart(ReadOnlySpan<byte> body, int head, int end, List<MultipartPart> parts)
    {
        if (end < head)
        {
            return "a part of a multipart answer has no head";
        }
        var part = body[..end];
        string? contentType = null;
        var at = head;
        while (true)
        {
            if (part[at..].IndexOf("\r\n"u8) < 0 || at - head > LongestHead)
            {
                return "the head of a part of a multipart answer does not end";
            }
            if (!TryReadLine(part, ref at, out var line))
            {
                break;
            }
            var name = NameOf(line, out var value);
            if (name.IsEmpty || name.ContainsAnyExceptInRange((byte)'!', (byte)'~') || line.ContainsAny((byte)'\r', (byte)'\n', (byte)0))
            {
                return "a part of a multipart answer has a malformed header";
            }
            if (Is(name, "Content-Type"u8))
            {
                if (contentType is not null)
                {
                    return "a part of a multipart answer says its type twice";
                }
                contentType = Encoding.Latin1.GetString(value);
            }
            else if (Is(name, "Content-Range"u8))
            {
                return "a part of a multipart answer is a part of something else";
            }
            else if ((Is(name, "Content-Encoding"u8) && !Is(value, "identity"u8))
                || (Is(name, "Content-Transfer-Encoding"u8) && !Is(value, "binary"u8) && !Is(value, "8bit"u8) && !Is(value, "7bit"u8)))
            {
                return "a part of a multipart answer is encoded";
            }
        }
        parts.Add(new MultipartPart(head, at, end, contentType));
        return null;
    }

    private static bool Is(ReadOnlySpan<byte> text, ReadOnlySpan<byte> word) => Ascii.EqualsIgnoreCase(text, word);
}
