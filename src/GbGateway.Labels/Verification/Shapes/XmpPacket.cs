using System.Text;

namespace GbGateway.Labels.Verification.Shapes;

/// <summary>Finds the property AIGC in an XMP packet: as an element, as an attribute, with its keys as elements; with any prefix.</summary>
internal static class XmpPacket
{
    private const string Namespace = "http://www.tc260.org.cn/ns/AIGC/1.0/";
    private const int LongestPacket = 4 << 20;

    public static void Read(ReadOnlySpan<byte> packet, string carrier, string place, CarrierFindings found, CarrierTraits traits = CarrierTraits.None) =>
        Read(found.IsFull ? "" : Decode(packet[..Math.Min(packet.Length, LongestPacket)]), carrier, place, found, traits);

    public static void Read(string packet, string carrier, string place, CarrierFindings found, CarrierTraits traits = CarrierTraits.None)
    {
        if (!found.Spend(packet.Length) || !(packet.Contains("AIGC", StringComparison.OrdinalIgnoreCase) || packet.Contains("ContentProducer", StringComparison.Ordinal)))
        {
            return;
        }
        var bare = new List<LabelField>();
        var hasLabel = false;
        var scanner = new MarkupScanner(packet);
        while (!found.IsFull && scanner.MoveNext())
        {
            var tag = scanner.Current;
            foreach (var (name, value) in tag.Attributes)
            {
                if (IsLabel(name))
                {
                    hasLabel = true;
                    found.Add(carrier + " (attribute)", place, value, traits | NamespaceOf(packet, name));
                }
                else if (bare.Count < 32 && LabelFields.Keys.Contains(MarkupTag.Local(name)))
                {
                    bare.Add(new LabelField(MarkupTag.Local(name), value, true));
                }
            }
            if (bare.Count < 32 && LabelFields.Keys.Contains(tag.LocalName))
            {
                bare.Add(new LabelField(tag.LocalName, MarkupScanner.Decode(scanner.Content()), true));
            }
            if (!IsLabel(tag.Name))
            {
                continue;
            }
            hasLabel = true;
            var content = scanner.Content();
            scanner.Skip(content);
            var own = traits | NamespaceOf(packet, tag.Name);
            if (content.Contains('<', StringComparison.Ordinal) && !content.TrimStart().StartsWith("<![CDATA[", StringComparison.Ordinal))
            {
                AddNested(content, carrier, place, found, own);
            }
            else if (content.Length > 0 || tag.Attributes.Count == 0)
            {
                found.Add(carrier, place, MarkupScanner.Decode(content), own);
            }
        }
        if (!hasLabel && bare.Exists(static field => field.Key == "ContentProducer") && bare.Count > 1)
        {
            // The elements as properties of their own, without a property AIGC around them.
            found.Add(carrier, place, string.Join('\n', bare.Select(static field => $"{field.Key}: {field.Value}")), new LabelFields(bare, isWrapped: false), traits | CarrierTraits.Bare);
        }
    }

    private static bool IsLabel(string name) =>
        MarkupTag.Local(name).Contains("AIGC", StringComparison.OrdinalIgnoreCase) && MarkupTag.Prefix(name) is not "xmlns" && !name.StartsWith("xmlns", StringComparison.Ordinal);

    // A list item or a structure within the property.
    private static void AddNested(string content, string carrier, string place, CarrierFindings found, CarrierTraits traits)
    {
        var fields = new List<LabelField>();
        var scanner = new MarkupScanner(content);
        while (scanner.MoveNext() && fields.Count < 32)
        {
            var inner = MarkupScanner.Decode(scanner.Content());
            if (scanner.Current.LocalName == "li" && inner.StartsWith('{'))
            {
                found.Add(carrier, place, inner, traits);
                return;
            }
            if (LabelFields.Keys.Contains(scanner.Current.LocalName))
            {
                fields.Add(new LabelField(scanner.Current.LocalName, inner, true));
            }
            foreach (var (name, value) in scanner.Current.Attributes)
            {
                if (LabelFields.Keys.Contains(MarkupTag.Local(name)))
                {
                    fields.Add(new LabelField(MarkupTag.Local(name), value, true));
                }
            }
        }
        if (fields.Count == 0)
        {
            found.Add(carrier, place, MarkupScanner.Decode(content), traits); // a "<" within a value
            return;
        }
        found.Add(carrier, place, content, new LabelFields(fields, isWrapped: false), traits);
    }

    private static CarrierTraits NamespaceOf(string packet, string name)
    {
        var prefix = MarkupTag.Prefix(name);
        if (prefix.Length > 0 && UriOf(packet, "xmlns:" + prefix) is { } uri)
        {
            return uri.TrimEnd('/') == Namespace.TrimEnd('/') ? CarrierTraits.None : CarrierTraits.OtherNamespace;
        }
        return CarrierTraits.UndeclaredPrefix | (packet.Contains(Namespace, StringComparison.Ordinal) ? CarrierTraits.None : CarrierTraits.OtherNamespace);
    }

    private static string? UriOf(string packet, string declaration)
    {
        for (var at = packet.IndexOf(declaration, StringComparison.Ordinal); at >= 0; at = packet.IndexOf(declaration, at + 1, StringComparison.Ordinal))
        {
            var rest = packet.AsSpan(at + declaration.Length).TrimStart();
            if (rest.StartsWith("="))
            {
                rest = rest[1..].TrimStart();
                if (rest.Length > 1 && rest[0] is '"' or '\'')
                {
                    var end = rest[1..].IndexOf(rest[0]);
                    return end < 0 ? null : rest.Slice(1, end).ToString();
                }
            }
        }
        return null;
    }

    private static string Decode(ReadOnlySpan<byte> packet) => packet switch
    {
        [0xFE, 0xFF, ..] => Encoding.BigEndianUnicode.GetString(packet[2..]),
        [0xFF, 0xFE, ..] => Encoding.Unicode.GetString(packet[2..]),
        [0, (byte)'<', ..] => Encoding.BigEndianUnicode.GetString(packet),
        [(byte)'<', 0, ..] => Encoding.Unicode.GetString(packet),
        _ => Encoding.UTF8.GetString(packet),
    };
}
