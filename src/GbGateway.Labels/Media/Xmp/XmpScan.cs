namespace GbGateway.Labels.Media.Xmp;

/// <summary>
/// Where the AIGC labels of an XMP packet stand, and where a new property goes. A label is any element or attribute whose local name is
/// <c>AIGC</c>, whatever its prefix and whether or not that is declared (<c>GB-E-a</c>; prefixes that don't match their namespace are met).
/// </summary>
internal sealed class XmpScan
{
    private XmpScan()
    {
    }

    /// <summary>The labels' bytes, in order, never overlapping.</summary>
    public List<Range> Labels { get; } = [];

    public List<string> Values { get; } = [];

    /// <summary>Where the closing tag of <c>rdf:RDF</c> starts, or -1.</summary>
    public int RdfEnd { get; private set; } = -1;

    /// <summary>The name <c>rdf:RDF</c> is written with.</summary>
    public Range RdfName { get; private set; }

    /// <summary>The raw value of the first <c>rdf:about</c>, empty by default.</summary>
    public Range About { get; private set; }

    public static XmpScan Read(ReadOnlySpan<byte> packet, int maxLabels = int.MaxValue)
    {
        var scan = new XmpScan();
        var tags = new XmlScanner(packet);
        var insideFrom = -1; // start of the label element being read
        var contentFrom = 0;
        var depth = 0;
        while (tags.MoveNext() && scan.Labels.Count < maxLabels)
        {
            var tag = tags.Current;
            if (insideFrom >= 0)
            {
                depth += tag.Kind switch { XmlTagKind.Open => 1, XmlTagKind.Close => -1, _ => 0 };
                if (depth == 0)
                {
                    scan.Add(insideFrom, tag.End, XmlText.Read(packet[contentFrom..tag.Start]));
                    insideFrom = -1;
                }
                continue;
            }
            var name = tag.LocalName(packet);
            if (tag.Kind == XmlTagKind.Close)
            {
                if (name.SequenceEqual("RDF"u8))
                {
                    scan.RdfEnd = tag.Start;
                    scan.RdfName = tag.NameStart..tag.NameEnd;
                }
                continue;
            }
            if (IsKeyword(name))
            {
                if (tag.Kind == XmlTagKind.Open)
                {
                    (insideFrom, contentFrom, depth) = (tag.Start, tag.End, 1);
                }
                else
                {
                    scan.Add(tag.Start, tag.End, XmlText.Read(ValueAttribute(packet, tag)));
                }
                continue;
            }
            scan.ReadAttributes(packet, tag);
        }
        return scan;
    }

    private static bool IsKeyword(ReadOnlySpan<byte> localName) =>
        localName.Length == 4 && System.Text.Ascii.EqualsIgnoreCase(localName, "AIGC"u8);

    private void ReadAttributes(ReadOnlySpan<byte> packet, XmlTag tag)
    {
        var at = tag.NameEnd;
        while (XmlScanner.NextAttribute(packet, tag, ref at, out var attribute))
        {
            var name = packet[attribute.NameStart..attribute.NameEnd];
            if (name.StartsWith("xmlns"u8))
            {
                continue;
            }
            var local = XmlScanner.LocalPart(name);
            if (IsKeyword(local))
            {
                Add(attribute.Start, attribute.End, XmlText.Read(packet[attribute.ValueStart..attribute.ValueEnd]));
            }
            else if (local.SequenceEqual("about"u8) && About.Equals(default(Range)))
            {
                About = attribute.ValueStart..attribute.ValueEnd;
            }
        }
    }

    /// <summary>An element without content may hold its value in <c>rdf:value</c> or <c>rdf:resource</c>.</summary>
    private static ReadOnlySpan<byte> ValueAttribute(ReadOnlySpan<byte> packet, XmlTag tag)
    {
        var at = tag.NameEnd;
        while (XmlScanner.NextAttribute(packet, tag, ref at, out var attribute))
        {
            var local = XmlScanner.LocalPart(packet[attribute.NameStart..attribute.NameEnd]);
            if (local.SequenceEqual("value"u8) || local.SequenceEqual("resource"u8))
            {
                return packet[attribute.ValueStart..attribute.ValueEnd];
            }
        }
        return [];
    }

    private void Add(int start, int end, string value)
    {
        Labels.Add(start..end);
        Values.Add(value);
    }
}
