using System.Globalization;
using System.Text;
using GbGateway.Labels.Verification.Shapes;

namespace GbGateway.Labels.Verification.Containers;

/// <summary>
/// PDF: <c>/AIGC</c> in the Info dictionary and XMP in metadata streams. Objects are found by reading the file from its begin, so a broken or
/// compressed cross-reference, object streams and incremental updates make no difference: of each object the last one written counts.
/// </summary>
internal sealed class PdfCarriers : CarrierReader
{
    private const int MostObjects = 200_000;
    private const int MostInflated = 64 << 20;
    private const int MostLabels = 64;

    private static readonly byte[][] Names = ["/AIGC"u8.ToArray(), "/#41IGC"u8.ToArray(), "/#41#49#47#43"u8.ToArray()];

    public override string Name => "PDF";

    public override bool Matches(ReadOnlySpan<byte> file) => file[..Math.Min(file.Length, 1024)].IndexOf("%PDF-"u8) >= 0;

    public override void Read(ReadOnlySpan<byte> file, CarrierFindings found)
    {
        var objects = new PdfObjects();
        var at = 0;
        for (var count = 0; count < MostObjects; count++)
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
            ReadObject(body, start, number, found, objects);
        }
        var isEncrypted = IsEncrypted(file);
        var hides = false;
        foreach (var label in objects.Labels)
        {
            var value = objects.Resolve(label);
            if (isEncrypted && !value.Contains('{', StringComparison.Ordinal))
            {
                hides = true;
                continue;
            }
            found.Add("PDF Info /AIGC", label.Place, value);
        }
        if (isEncrypted)
        {
            found.Remark("PG-20258A",
                hides ? "文件已加密：/AIGC 存在，但其值无法读取" : "文件已加密，部分内容无法读取",
                hides ? "the file is encrypted: there is an /AIGC, its value can't be read" : "the file is encrypted; part of it can't be read", isMistake: hides);
        }
    }

    private static void ReadObject(ReadOnlySpan<byte> body, int offset, string number, CarrierFindings found, PdfObjects objects)
    {
        objects.Forget(number);
        var stream = body.IndexOf("stream"u8);
        var dictionary = stream < 0 ? body : body[..stream];
        AddLabels(dictionary, $"byte {offset}", number, objects);
        if (stream < 0)
        {
            objects.Keep(number, body);
            return;
        }
        bool isMetadata = dictionary.IndexOf("/Metadata"u8) >= 0, isObjects = dictionary.IndexOf("/ObjStm"u8) >= 0;
        if ((!isMetadata && !isObjects) || objects.Spent > MostInflated)
        {
            return;
        }
        var start = stream + 6;
        start += start < body.Length && body[start] == '\r' ? 1 : 0;
        start += start < body.Length && body[start] == '\n' ? 1 : 0;
        var data = body[Math.Min(start, body.Length)..];
        byte[] content = dictionary.IndexOf("/FlateDecode"u8) >= 0 || dictionary.IndexOf("/Fl "u8) >= 0
            ? Inflated.Zlib(data) : data[..Math.Min(data.Length, Inflated.Most)].ToArray();
        objects.Spent += content.Length;
        if (isMetadata)
        {
            XmpPacket.Read(content, "PDF XMP metadata", $"byte {offset}", found, CarrierTraits.UnusualPlace);
        }
        else
        {
            ReadObjectStream(content, dictionary, offset, objects);
        }
    }

    // Pairs of numbers and offsets stand before the objects themselves.
    private static void ReadObjectStream(ReadOnlySpan<byte> content, ReadOnlySpan<byte> dictionary, int offset, PdfObjects objects)
    {
        var first = (int)Math.Min(IntegerAfter(dictionary, "/First"u8), (uint)content.Length);
        var head = Encoding.ASCII.GetString(content[..Math.Min(first, 64 << 10)]).Split([' ', '\r', '\n', '\t', '\0'], StringSplitOptions.RemoveEmptyEntries);
        var place = $"object stream at byte {offset}";
        for (var i = 0; i + 1 < head.Length && objects.Labels.Count < MostLabels; i += 2)
        {
            var end = i + 3 < head.Length && uint.TryParse(head[i + 3], out var next) ? (int)Math.Min(first + (long)next, content.Length) : content.Length;
            if (!uint.TryParse(head[i + 1], out var at) || first + (long)at > end)
            {
                continue;
            }
            objects.Forget(head[i]);
            var one = content[(first + (int)at)..end];
            // Objects that overlap are read once for each: that is paid for.
            objects.Spent += one.Length;
            if (objects.Spent > MostInflated)
            {
                break;
            }
            AddLabels(one, place, head[i], objects);
            objects.Keep(head[i], one);
        }
    }

    private static void AddLabels(ReadOnlySpan<byte> text, string place, string number, PdfObjects objects)
    {
        const int CostOfOne = 4096, CostOfNone = 64 << 10;
        while (NextName(ref text) && objects.Labels.Count < MostLabels && objects.Spent < MostInflated)
        {
            text = text.TrimStart(" \t\r\n\0\f"u8);
            if (PdfString.TryRead(text) is { } value)
            {
                objects.Labels.Add(new PdfLabel(number, place, value, ""));
                objects.Spent += CostOfOne;
            }
            else if (ReferenceAt(text) is { } reference)
            {
                objects.Labels.Add(new PdfLabel(number, place, "", reference));
                objects.Spent += CostOfOne;
            }
            else
            {
                objects.Spent += CostOfNone; // strings without an end were read far
            }
        }
    }

    // The name as it is, or with characters written as #41.
    private static bool NextName(ref ReadOnlySpan<byte> text)
    {
        foreach (var name in Names)
        {
            if (text.IndexOf(name) is >= 0 and var at)
            {
                text = text[(at + name.Length)..];
                return true;
            }
        }
        return false;
    }

    // "7 0 R": the value is an object of its own.
    private static string? ReferenceAt(ReadOnlySpan<byte> text)
    {
        var parts = Encoding.ASCII.GetString(text[..Math.Min(text.Length, 24)]).Split([' ', '\r', '\n', '\t', '/', '>'], StringSplitOptions.RemoveEmptyEntries);
        return parts.Length >= 3 && parts[2] == "R" && int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out _) ? parts[0] : null;
    }

    private static uint IntegerAfter(ReadOnlySpan<byte> dictionary, ReadOnlySpan<byte> key)
    {
        var at = dictionary.IndexOf(key);
        return at >= 0 && System.Buffers.Text.Utf8Parser.TryParse(dictionary[(at + key.Length)..].TrimStart(" \t\r\n"u8), out uint value, out _) ? value : 0;
    }

    // The trailer, or the cross-reference stream, names the dictionary of the encryption.
    private static bool IsEncrypted(ReadOnlySpan<byte> file)
    {
        for (var rest = file; rest.IndexOf("/Encrypt"u8) is >= 0 and var at;)
        {
            rest = rest[(at + 8)..];
            var value = rest.TrimStart(" \t\r\n"u8);
            if (value.StartsWith("<<"u8) || ReferenceAt(value) is not null)
            {
                return true;
            }
        }
        return false;
    }

    // "12 0" before " obj": the object's number.
    private static string NumberBefore(ReadOnlySpan<byte> before)
    {
        var tail = Encoding.ASCII.GetString(before[Math.Max(0, before.Length - 20)..]);
        var parts = tail.Split(['\r', '\n', ' '], StringSplitOptions.RemoveEmptyEntries);
        return parts.Length >= 2 ? parts[^2] : "?";
    }
}
