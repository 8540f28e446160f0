using System.Text;

namespace GbGateway.Content.Uploads;

/// <summary>Walks the parts of a whole multipart body (RFC 2046) without changing a byte.</summary>
public ref struct MultipartParts
{
    private const int MostParts = 1000;

    private readonly ReadOnlySpan<byte> _body;
    private readonly byte[] _delimiter;
    private int _at;
    private int _count;

    /// <summary>Opens a body.</summary>
    /// <param name="body">The whole body.</param>
    /// <param name="boundary">The boundary its Content-Type names.</param>
    public MultipartParts(ReadOnlySpan<byte> body, string boundary)
    {
        _body = body;
        _delimiter = Encoding.ASCII.GetBytes("\r\n--" + boundary);
        // The first delimiter may stand at the very begin, without the line end before it.
        var first = body.StartsWith(_delimiter.AsSpan(2)) ? -2 : body.IndexOf(_delimiter);
        _at = first is -1 ? body.Length : first + _delimiter.Length;
    }

    /// <summary>Whether the body ended with its closing delimiter; known when there are no more parts.</summary>
    public bool IsWhole { get; private set; }

    /// <summary>The headers of the part, with line ends.</summary>
    public ReadOnlySpan<byte> Headers { get; private set; }

    /// <summary>Where its content begins.</summary>
    public int Start { get; private set; }

    /// <summary>Where it ends.</summary>
    public int End { get; private set; }

    /// <summary>Goes to the next part.</summary>
    public bool MoveNext()
    {
        if (_at >= _body.Length || _count++ == MostParts)
        {
            return false;
        }
        var rest = _body[_at..];
        if (rest.StartsWith("--"u8))
        {
            (IsWhole, _at) = (true, _body.Length);
            return false;
        }
        var line = rest.IndexOf("\r\n"u8);
        if (line < 0 || !rest[..line].TrimEnd(" \t"u8).IsEmpty)
        {
            _at = _body.Length;
            return false;
        }
        var head = _at + line + 2;
        // A part without headers begins with an empty line.
        var isBare = _body[head..].StartsWith("\r\n"u8);
        var end = isBare ? 0 : _body[head..].IndexOf("\r\n\r\n"u8);
        if (end < 0)
        {
            _at = _body.Length;
            return false;
        }
        Headers = _body.Slice(head, end);
        Start = head + end + (isBare ? 2 : 4);
        var next = _body[(Start - 2)..].IndexOf(_delimiter);
        if (next < 0)
        {
            _at = _body.Length;
            return false;
        }
        End = Math.Max(Start, Start - 2 + next);
        _at = Start - 2 + next + _delimiter.Length;
        return true;
    }

    /// <summary>The name of the form field, or empty.</summary>
    public readonly string Name() => Parameter("name");

    /// <summary>Whether the part is a file: it has a file name, or a type that is no text.</summary>
    public readonly bool IsFile()
    {
        var headers = Encoding.Latin1.GetString(Headers);
        return headers.Contains("filename", StringComparison.OrdinalIgnoreCase)
            || (headers.Contains("content-type:", StringComparison.OrdinalIgnoreCase) && !headers.Contains("text/plain", StringComparison.OrdinalIgnoreCase)
                && !headers.Contains("application/json", StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>Whether a transfer encoding stands between the bytes and the file.</summary>
    public readonly bool IsEncoded()
    {
        var headers = Encoding.Latin1.GetString(Headers);
        return headers.Contains("content-transfer-encoding:", StringComparison.OrdinalIgnoreCase)
            && (headers.Contains("base64", StringComparison.OrdinalIgnoreCase) || headers.Contains("quoted-printable", StringComparison.OrdinalIgnoreCase));
    }

    private readonly string Parameter(string name)
    {
        foreach (var line in Encoding.UTF8.GetString(Headers).Split("\r\n"))
        {
            if (!line.StartsWith("Content-Disposition:", StringComparison.OrdinalIgnoreCase))
            {
                continue;
            }
            foreach (var part in line.Split(';', StringSplitOptions.TrimEntries))
            {
                if (part.StartsWith(name + "=", StringComparison.OrdinalIgnoreCase))
                {
                    return part[(name.Length + 1)..].Trim('"');
                }
            }
        }
        return "";
    }
}
