using System.Text;
using GbGateway.Labels.Media.Iso;
using GbGateway.Labels.Verification.Shapes;

namespace GbGateway.Labels.Verification.Containers;

/// <summary>ISO base media: MP4, MOV, M4A (keys and ilst in a meta box, wherever it stands), HEIC and AVIF (XMP and EXIF items).</summary>
internal sealed class IsoCarriers : CarrierReader
{
    private const int MostBoxes = 20_000;
    private const int Deepest = 8;

    private static readonly byte[] XmpUuid = Convert.FromHexString("BE7ACFCB97A942E89C71999491E3AFAC");

    public override string Name => "ISO media";

    public override bool Matches(ReadOnlySpan<byte> file) =>
        file.Length >= 12 && (file.Slice(4, 4).SequenceEqual("ftyp"u8) || file.Slice(4, 4).SequenceEqual("moov"u8) || file.Slice(4, 4).SequenceEqual("mdat"u8)
            || file.Slice(4, 4).SequenceEqual("wide"u8) || file.Slice(4, 4).SequenceEqual("free"u8) || file.Slice(4, 4).SequenceEqual("skip"u8));

    /// <summary>The name of the kind of file, by its brand.</summary>
    public static string KindOf(ReadOnlySpan<byte> file)
    {
        var brand = file.Length >= 12 ? Encoding.ASCII.GetString(file.Slice(8, 4)) : "";
        return brand switch
        {
            "avif" or "avis" => "AVIF",
            "heic" or "heix" or "heim" or "heis" or "hevc" or "mif1" or "msf1" => "HEIF",
            "qt  " => "MOV",
            "M4A " or "M4B " => "M4A",
            _ => "MP4",
        };
    }

    public override void Read(ReadOnlySpan<byte> file, CarrierFindings found)
    {
        var boxes = 0;
        ReadBoxes(file, 0, file.Length, "", 0, ref boxes, found);
    }

    private static void ReadBoxes(ReadOnlySpan<byte> file, int at, int end, string path, int depth, ref int boxes, CarrierFindings found)
    {
        while (IsoBox.TryRead(file, at, end) is { } box && boxes++ < MostBoxes)
        {
            var type = box.Type;
            var inner = path.Length == 0 ? type : path + "." + type;
            var content = file[box.Start..box.End];
            var place = $"byte {at}";
            switch (type)
            {
                case "moov" or "udta" or "trak" or "mdia" or "moof" or "traf" when depth < Deepest:
                    ReadBoxes(file, box.Start, box.End, inner, depth + 1, ref boxes, found);
                    break;
                case "meta" when depth < Deepest:
                    ReadMeta(file, box, inner, found);
                    break;
                case "uuid" when content.Length > 16 && content[..16].SequenceEqual(XmpUuid):
                    XmpPacket.Read(content[16..], $"{KindOf(file)} uuid XMP", place, found, CarrierTraits.UnusualPlace);
                    break;
                case "XMP_":
                    XmpPacket.Read(content, $"{KindOf(file)} {inner}", place, found, CarrierTraits.UnusualPlace);
                    break;
                case "AIGC":
                    found.Add($"{KindOf(file)} {inner}", place, Encoding.UTF8.GetString(content), CarrierTraits.UnusualPlace);
                    break;
                case not ("mdat" or "free" or "skip" or "ftyp" or "mdia" or "trak"):
                    LabelTraces.FindInBytes(content, box.Start, $"{KindOf(file)} {inner}", found, CarrierTraits.None);
                    break;
            }
            at = box.End;
        }
    }

    private static void ReadMeta(ReadOnlySpan<byte> file, IsoBox meta, string path, CarrierFindings found)
    {
        // QuickTime's meta has no version field: then a box begins at once.
        var start = meta.End - meta.Start >= 8 && file.Slice(meta.Start + 4, 4).SequenceEqual("hdlr"u8) ? meta.Start : Math.Min(meta.Start + 4, meta.End);
        var kind = KindOf(file);
        var keys = new List<string>();
        IsoBox? list = null, items = null, locations = null, data = null;
        for (var at = start; IsoBox.TryRead(file, at, meta.End) is { } box; at = box.End)
        {
            switch (box.Type)
            {
                case "keys": IsoMetadata.ReadKeys(file[box.Start..box.End], keys); break;
                case "ilst": list = box; break;
                case "iinf": items = box; break;
                case "iloc": locations = box; break;
                case "idat": data = box; break;
                case "xml ":
                    XmpPacket.Read(file[box.Start..box.End], $"{kind} {path}.xml", $"byte {at}", found, CarrierTraits.UnusualPlace);
                    break;
            }
        }
        if (list is { } ilst)
        {
            IsoMetadata.ReadList(file, ilst, keys, $"{kind} {path}", path is "moov.udta.meta" ? CarrierTraits.None : CarrierTraits.UnusualPlace, found);
        }
        if (items is { } iinf && locations is { } iloc)
        {
            IsoItems.Read(file, iinf, iloc, data, kind, found);
        }
    }
}
