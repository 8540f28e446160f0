using GbGateway.Labels.Verification.Containers;
using GbGateway.Labels.Verification.Shapes;

namespace GbGateway.Labels.Verification.Texts;

/// <summary>Markdown and any other text: front matter wherever it stands, JSON and XMP within the text, and the explicit label.</summary>
internal sealed class MarkdownCarriers : CarrierReader
{
    public override string Name => "text";

    public override bool Matches(ReadOnlySpan<byte> file) => file.Length > 0 && TextOf.IsText(file);

    public override void Read(ReadOnlySpan<byte> file, CarrierFindings found)
    {
        var text = TextOf.Decode(file);
        if (text.AsSpan().TrimStart() is ['<', ..] && (text.Contains("xmpmeta", StringComparison.Ordinal) || text.Contains("ns/AIGC", StringComparison.Ordinal)))
        {
            var before = found.All.Count;
            XmpPacket.Read(text, "XMP in text", "text", found, CarrierTraits.FreePlace);
            if (found.All.Count > before)
            {
                return;
            }
        }
        var rest = new YamlLabels(text).Read(found);
        found.ReadText(TextLabels.Read(rest, "text", found), "text");
    }
}
