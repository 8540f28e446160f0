using System.Text;
using GbGateway.Labels.Verification.Shapes;

namespace GbGateway.Labels.Verification.Containers;

/// <summary>GIF: the XMP application extension, other application extensions, comments.</summary>
internal sealed class GifCarriers : CarrierReader
{
    private const int MostBlocks = 200_000;

    public override string Name => "GIF";

    public override bool Matches(ReadOnlySpan<byte> file) => file.StartsWith("GIF87a"u8) || file.StartsWith("GIF89a"u8);

    public override void Read(ReadOnlySpan<byte> file, CarrierFindings found)
    {
        if (file.Length < 13)
        {
            return;
        }
        var at = 13 + ColorTable(file[10]);
        var traits = CarrierTraits.None;
        for (var blocks = 0; blocks < MostBlocks && at < file.Length; blocks++)
        {
            switch (file[at])
            {
                case 0x21 when at + 2 < file.Length:
                    ReadExtension(file, ref at, found, traits);
                    break;
                case 0x2C when at + 10 < file.Length:
                    at += 11 + ColorTable(file[at + 9]);
                    SkipSubBlocks(file, ref at, null);
                    traits = CarrierTraits.Late;
                    break;
                default:
                    LabelTraces.FindInBytes(file[at..], at, "GIF, behind the end", found, CarrierTraits.Late);
                    return;
            }
        }
    }

    private static void ReadExtension(ReadOnlySpan<byte> file, ref int at, CarrierFindings found, CarrierTraits traits)
    {
        const byte Application = 0xFF, Comment = 0xFE;
        var label = file[at + 1];
        var place = $"byte {at}";
        at += 2;
        var isCut = false;
        if (!found.IsFull && label == Application && at + 12 <= file.Length && file[at] == 11 && file.Slice(at + 1, 11).SequenceEqual("XMP DataXMP"u8))
        {
            // XMP stands there plainly; a magic trailer lets readers of sub-blocks fall through it. Some writers cut it into sub-blocks after all.
            var data = file[(at + 12)..];
            var end = data.IndexOf((ReadOnlySpan<byte>)[0x01, 0xFF, 0xFE]);
            isCut = data is [not ((byte)'<' or 0xEF), (byte)'<', ..] or [(byte)'<', (byte)'<', ..];
            if (!isCut)
            {
                XmpPacket.Read(end < 0 ? data : data[..end], "GIF XMP application extension", place, found, traits);
            }
        }
        var content = new MemoryStream();
        SkipSubBlocks(file, ref at, content);
        var text = Encoding.UTF8.GetString(content.GetBuffer(), 0, (int)content.Length);
        if (label == Comment)
        {
            found.AddIfLabel("GIF comment", place, text, traits);
        }
        else if (label == Application && !text.StartsWith("XMP DataXMP", StringComparison.Ordinal))
        {
            found.AddIfLabel("GIF application extension", place, text, traits);
        }
        else if (isCut)
        {
            XmpPacket.Read(text["XMP DataXMP".Length..], "GIF XMP application extension", place, found, traits);
        }
    }

    private static int ColorTable(byte flags) => (flags & 0x80) != 0 ? 3 << ((flags & 7) + 1) : 0;

    private static void SkipSubBlocks(ReadOnlySpan<byte> file, ref int at, MemoryStream? content)
    {
        while (at < file.Length)
        {
            int length = file[at++];
            if (length == 0)
            {
                return;
            }
            if (content is not null && content.Length < Inflated.Most)
            {
                content.Write(file.Slice(at, Math.Min(length, file.Length - at)));
            }
            at += length;
        }
        at = file.Length;
    }
}
