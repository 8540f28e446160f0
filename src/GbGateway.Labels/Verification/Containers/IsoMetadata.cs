using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using GbGateway.Labels.Media.Iso;
using GbGateway.Labels.Verification.Shapes;

namespace GbGateway.Labels.Verification.Containers;

/// <summary>Metadata of MP4 and QuickTime: names in <c>keys</c>, values in <c>ilst</c>; iTunes' <c>----</c> items too.</summary>
internal static class IsoMetadata
{
    private const int MostKeys = 1024;

    public static void ReadKeys(ReadOnlySpan<byte> box, List<string> keys)
    {
        if (box.Length < 8)
        {
            return;
        }
        var at = 8;
        while (box.Length - at >= 8 && keys.Count < MostKeys)
        {
            var size = BinaryPrimitives.ReadUInt32BigEndian(box[at..]);
            if (size < 8 || size > (uint)(box.Length - at))
            {
                break;
            }
            keys.Add(Encoding.UTF8.GetString(box.Slice(at + 8, (int)size - 8)));
            at += (int)size;
        }
    }

    public static void ReadList(ReadOnlySpan<byte> file, IsoBox list, List<string> keys, string carrier, CarrierTraits traits, CarrierFindings found)
    {
        for (var at = list.Start; IsoBox.TryRead(file, at, list.End) is { } item; at = item.End)
        {
            var index = BinaryPrimitives.ReadUInt32BigEndian(Encoding.Latin1.GetBytes(item.Type));
            var name = index >= 1 && index <= (uint)keys.Count ? keys[(int)index - 1] : item.Type == "----" ? "" : null;
            string? value = null;
            for (var inner = item.Start; IsoBox.TryRead(file, inner, item.End) is { } box; inner = box.End)
            {
                var content = file[box.Start..box.End];
                if (box.Type == "data" && content.Length >= 8)
                {
                    const byte Utf16 = 2; // the well-known type of big-endian UTF-16
                    value = (content[3] == Utf16 ? Encoding.BigEndianUnicode : Encoding.UTF8).GetString(content[8..]);
                }
                else if (box.Type == "name" && content.Length >= 4)
                {
                    name = Encoding.UTF8.GetString(content[4..]);
                }
            }
            Add(name, index, value, item, at, carrier, traits, found);
        }
    }

    private static void Add(string? name, uint index, string? value, IsoBox item, int at, string carrier, CarrierTraits traits, CarrierFindings found)
    {
        const uint MostIndexes = 0xFFFF;
        if (value is null)
        {
            return;
        }
        if (name is not null && name.Contains("AIGC", StringComparison.OrdinalIgnoreCase))
        {
            found.Add($"{carrier} key {name}", $"byte {at}", value, traits);
        }
        else if (item.Type == "AIGC")
        {
            found.Add($"{carrier} ilst AIGC", $"byte {at}", value, traits | CarrierTraits.UnusualPlace);
        }
        else if (name is null && LabelTraces.FindJson(value) is { } json)
        {
            // A value whose name is lost: ffmpeg and others write such files.
            var which = index <= MostIndexes ? index.ToString(CultureInfo.InvariantCulture) : item.Type;
            found.Add($"{carrier} ilst item {which} without a key", $"byte {at}", json, traits | CarrierTraits.UnusualPlace);
        }
        else
        {
            found.AddIfLabel($"{carrier} key {name}", $"byte {at}", value, traits);
        }
    }
}
