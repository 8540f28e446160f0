using System.IO.Compression;
using System.Text;
using GbGateway.Labels;
using GbGateway.Labels.Media;
using GbGateway.Tests.Media;
using GbGateway.Tests.Media.Jpeg.Surgery.Support;
using GbGateway.Tests.Media.Png.Surgery;
using NetVips;

namespace GbGateway.Fuzz;

/// <summary>Small files of every kind, for the fuzzer to begin with. Same bytes every time.</summary>
internal static class Seeds
{
    private const int Width = 48, Height = 40;

    /// <summary>Inputs of a target by their names. A picture comes with its first byte, which chooses the order.</summary>
    public static IEnumerable<(string Name, byte[] Input)> Of(string format)
    {
        if (format == "xmp")
        {
            return Packets();
        }
        var files = format == "verify" ? FuzzTargets.Pictures.SelectMany(static one => FilesOf(one).Take(3)) : FilesOf(format);
        return format == "verify" ? files : files.Select((file, number) => (file.Name, Chosen(format, number, file.Input)));
    }

    /// <summary>A file of others as an input.</summary>
    public static byte[] Chosen(string format, int number, byte[] file)
    {
        var slow = format is "iso" or "tiff";
        return [(byte)((number * 37 & 0x7F) | (slow && number % 4 != 0 ? PictureLaws.SkipsPixels : 0)), .. file];
    }

    private static IEnumerable<(string Name, byte[] Input)> FilesOf(string format)
    {
        var ending = format switch { "jpeg" => ".jpg", "iso" => ".avif", "tiff" => ".tif", _ => "." + format };
        var made = TestPictures.Kinds.Where(kind => kind.EndsWith(ending, StringComparison.Ordinal)).Select(static kind => (kind, TestPictures.Make(kind, Width, Height)));
        return made.Concat(format switch
        {
            "png" => Pngs(),
            "jpeg" => Jpegs(),
            "webp" => Webps(),
            "gif" => Gifs(),
            "iso" => Isos(),
            _ => Tiffs(),
        });
    }

    private static IEnumerable<(string, byte[])> Pngs()
    {
        var picture = PngPicture.Make(3, Width, Height, 8, 2);
        yield return ("split", PngMaker.Make(picture, 5, PngMaker.Zlib(9), static number => 7 + number % 60));
        yield return ("stored", PngMaker.Make(PngPicture.Make(3, 24, 20, 8, 2), 0, PngMaker.Zlib(0)));
        yield return ("fixed", PngMaker.Make(picture, 4, PngMaker.Zlib(6, ZLibCompressionStrategy.Fixed)));
        yield return ("flushed", PngMaker.Make(picture, 2, PngMaker.Flushed(6, 700)));
        var file = Carriers.AddChunk(TestPictures.Make("rgb.png", Width, Height), "iTXt", [.. "XML:com.adobe.xmp\0\0\0\0\0"u8, .. Carriers.Xmp(Carriers.Inner)]);
        yield return ("carriers", Carriers.AddChunk(Carriers.AddChunk(file, "caBX", new byte[24]), "eXIf", Carriers.Exif(true, 6, Carriers.Wrapped, null)));
        yield return ("texts", Carriers.AddChunk(
            Carriers.AddChunk(TestPictures.Make("gray.png", Width, Height), "tEXt", [.. "AIGC\0"u8, .. Encoding.Latin1.GetBytes(Carriers.Wrapped)]),
            "zTXt", [.. "AIGC\0\0"u8, .. Carriers.Zlib(Encoding.Latin1.GetBytes(Carriers.Wrapped))], "IEND"));
    }

    private static IEnumerable<(string, byte[])> Jpegs()
    {
        using var ground = TestPictures.Paint(Width, Height);
        var rgb = ground.WriteToMemory<byte>();
        yield return ("restarts", PlainEncoder.Encode(rgb, Width, Height, ["2x2", "1x1", "1x1"], restart: 2));
        yield return ("440", PlainEncoder.Encode(rgb, Width, Height, ["1x2", "1x1", "1x1"]));
        yield return ("411", PlainEncoder.Encode(rgb, Width, Height, ["4x1", "1x1", "1x1"], 60, 1));
        yield return ("rgb", PlainEncoder.Encode(rgb, Width, Height, ["1x1", "1x1", "1x1"], asRgb: true));
        var file = Carriers.AddSegment(TestPictures.Make("420.jpg", Width, Height), 0xE1, [.. "http://ns.adobe.com/xap/1.0/\0"u8, .. Carriers.Xmp(Carriers.Inner)]);
        yield return ("carriers", Carriers.AddSegment(file, 0xE1, [.. "Exif\0\0"u8, .. Carriers.Exif(false, 6, null, Carriers.Wrapped)]));
        yield return ("comment", Carriers.AddSegment(TestPictures.Make("progressive.jpg", Width, Height), 0xFE, Encoding.Latin1.GetBytes(Carriers.Wrapped)));
        yield return ("manifest", Carriers.AddSegment(TestPictures.Make("444.jpg", Width, Height), 0xEB,
            [.. "JP"u8, 0, 1, 0, 0, 0, 1, 0, 0, 0, 40, .. "jumb"u8, 0, 0, 0, 32, .. "jumdc2pa"u8, .. new byte[24]]));
    }

    private static IEnumerable<(string, byte[])> Webps()
    {
        using var ground = TestPictures.Paint(Width, Height);
        yield return ("sharp", ground.WebpsaveBuffer(q: 95, effort: 0, keep: Enums.ForeignKeep.None));
        yield return ("coarse", ground.WebpsaveBuffer(q: 10, effort: 6, keep: Enums.ForeignKeep.None));
        yield return ("text", ground.WebpsaveBuffer(q: 60, effort: 4, preset: Enums.ForeignWebpPreset.Text, keep: Enums.ForeignKeep.None));
        yield return ("tiny", TestPictures.Make("lossy.webp", 5, 3));
        yield return ("wide", TestPictures.Make("lossy.webp", 150, 17));
        var lossy = TestPictures.Make("lossy.webp", Width, Height);
        var file = Carriers.AddRiff(lossy, "EXIF", Carriers.Exif(true, 6, null, Carriers.Wrapped), 8, Width, Height);
        yield return ("carriers", Carriers.AddRiff(file, "XMP ", Carriers.Xmp(Carriers.Inner), 4, Width, Height));
        yield return ("manifest", Carriers.AddRiff(lossy, "C2PA", new byte[21], 0, Width, Height));
        yield return ("animated", Animate(static animation => animation.WebpsaveBuffer(q: 50, keep: Enums.ForeignKeep.None)));
    }

    private static IEnumerable<(string, byte[])> Gifs()
    {
        var still = TestPictures.Paint(Width, Height);
        var animated = Animate(static animation => animation.GifsaveBuffer(keep: Enums.ForeignKeep.None));
        yield return ("animated", animated);
        yield return ("still", still.GifsaveBuffer(bitdepth: 4, keep: Enums.ForeignKeep.None));
        yield return ("interlaced", still.GifsaveBuffer(bitdepth: 2, interlace: true, keep: Enums.ForeignKeep.None));
        var head = 13 + (3 << ((animated[10] & 7) + 1));
        var label = Encoding.Latin1.GetBytes(Carriers.Wrapped);
        yield return ("comment", [.. animated.AsSpan(0, head), 0x21, 0xFE, (byte)label.Length, .. label, 0, .. animated.AsSpan(head)]);
        yield return ("labelled", Labelled(animated));
    }

    private static IEnumerable<(string, byte[])> Isos()
    {
        var file = TestPictures.Make("420.avif", Width, Height);
        yield return ("labelled", Labelled(file));
        yield return ("described", TestPictures.MakeWith("420.avif", "xmp-data", Carriers.Xmp(Carriers.Inner)));
        yield return ("exif", TestPictures.MakeWith("420.avif", "exif-data", [.. "Exif\0\0"u8, .. Carriers.Exif(true, 6, Carriers.Wrapped, null)]));
        yield return ("uuid", Carriers.AddBox(file, "BE7ACFCB97A942E89C71999491E3AFAC", Carriers.Xmp(Carriers.Inner)));
        yield return ("manifest", Carriers.AddBox(file, "D8FEC3D61B0E483C92975828877EC481", new byte[30]));
        yield return ("heic", [.. file.AsSpan(0, 8), .. "heic"u8, .. file.AsSpan(12)]);
    }

    private static IEnumerable<(string, byte[])> Tiffs()
    {
        var file = TestPictures.Make("lzw.tif", Width, Height);
        yield return ("labelled", Labelled(file));
        yield return ("described", TestPictures.MakeWith("lzw.tif", "xmp-data", Carriers.Xmp(Carriers.Inner)));
        yield return ("description", Carriers.AddTag(file, 0x010E, Encoding.Latin1.GetBytes(Carriers.Wrapped + "\0")));
        yield return ("manifest", Carriers.AddTag(file, 0xCD41, new byte[40]));
    }

    private static IEnumerable<(string, byte[])> Packets()
    {
        yield return ("inner", Carriers.Xmp(Carriers.Inner));
        yield return ("wrapped", Carriers.Xmp("<![CDATA[" + Carriers.Wrapped + "]]>"));
        yield return ("wide", Encoding.Unicode.GetBytes("\uFEFF" + Encoding.UTF8.GetString(Carriers.Xmp(Carriers.Inner))));
        yield return ("attribute", Encoding.UTF8.GetBytes(
            "<?xpacket begin='' id=''?><rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'><!-- a --><rdf:Description rdf:about=''"
            + " xmlns:t='http://www.tc260.org.cn/ns/AIGC/1.0/' t:AIGC='{&quot;Label&quot;:&quot;1&quot;}'/></rdf:RDF><?xpacket end='w'?>"));
    }

    private static byte[] Labelled(byte[] file)
    {
        var output = new System.Buffers.ArrayBufferWriter<byte>();
        MediaLabeler.WriteLabels(file, new LabelOrder { Metadata = AigcMetadata.ByProducer("001191110102MACQD9K64010000", "01JTESTPRODUCEID0000000009") }, output);
        return output.WrittenSpan.ToArray();
    }

    private static byte[] Animate(Func<Image, byte[]> save)
    {
        using var frame = TestPictures.Paint(24, 20);
        using var column = Image.Arrayjoin([.. Enumerable.Range(0, 3).Select(i => (frame * 0.3 + (160.0 + 10 * i)).Cast(Enums.BandFormat.Uchar))], across: 1);
        using var animation = column.Copy(interpretation: Enums.Interpretation.Srgb).Mutate(static m =>
        {
            m.Set(GValue.GIntType, "page-height", 20);
            m.Set(GValue.ArrayIntType, "delay", new[] { 100, 200, 300 });
        });
        return save(animation);
    }
}
