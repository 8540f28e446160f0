using System.Text;
using GbGateway.Labels.Verification.Shapes;

namespace GbGateway.Labels.Verification.Containers;

/// <summary>PDF: <c>/AIGC</c> in the Info dictionary, in plain objects and in object streams, and XMP in metadata streams.</summary>
internal sealed class PdfCarriers : CarrierReader
{
    private const int MostObjects = 200_000;
    private const int MostInflated = 64 << 20;

    public override string Name => "PDF";

    public override bool Matches(ReadOnlySpan<byte> file) => file[..Math.Min(file.Length, 1024)].IndexOf("%PDF-"u8) >= 0;

    public override void Read(ReadOnlySpan<byte> file, CarrierFindings found)
    {
        // An object written anew replaces the older one: the last of each number counts.
        var labels = new Dictionary<string, (string Carrier, string Place, string Value)>();
        var inflated = 0;
        var at = 0;
        for (var objects = 0; objects < MostObjects; objects++)
        {
            var next = file[at..].IndexOf(" obj"u8);
            if (next < 0)
            {
                break;
            }
            var start = at + next + 4;
            var number = NumberBefore(file[..(at + next)]);
            var end = file[start..].IndexOf("endobj"u8);
            var body = end < 0 ? file[start..] : file.Slice(start, end);
            at = end < 0 ? file.Length : start + end + 6;
            ReadObject(body, start, number, found, labels, ref inflated);
        }
        foreach (var (carrier, place, value) in labels.Values)
        {
            found.Add(carrier, place, value);
        }
        if (file.IndexOf("/Encrypt"u8) >= 0)
        {
            found.Remark("PG-20258A", "文件已加密，部分内容无法读取", "the file is encrypted; part of it can't be read");
        }
    }

    private static void ReadObject(
        ReadOnlySpan<byte> body, int offset, string number, CarrierFindings found, Dictionary<string, (string, string, string)> labels, ref int inflated)
    {
        var stream = body.IndexOf("stream"u8);
        var dictionary = stream < 0 ? body : body[..stream];
        AddLabels(dictionary, $"byte {offset}", number, labels, ref inflated);
        if (stream < 0)
        {
            return;
        }
        bool isMetadata = dictionary.IndexOf("/Metadata"u8) >= 0, isObjects = dictionary.IndexOf("/ObjStm"u8) >= 0;
        if ((!isMetadata && !isObjects) || inflated > MostInflated)
        {
            return;
        }
        var start = stream + 6;
        start += start < body.Length && body[start] == '\r' ? 1 : 0;
        start += start < body.Length && body[start] == '\n' ? 1 : 0;
        var data = body[Math.Min(start, body.Length)..];
        byte[] content = dictionary.IndexOf("/FlateDecode"u8) >= 0 ? Inflated.Zlib(data) : data[..Math.Min(data.Length, Inflated.Most)].ToArray();
        inflated += content.Length;
        if (isMetadata)
        {
            XmpPacket.Read(content, "PDF XMP metadata", $"byte {offset}", found, CarrierTraits.UnusualPlace);
        }
        else
        {
            AddLabels(content, $"object stream at byte {offset}", number, labels, ref inflated);
        }
    }

    private static void AddLabels(ReadOnlySpan<byte> text, string place, string number, Dictionary<string, (string, string, string)> labels, ref int spent)
    {
        const int MostLabels = 64;
        const int CostOfOne = 4096, CostOfNone = 64 << 10;
        while (text.IndexOf("/AIGC"u8) is var at and >= 0 && labels.Count < MostLabels && spent < MostInflated)
        {
            text = text[(at + 5)..].TrimStart(" \t\r\n"u8);
            if (PdfString.TryRead(text) is { } value)
            {
                labels[number] = ("PDF Info /AIGC", place, value);
                spent += CostOfOne;
            }
            else
            {
                spent += CostOfNone; // strings without an end were read far
            }
        }
    }

    // "12 0" before " obj": the object's number.
    private static string NumberBefore(ReadOnlySpan<byte> before)
    {
        var tail = Encoding.ASCII.GetString(before[Math.Max(0, before.Length - 20)..]);
        var parts = tail.Split(['\r', '\n', ' '], StringSplitOptions.RemoveEmptyEntries);
        return parts.Length >= 2 ? parts[^2] : "?";
    }
}
