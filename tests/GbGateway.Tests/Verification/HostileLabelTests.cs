using System.IO.Compression;
using System.Text;
using GbGateway.Labels;
using GbGateway.Labels.Verification;

namespace GbGateway.Tests.Verification;

/// <summary>Files made to hurt a reader: each costs bounded memory and no exception. (Time is bounded by budgets of what is looked into.)</summary>
public sealed class HostileLabelTests
{
    private static readonly string Inner = AigcMetadata.ByProducer("p", "i").ToInnerJson();

    public static TheoryData<string> Bombs =>
    [
        "zip of zeros", "many parts", "object stream that overlaps", "quotes", "escapes", "entities", "scalars without an end", "comments", "nested members", "wide object",
        "ifd loops", "boxes in boxes", "ebml in ebml", "id3 lengths", "amf in amf", "ogg of one stream", "riff lists", "names without objects",
    ];

    [Theory]
    [MemberData(nameof(Bombs))]
    public void A_bomb_is_read_within_bounds(string name)
    {
        var bomb = Make(name);
        var before = GC.GetTotalAllocatedBytes(precise: true);
        var report = LabelVerifier.Unpinned.Verify(bomb, name);
        LabelReportText.Render(report);
        LabelReportJson.Render(report);
        Assert.True(report.Findings.Count <= 64);
        Assert.True(GC.GetTotalAllocatedBytes(precise: true) - before < 1L << 30, $"{name} allocates without bound");
    }

    private static byte[] Make(string name) => name switch
    {
        "zip of zeros" => Zip(("docProps/custom.xml", new byte[64 << 20]), ("word/document.xml", new byte[64 << 20])),
        "many parts" => Zip([.. Enumerable.Range(0, 3000).Select(static i => ($"ppt/slides/slide{i}.xml", Encoding.UTF8.GetBytes("<t>" + new string('x', 1000))))]),
        "object stream that overlaps" => ObjectStream(),
        "quotes" => Text("AIGC: {" + new string('\'', 60_000) + "}", 40),
        "escapes" => Text("{\"AIGC\":\"" + string.Concat(Enumerable.Repeat("\\\\\\\"{", 4000)), 40),
        "entities" => Text("<!-- AIGC: {&amp;amp;amp;quot;" + string.Concat(Enumerable.Repeat("&amp;", 5000)) + "Label} -->", 40),
        "scalars without an end" => Text("AIGC: '\n" + string.Concat(Enumerable.Repeat("  x\n", 63)), 20_000),
        "comments" => Text("# AIGC:\n#  Label: >-\n" + string.Concat(Enumerable.Repeat("#     y\n", 60)), 5000),
        "nested members" => Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("{\"AIGC\":", 250)) + "1" + new string('}', 250)),
        "wide object" => Encoding.UTF8.GetBytes("{" + string.Join(',', Enumerable.Range(0, 100_000).Select(static i => $"\"m{i}\":{{\"Label\":\"1\",\"ContentProducer\":\"p\",\"ProduceID\":\"{i}\"}}")) + "}"),
        "ifd loops" => [(byte)'I', (byte)'I', 42, 0, 8, 0, 0, 0, .. Enumerable.Repeat<byte[]>([0xFF, 0xFF, 0x69, 0x87, 4, 0, 1, 0, 0, 0, 8, 0, 0, 0], 5000).SelectMany(static one => one)],
        "boxes in boxes" => [.. LabelledFilms.Box("ftyp", [.. "isom"u8, 0, 0, 0, 0]), .. Enumerable.Range(0, 100_000).SelectMany(static _ => (byte[])[0, 0, 0x10, 0, .. "moov"u8])],
        "ebml in ebml" => [0x1A, 0x45, 0xDF, 0xA3, 0x80, .. Enumerable.Repeat<byte[]>([0x18, 0x53, 0x80, 0x67, 0x10, 0xFF, 0xFF, 0xFF], 50_000).SelectMany(static one => one)],
        "id3 lengths" => [.. "ID3"u8, 4, 0, 0, 0x7F, 0x7F, 0x7F, 0x7F, .. Enumerable.Repeat<byte[]>([.. "TXXX"u8, 0, 0, 0, 1, 0, 0, 3], 100_000).SelectMany(static one => one)],
        "amf in amf" => [.. "FLV"u8, 1, 5, 0, 0, 0, 9, 0, 0, 0, 0, 18, 0x0F, 0xFF, 0xFF, 0, 0, 0, 0, 0, 0, 0, .. Enumerable.Repeat<byte[]>([3, 0, 1, (byte)'a'], 200_000).SelectMany(static one => one)],
        "ogg of one stream" => [.. Enumerable.Range(0, 2000).SelectMany(static i => (byte[])[.. "OggS"u8, 0, 0, .. new byte[8], (byte)i, (byte)(i >> 8), 0, 0, .. new byte[8], 255, .. Enumerable.Repeat((byte)255, 255), .. new byte[255]])],
        "riff lists" => [.. "RIFF"u8, 0xFF, 0xFF, 0xFF, 0x7F, .. "WAVE"u8, .. Enumerable.Repeat<byte[]>([.. "LIST"u8, 4, 0, 0, 0, .. "INFO"u8], 200_000).SelectMany(static one => one)],
        _ => Text("aigc AIGC aiGenTag ", 400_000),
    };

    private static byte[] Text(string one, int times) => Encoding.UTF8.GetBytes("# t\n" + string.Concat(Enumerable.Repeat(one + "\n", times)));

    private static byte[] ObjectStream()
    {
        var pairs = string.Concat(Enumerable.Range(1, 8000).Select(static i => $"{i} {(i % 2 == 0 ? 0 : 3_000_000)} "));
        var content = Encoding.ASCII.GetBytes(pairs + new string(' ', 3_000_000) + "<< /AIGC (" + Inner + ") >>");
        return [.. "%PDF-1.7\n3 0 obj\n<< /Type /ObjStm /N 8000 /First "u8, .. Encoding.ASCII.GetBytes(pairs.Length.ToString(System.Globalization.CultureInfo.InvariantCulture)),
            .. " /Filter /FlateDecode >>\nstream\n"u8, .. LabelledPictures.Zlib(content), .. "\nendstream\nendobj\n"u8];
    }

    private static byte[] Zip(params (string Name, byte[] Content)[] parts)
    {
        using var output = new MemoryStream();
        using (var zip = new ZipArchive(output, ZipArchiveMode.Create))
        {
            foreach (var (name, content) in parts)
            {
                using var stream = zip.CreateEntry(name, CompressionLevel.Fastest).Open();
                stream.Write(content);
            }
        }
        return output.ToArray();
    }
}
