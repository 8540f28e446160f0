namespace GbGateway.Labels.Media.Xmp;

/// <summary>
/// Walks the tags of an XML text without judging it: namespaces may be undeclared, elements unbalanced. XMP met in the wild is often not
/// well-formed, and what a reader finds in it all the same must be found here. No entity is ever expanded from a DTD.
/// </summary>
internal ref struct XmlScanner(ReadOnlySpan<byte> xml)
{
    private readonly ReadOnlySpan<byte> _xml = xml;
    private int _at;

    public XmlTag Current { get; private set; }

    /// <summary>The part of a qualified name after its prefix.</summary>
    public static ReadOnlySpan<byte> LocalPart(ReadOnlySpan<byte> name) => name[(name.IndexOf((byte)':') + 1)..];

    /// <summary>Goes to the next tag; false at the end, or where a tag never ends.</summary>
    public bool MoveNext()
    {
        while (true)
        {
            var next = _xml[_at..].IndexOf((byte)'<');
            if (next < 0)
            {
                return false;
            }
            var start = _at + next;
            var rest = _xml[start..];
            var skip = rest.StartsWith("<!--"u8) ? Past(rest, "-->"u8)
                : rest.StartsWith("<![CDATA["u8) ? Past(rest, "]]>"u8)
                : rest.StartsWith("<?"u8) ? Past(rest, "?>"u8)
                : rest.StartsWith("<!"u8) ? Past(rest, ">"u8)
                : 0;
            if (skip < 0)
            {
                return false;
            }
            if (skip > 0)
            {
                _at = start + skip;
                continue;
            }
            var end = FindEnd(start + 1);
            if (end < 0)
            {
                return false;
            }
            var closes = start + 1 < end && _xml[start + 1] == (byte)'/';
            var nameStart = start + (closes ? 2 : 1);
            var nameEnd = nameStart;
            while (nameEnd < end - 1 && !IsSpace(_xml[nameEnd]) && _xml[nameEnd] != (byte)'/')
            {
                nameEnd++;
            }
            var empty = !closes && _xml[end - 2] == (byte)'/';
            Current = new XmlTag(closes ? XmlTagKind.Close : empty ? XmlTagKind.Empty : XmlTagKind.Open, start, end, nameStart, nameEnd);
            _at = end;
            return true;
        }
    }

    /// <summary>Reads the attribute of <paramref name="tag"/> that begins at or after <paramref name="at"/>, and moves past it.</summary>
    public static bool NextAttribute(ReadOnlySpan<byte> xml, XmlTag tag, ref int at, out XmlAttribute attribute)
    {
        attribute = default;
        var limit = tag.End - 1;
        var start = at;
        while (at < limit && (IsSpace(xml[at]) || xml[at] == (byte)'/'))
        {
            at++;
        }
        var nameStart = at;
        while (at < limit && xml[at] != (byte)'=' && !IsSpace(xml[at]))
        {
            at++;
        }
        var nameEnd = at;
        while (at < limit && IsSpace(xml[at]))
        {
            at++;
        }
        if (nameEnd == nameStart || at >= limit || xml[at] != (byte)'=')
        {
            return false;
        }
        at++;
        while (at < limit && IsSpace(xml[at]))
        {
            at++;
        }
        if (at >= limit || xml[at] is not ((byte)'"' or (byte)'\''))
        {
            return false;
        }
        var quote = xml[at++];
        var length = xml[at..limit].IndexOf(quote);
        if (length < 0)
        {
            return false;
        }
        attribute = new XmlAttribute(start, at + length + 1, nameStart, nameEnd, at, at + length);
        at += length + 1;
        return true;
    }

    public static bool IsSpace(byte value) => value is 0x20 or 0x09 or 0x0A or 0x0D;

    /// <summary>One past the '&gt;' that ends a tag; quotes hide it.</summary>
    private readonly int FindEnd(int from)
    {
        var at = from;
        while (at < _xml.Length)
        {
            var next = _xml[at..].IndexOfAny((byte)'>', (byte)'"', (byte)'\'');
            if (next < 0)
            {
                return -1;
            }
            at += next;
            if (_xml[at] == (byte)'>')
            {
                return at + 1;
            }
            var close = _xml[(at + 1)..].IndexOf(_xml[at]);
            if (close < 0)
            {
                return -1;
            }
            at += close + 2;
        }
        return -1;
    }

    private static int Past(ReadOnlySpan<byte> text, ReadOnlySpan<byte> end)
    {
        var at = text.IndexOf(end);
        return at < 0 ? -1 : at + end.Length;
    }
}
