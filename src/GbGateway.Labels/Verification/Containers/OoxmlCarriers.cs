using System.IO.Compression;
using System.Text;
using GbGateway.Labels.Verification.Shapes;

namespace GbGateway.Labels.Verification.Containers;

/// <summary>OOXML (docx, xlsx, pptx): the property AIGC in <c>docProps/custom.xml</c>, and the text, for its explicit label.</summary>
internal sealed class OoxmlCarriers : CarrierReader
{
    private const int MostParts = 200;
    private const int MostText = 8 << 20;

    public override string Name => "OOXML";

    public override bool Matches(ReadOnlySpan<byte> file) => file.StartsWith("PK\x03\x04"u8) || file.StartsWith("PK\x05\x06"u8);

    public override void Read(ReadOnlySpan<byte> file, CarrierFindings found)
    {
        try
        {
            using var zip = new ZipArchive(new MemoryStream(file.ToArray()), ZipArchiveMode.Read);
            var text = new StringBuilder();
            foreach (var entry in zip.Entries.OrderBy(static entry => entry.FullName, StringComparer.Ordinal).Where(static entry => IsWanted(entry.FullName)).Take(MostParts))
            {
                using var stream = entry.Open();
                var xml = Encoding.UTF8.GetString(Inflated.ReadBounded(stream, Inflated.Most)).TrimStart('\uFEFF');
                if (entry.FullName.StartsWith("docProps/", StringComparison.OrdinalIgnoreCase))
                {
                    ReadProperties(entry.FullName, xml, found);
                }
                else if (entry.FullName.StartsWith("customXml/", StringComparison.OrdinalIgnoreCase))
                {
                    XmpPacket.Read(xml, "OOXML " + entry.FullName, "part", found, CarrierTraits.UnusualPlace);
                }
                else if (text.Length < MostText)
                {
                    AppendText(xml, text);
                }
            }
            if (text.Length > 0)
            {
                found.ReadText(text.ToString(), "document text");
            }
        }
        catch (Exception e) when (e is InvalidDataException or IOException or NotSupportedException or ArgumentException)
        {
            found.Remark("PG-20258A", "压缩包损坏，无法读取", "the archive is broken and can't be read", isMistake: true);
        }
    }

    private static bool IsWanted(string name) =>
        name is "docProps/custom.xml" or "docProps/core.xml" or "docProps/app.xml" or "word/document.xml" or "xl/sharedStrings.xml"
        || (name.StartsWith("customXml/item", StringComparison.Ordinal) && name.EndsWith(".xml", StringComparison.Ordinal))
        || (name.StartsWith("word/", StringComparison.Ordinal) && (name.StartsWith("word/header", StringComparison.Ordinal) || name.StartsWith("word/footer", StringComparison.Ordinal)))
        || (name.StartsWith("ppt/slides/slide", StringComparison.Ordinal) && name.EndsWith(".xml", StringComparison.Ordinal));

    private static void ReadProperties(string part, string xml, CarrierFindings found)
    {
        var scanner = new MarkupScanner(xml);
        while (!found.IsFull && scanner.MoveNext())
        {
            var tag = scanner.Current;
            if (tag.LocalName == "property")
            {
                var name = tag.Attributes.FirstOrDefault(static attribute => attribute.Name == "name").Value ?? "";
                var value = TextOf(scanner.Content());
                if (name.Contains("AIGC", StringComparison.OrdinalIgnoreCase))
                {
                    found.Add($"OOXML {part} property {name}", $"character {tag.Start}", value);
                }
                else
                {
                    found.AddIfLabel($"OOXML {part} property {name}", $"character {tag.Start}", value);
                }
            }
            else if (part != "docProps/custom.xml" && tag.LocalName is "description" or "keywords" or "subject" or "title" or "category")
            {
                found.AddIfLabel($"OOXML {part} {tag.LocalName}", $"character {tag.Start}", TextOf(scanner.Content()));
            }
        }
    }

    // A property's value stands in an element of its type: vt:lpwstr.
    private static string TextOf(string content)
    {
        var scanner = new MarkupScanner(content);
        return MarkupScanner.Decode(scanner.MoveNext() ? scanner.Content() : content);
    }

    // Text runs are w:t, a:t or t; paragraphs end a line.
    private static void AppendText(string xml, StringBuilder text)
    {
        var scanner = new MarkupScanner(xml);
        while (scanner.MoveNext() && text.Length < MostText)
        {
            switch (scanner.Current.LocalName)
            {
                case "t": text.Append(MarkupScanner.Decode(scanner.Content())); break;
                case "p" or "si" or "br": text.Append('\n'); break;
            }
        }
        text.Append('\n');
    }
}
