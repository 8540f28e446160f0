using System.Buffers;
using System.Text;
using System.Xml;

namespace GbGateway.Labels.Media.Xmp;

/// <summary>
/// The implicit label in an XMP packet: property <c>TC260:AIGC</c>, an element whose text is the inner JSON (standards: practice guide for
/// pictures). Other properties keep their bytes: a label is cut out where it stands, the new one goes into an <c>rdf:Description</c> of its
/// own before the end of <c>rdf:RDF</c>.
/// </summary>
internal static class XmpPacket
{
    /// <summary>Longest packet read, in bytes; a longer one is no picture's metadata.</summary>
    public const int MaxLength = 16 << 20;

    private const int MaxFound = 64;
    private const int MaxRounds = 3;
    private const string Namespace = "http://www.tc260.org.cn/ns/AIGC/1.0/";

    private static readonly byte[] NewHead = Encoding.UTF8.GetBytes(
        "<?xpacket begin=\"\uFEFF\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?><x:xmpmeta xmlns:x=\"adobe:ns:meta/\">"
        + "<rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">"
        + $"<rdf:Description rdf:about=\"\" xmlns:TC260=\"{Namespace}\"><TC260:AIGC>");

    /// <summary>The description this product writes, its label cut out.</summary>
    private static readonly byte[] Emptied = Encoding.UTF8.GetBytes($"<rdf:Description rdf:about=\"\" xmlns:TC260=\"{Namespace}\"></rdf:Description>");

    private static readonly byte[] NewEnd =
        Encoding.UTF8.GetBytes("</TC260:AIGC></rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end=\"w\"?>");

    /// <summary>Adds every label of a packet.</summary>
    public static void Find(ReadOnlySpan<byte> packet, string carrier, List<FoundLabel> found)
    {
        foreach (var value in XmpScan.Read(ToUtf8(packet), MaxFound).Values)
        {
            found.Add(FoundLabel.Of(carrier, value));
        }
    }

    /// <summary>Whether a packet holds a label, valid or not.</summary>
    public static bool HasLabel(ReadOnlySpan<byte> packet) => XmpScan.Read(ToUtf8(packet), 1).Labels.Count > 0;

    /// <summary>The packet with exactly one label, the given one; a new packet if <paramref name="packet"/> is empty or holds no RDF.</summary>
    public static byte[] SetLabel(ReadOnlySpan<byte> packet, AigcMetadata metadata)
    {
        var value = metadata.ToInnerJson();
        var merged = Merge(RemoveLabels(packet), XmlText.Escape(value));
        var written = XmpScan.Read(merged).Values;
        // Whatever is written is read back. A packet too broken to take one more property is replaced, as what no XML reader takes
        // would hide the label from every other program.
        return written.Count == 1 && written[0] == value && (packet.IsEmpty || IsMarkup(merged)) ? merged : Merge([], XmlText.Escape(value));
    }

    /// <summary>Whether XML readers read it to its end; whether its prefixes are declared is not asked, nor what stands before and behind it.</summary>
    private static bool IsMarkup(ReadOnlySpan<byte> packet)
    {
        var from = packet.IndexOf((byte)'<');
        var text = Encoding.UTF8.GetString(packet[from..(packet.LastIndexOf((byte)'>') + 1)]);
        using var reader = new XmlTextReader(new StringReader(text)) { Namespaces = false, DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null };
        try
        {
            while (reader.Read())
            {
            }
            return true;
        }
        catch (XmlException)
        {
            return false;
        }
    }

    /// <summary>Writes a packet that holds nothing but the given label.</summary>
    public static void WriteNew(AigcMetadata metadata, IBufferWriter<byte> output)
    {
        output.Write(NewHead);
        using var json = ScratchBuffer.Rent();
        metadata.WriteInner(json);
        XmlText.WriteEscaped(json.Written, output);
        output.Write(NewEnd);
    }

    private static byte[] Merge(byte[] bare, string value)
    {
        var scan = XmpScan.Read(bare);
        if (scan.RdfEnd < 0)
        {
            return [.. NewHead, .. Encoding.UTF8.GetBytes(value), .. NewEnd];
        }
        var name = Encoding.UTF8.GetString(bare[scan.RdfName]);
        var prefix = name.Contains(':', StringComparison.Ordinal) ? name[..name.IndexOf(':', StringComparison.Ordinal)] : "";
        // One packet describes one thing: the new Description has to be about what the others are about.
        var about = Encoding.UTF8.GetString(bare[scan.About]).Replace("\"", "&quot;", StringComparison.Ordinal);
        var description = Encoding.UTF8.GetBytes(Description(prefix, about, value));
        return [.. bare.AsSpan(0, scan.RdfEnd), .. description, .. bare.AsSpan(scan.RdfEnd)];
    }

    /// <summary>The packet without any label, in UTF-8; every other byte as it was.</summary>
    public static byte[] RemoveLabels(ReadOnlySpan<byte> packet)
    {
        var bytes = ToUtf8(packet).ToArray();
        // What remains can read as a label again only if the packet was made to; then nothing of it is kept.
        for (var round = 0; round < MaxRounds; round++)
        {
            var labels = XmpScan.Read(bytes).Labels;
            if (labels.Count == 0)
            {
                return bytes;
            }
            bytes = Cut(bytes, labels);
            if (bytes.AsSpan().IndexOf(Emptied) is var at and >= 0)
            {
                bytes = [.. bytes.AsSpan(0, at), .. bytes.AsSpan(at + Emptied.Length)]; // else each labelling would leave one behind
            }
        }
        return [];
    }

    /// <summary>The packet without the white space that pads it for editing in place; XMP that must fit into one segment needs the room.</summary>
    public static byte[] Trim(byte[] packet)
    {
        var end = packet.AsSpan().LastIndexOf("<?xpacket end"u8);
        if (end < 0)
        {
            return packet;
        }
        var from = end;
        while (from > 0 && XmlScanner.IsSpace(packet[from - 1]))
        {
            from--;
        }
        return [.. packet.AsSpan(0, from), .. packet.AsSpan(end)];
    }

    private static byte[] Cut(byte[] bytes, List<Range> labels)
    {
        var kept = 0;
        var from = 0;
        foreach (var label in labels)
        {
            var (start, length) = label.GetOffsetAndLength(bytes.Length);
            bytes.AsSpan(from, start - from).CopyTo(bytes.AsSpan(kept));
            kept += start - from;
            from = start + length;
        }
        bytes.AsSpan(from).CopyTo(bytes.AsSpan(kept));
        return bytes[..(kept + bytes.Length - from)];
    }

    private static string Description(string prefix, string about, string value)
    {
        var rdf = prefix.Length == 0 ? "" : prefix + ":";
        // Attributes have no default namespace: an unprefixed RDF needs a prefix of its own for "about".
        var aboutAttribute = prefix.Length == 0
            ? $"xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\" rdf:about=\"{about}\""
            : $"{rdf}about=\"{about}\"";
        return $"<{rdf}Description {aboutAttribute} xmlns:TC260=\"{Namespace}\"><TC260:AIGC>{value}</TC260:AIGC></{rdf}Description>";
    }

    /// <summary>XMP may be written in UTF-16 or UTF-32; its first bytes tell.</summary>
    private static ReadOnlySpan<byte> ToUtf8(ReadOnlySpan<byte> packet)
    {
        if (packet.Length > MaxLength)
        {
            return [];
        }
        var encoding = packet switch
        {
            [0xFF, 0xFE, 0, 0, ..] or [0x3C, 0, 0, 0, ..] => Encoding.UTF32,
            [0, 0, 0xFE, 0xFF, ..] or [0, 0, 0, 0x3C, ..] => new UTF32Encoding(bigEndian: true, byteOrderMark: false),
            [0xFF, 0xFE, ..] or [0x3C, 0, ..] => Encoding.Unicode,
            [0xFE, 0xFF, ..] or [0, 0x3C, ..] => Encoding.BigEndianUnicode,
            _ => null,
        };
        return encoding is null ? packet : Encoding.UTF8.GetBytes(encoding.GetString(packet).TrimStart('\uFEFF'));
    }
}
