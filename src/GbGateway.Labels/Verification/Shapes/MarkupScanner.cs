using System.Net;

namespace GbGateway.Labels.Verification.Shapes;

/// <summary>Reads the tags of XML or HTML that need not be well-formed: labels in the wild have undeclared prefixes, which a real parser refuses.</summary>
internal ref struct MarkupScanner(string text)
{
    private const int MostAttributes = 64;

    // Tags without an end must not make reading quadratic.
    private const int LongestContent = 64 << 10;

    private int _at;

    public MarkupTag Current { get; private set; }

    /// <summary>Goes to the next opening tag.</summary>
    public bool MoveNext()
    {
        while (_at < text.Length)
        {
            var start = text.IndexOf('<', _at);
            if (start < 0 || start + 1 >= text.Length)
            {
                break;
            }
            if (text.AsSpan(start).StartsWith("<!--"))
            {
                var end = text.IndexOf("-->", start, StringComparison.Ordinal);
                _at = end < 0 ? text.Length : end + 3;
            }
            else if (char.IsAsciiLetter(text[start + 1]) || text[start + 1] == '_')
            {
                ReadTag(start);
                return true;
            }
            else
            {
                _at = start + 1;
            }
        }
        _at = text.Length;
        return false;
    }

    /// <summary>The text between the current tag and the end tag of its name; empty if it has none.</summary>
    public readonly string Content()
    {
        if (Current.IsClosed)
        {
            return "";
        }
        var end = text.IndexOf("</" + Current.Name, Current.End, Math.Min(text.Length - Current.End, LongestContent), StringComparison.OrdinalIgnoreCase);
        return end < 0 ? "" : text[Current.End..end];
    }

    /// <summary>Goes on behind <paramref name="content"/> of the current tag, which <see cref="Content"/> gave.</summary>
    public void Skip(string content) => _at = Math.Max(_at, Current.End + content.Length);

    /// <summary>Takes CDATA marks off and decodes entities.</summary>
    public static string Decode(string content)
    {
        var trimmed = content.Trim();
        return trimmed.StartsWith("<![CDATA[", StringComparison.Ordinal) && trimmed.EndsWith("]]>", StringComparison.Ordinal)
            ? trimmed[9..^3]
            : WebUtility.HtmlDecode(trimmed);
    }

    private void ReadTag(int start)
    {
        var at = start + 1;
        while (at < text.Length && !char.IsWhiteSpace(text[at]) && text[at] is not ('>' or '/'))
        {
            at++;
        }
        var name = text[(start + 1)..at];
        List<(string, string)>? attributes = null;
        var closed = false;
        while (at < text.Length && text[at] != '>')
        {
            if (char.IsWhiteSpace(text[at]) || text[at] == '/')
            {
                closed = text[at] == '/';
                at++;
                continue;
            }
            closed = false;
            var nameStart = at;
            while (at < text.Length && !char.IsWhiteSpace(text[at]) && text[at] is not ('=' or '>' or '/'))
            {
                at++;
            }
            var attribute = text[nameStart..at];
            while (at < text.Length && char.IsWhiteSpace(text[at]))
            {
                at++;
            }
            var value = "";
            if (at < text.Length && text[at] == '=')
            {
                at++;
                value = ReadValue(ref at);
            }
            else if (at == nameStart)
            {
                at++; // a stray character: never stand still
            }
            if ((attributes?.Count ?? 0) < MostAttributes)
            {
                (attributes ??= []).Add((attribute, WebUtility.HtmlDecode(value)));
            }
        }
        _at = Math.Min(at + 1, text.Length);
        Current = new MarkupTag(name, start, _at, closed, attributes ?? (IReadOnlyList<(string, string)>)[]);
    }

    private readonly string ReadValue(ref int at)
    {
        while (at < text.Length && char.IsWhiteSpace(text[at]))
        {
            at++;
        }
        if (at >= text.Length)
        {
            return "";
        }
        var start = at;
        if (text[at] is '"' or '\'')
        {
            var end = text.IndexOf(text[at], at + 1);
            at = end < 0 ? text.Length : end + 1;
            return text[(start + 1)..Math.Max(start + 1, end < 0 ? text.Length : end)];
        }
        while (at < text.Length && !char.IsWhiteSpace(text[at]) && text[at] != '>')
        {
            at++;
        }
        return text[start..at];
    }
}
