using System.Text;
using GbGateway.Labels.Media.Iso;
using GbGateway.Labels.Verification.Shapes;

namespace GbGateway.Labels.Verification.Containers;

/// <summary>Matroska and WebM: the SimpleTag AIGC in Tags.</summary>
internal sealed class MatroskaCarriers : CarrierReader
{
    private const uint Ebml = 0x1A45DFA3, Segment = 0x18538067, Tags = 0x1254C367, Tag = 0x7373, SimpleTag = 0x67C8, TagName = 0x45A3, TagString = 0x4487, TagBinary = 0x4485,
        Cluster = 0x1F43B675, Attachments = 0x1941A469;

    private const int MostElements = 200_000;
    private const int Deepest = 8;

    public override string Name => "Matroska";

    public override bool Matches(ReadOnlySpan<byte> file) => file.StartsWith((ReadOnlySpan<byte>)[0x1A, 0x45, 0xDF, 0xA3]);

    public static string KindOf(ReadOnlySpan<byte> file) => file[..Math.Min(file.Length, 64)].IndexOf("webm"u8) >= 0 ? "WebM" : "MKV";

    public override void Read(ReadOnlySpan<byte> file, CarrierFindings found)
    {
        var elements = 0;
        ReadElements(file, 0, file.Length, 0, KindOf(file), ref elements, found);
    }

    private static void ReadElements(ReadOnlySpan<byte> file, int at, int end, int depth, string kind, ref int elements, CarrierFindings found)
    {
        while (TryReadHead(file, at, end, out var id, out var start, out var stop) && elements++ < MostElements)
        {
            switch (id)
            {
                case Segment or Tags or Tag when depth < Deepest:
                    ReadElements(file, start, stop, depth + 1, kind, ref elements, found);
                    break;
                case SimpleTag when depth < Deepest:
                    ReadSimpleTag(file, start, stop, at, depth + 1, kind, ref elements, found);
                    break;
                case Ebml or Cluster or Attachments:
                    break;
            }
            at = stop;
        }
    }

    private static void ReadSimpleTag(ReadOnlySpan<byte> file, int at, int end, int place, int depth, string kind, ref int elements, CarrierFindings found)
    {
        string name = "", value = "";
        for (var next = at; TryReadHead(file, next, end, out var id, out var start, out var stop) && elements++ < MostElements; next = stop)
        {
            var content = file[start..Math.Min(stop, start + (4 * AigcMetadata.MaxLabelLength))];
            switch (id)
            {
                case TagName: name = Encoding.UTF8.GetString(content); break;
                case TagString or TagBinary: value = Encoding.UTF8.GetString(content); break;
                case SimpleTag when depth < Deepest: ReadSimpleTag(file, start, stop, next, depth + 1, kind, ref elements, found); break;
            }
        }
        if (name.Contains("AIGC", StringComparison.OrdinalIgnoreCase))
        {
            found.Add($"{kind} Tags SimpleTag {name}", $"byte {place}", value);
        }
        else
        {
            found.AddIfLabel($"{kind} Tags SimpleTag {name}", $"byte {place}", value);
        }
    }

    /// <summary>Reads id and size; an unknown size ends with the parent.</summary>
    private static bool TryReadHead(ReadOnlySpan<byte> file, int at, int end, out uint id, out int start, out int stop)
    {
        (id, start, stop) = (0, 0, 0);
        if (at >= end)
        {
            return false;
        }
        var idLength = System.Numerics.BitOperations.LeadingZeroCount((uint)file[at]) - 23;
        if (idLength is < 1 or > 4 || end - at <= idLength)
        {
            return false;
        }
        id = (uint)new BigEndianReader(file[at..]).Read(idLength);
        var sizeAt = at + idLength;
        var sizeLength = System.Numerics.BitOperations.LeadingZeroCount((uint)file[sizeAt]) - 23;
        if (sizeLength is < 1 or > 8 || end - sizeAt < sizeLength)
        {
            return false;
        }
        var mask = (1UL << (7 * sizeLength)) - 1;
        var size = new BigEndianReader(file[sizeAt..]).Read(sizeLength) & mask;
        start = sizeAt + sizeLength;
        // A cluster of unknown size holds its blocks as children here; its end is found by reading on.
        stop = size == mask ? (id == Cluster ? start : end) : start + (int)Math.Min(size, (ulong)(end - start));
        return true;
    }
}
