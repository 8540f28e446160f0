using System.Buffers.Binary;
using System.Text;
using GbGateway.Labels.Media.Iso;
using GbGateway.Labels.Verification.Shapes;

namespace GbGateway.Labels.Verification.Containers;

/// <summary>Items of HEIC and AVIF: those of type <c>mime</c> with XMP, and <c>Exif</c>.</summary>
internal static class IsoItems
{
    private const int MostItems = 4096;
    private const int MostWanted = 16;

    public static void Read(ReadOnlySpan<byte> file, IsoBox infos, IsoBox locations, IsoBox? data, string kind, CarrierFindings found)
    {
        var wanted = new Dictionary<uint, string>();
        var head = infos.Start < infos.End && file[infos.Start] == 0 ? 6 : 8; // version 0 counts in 16 bits
        for (var at = infos.Start + head; IsoBox.TryRead(file, at, infos.End) is { } info && wanted.Count < MostWanted; at = info.End)
        {
            if (ReadInfo(file[info.Start..info.End]) is { } item)
            {
                wanted[item.ID] = item.Type;
            }
        }
        if (wanted.Count > 0)
        {
            ReadLocations(file, file[locations.Start..locations.End], data, wanted, kind, found);
        }
    }

    private static (uint ID, string Type)? ReadInfo(ReadOnlySpan<byte> info)
    {
        if (info.Length < 13 || info[0] is not (2 or 3))
        {
            return null;
        }
        var at = 4;
        var id = info[0] == 2 ? BinaryPrimitives.ReadUInt16BigEndian(info[at..]) : BinaryPrimitives.ReadUInt32BigEndian(info[at..]);
        at += (info[0] == 2 ? 2 : 4) + 2;
        if (info.Length - at < 4)
        {
            return null;
        }
        var type = Encoding.ASCII.GetString(info.Slice(at, 4));
        return type switch
        {
            "Exif" => (id, type),
            "mime" when info[at..].IndexOf("rdf+xml"u8) >= 0 => (id, type),
            _ => null,
        };
    }

    private static void ReadLocations(ReadOnlySpan<byte> file, ReadOnlySpan<byte> box, IsoBox? data, Dictionary<uint, string> wanted, string kind, CarrierFindings found)
    {
        var reader = new BigEndianReader(box);
        var version = reader.Read(1);
        reader.Skip(3);
        var sizes = reader.Read(2);
        int offsetSize = (int)(sizes >> 12), lengthSize = (int)(sizes >> 8) & 15, baseSize = (int)(sizes >> 4) & 15, indexSize = version == 0 ? 0 : (int)sizes & 15;
        var count = reader.Read(version < 2 ? 2 : 4);
        for (ulong i = 0; i < count && i < MostItems && !reader.IsCut; i++)
        {
            var id = (uint)reader.Read(version < 2 ? 2 : 4);
            var method = version == 0 ? 0 : reader.Read(2) & 15;
            reader.Skip(2);
            var start = reader.Read(baseSize);
            var extents = reader.Read(2);
            var content = new MemoryStream();
            ulong first = 0;
            for (ulong extent = 0; extent < extents && extent < MostItems && !reader.IsCut; extent++)
            {
                reader.Skip(indexSize);
                var offset = start + reader.Read(offsetSize);
                var length = reader.Read(lengthSize);
                first = extent == 0 ? offset : first;
                var source = method == 1 && data is { } idat ? file[idat.Start..idat.End] : file;
                if (wanted.ContainsKey(id) && method <= 1 && offset <= (ulong)source.Length && content.Length < Inflated.Most)
                {
                    content.Write(source.Slice((int)offset, (int)Math.Min(length == 0 ? ulong.MaxValue : length, (ulong)source.Length - offset)));
                }
            }
            if (wanted.TryGetValue(id, out var type))
            {
                Add(type, content.ToArray(), first, kind, found);
            }
        }
    }

    private static void Add(string type, ReadOnlySpan<byte> content, ulong offset, string kind, CarrierFindings found)
    {
        if (type == "mime")
        {
            XmpPacket.Read(content, $"{kind} mime item XMP", $"byte {offset}", found);
            return;
        }
        if (content.Length > 4)
        {
            // Four bytes say how far the TIFF header is.
            var skip = 4 + (ulong)BinaryPrimitives.ReadUInt32BigEndian(content);
            var tiff = skip < (ulong)content.Length ? content[(int)skip..] : default;
            TiffTags.Read(tiff, (long)(offset + skip), kind, found, isFile: false, CarrierTraits.UnusualPlace);
        }
    }
}
