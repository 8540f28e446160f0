using System.Text;
using GbGateway.Labels;

namespace GbGateway.Tests.Media;

/// <summary>Every carrier met in the wild is found, and none but ours is left after labelling.</summary>
public sealed class CarrierTests
{
    private static readonly byte[] Png = TestPictures.Make("rgb.png", 64, 48);
    private static readonly byte[] Jpeg = TestPictures.Make("420.jpg", 64, 48);
    private static readonly byte[] Webp = TestPictures.Make("lossy.webp", 64, 48);
    private static readonly byte[] Avif = TestPictures.Make("420.avif", 64, 48);
    private static readonly byte[] Tiff = TestPictures.Make("lzw.tif", 64, 48);

    public static TheoryData<string> Names => [.. Files.Keys];

    private static Dictionary<string, byte[]> Files { get; } = new()
    {
        ["png tEXt wrapped"] = Carriers.AddChunk(Png, "tEXt", Latin("AIGC\0" + Carriers.Wrapped)),
        ["png tEXt bare name"] = Carriers.AddChunk(Png, "tEXt", Latin("AIGC\0doubao")),
        ["png tEXt after IDAT"] = Carriers.AddChunk(Png, "tEXt", Latin("AIGC\0" + Carriers.Wrapped), "IEND"),
        ["png tEXt longer keyword"] = Carriers.AddChunk(Png, "tEXt", Latin("TC260:AIGC\0" + Carriers.Inner)),
        ["png tEXt in a comment"] = Carriers.AddChunk(Png, "tEXt", Latin("Comment\0" + Carriers.Wrapped)),
        ["png zTXt"] = Carriers.AddChunk(Png, "zTXt", [.. Latin("AIGC\0\0"), .. Carriers.Zlib(Latin(Carriers.Wrapped))]),
        ["png iTXt"] = Carriers.AddChunk(Png, "iTXt", Latin("AIGC\0\0\0\0\0" + Carriers.Wrapped)),
        ["png iTXt compressed"] = Carriers.AddChunk(Png, "iTXt", [.. Latin("AIGC\0\u0001\0zh\0k\0"), .. Carriers.Zlib(Latin(Carriers.Wrapped))]),
        ["png XMP"] = Carriers.AddChunk(Png, "iTXt", [.. Latin("XML:com.adobe.xmp\0\0\0\0\0"), .. Carriers.Xmp(Carriers.Inner)]),
        ["png XMP after IDAT"] = Carriers.AddChunk(Png, "iTXt", [.. Latin("XML:com.adobe.xmp\0\0\0\0\0"), .. Carriers.Xmp(Carriers.Inner)], "IEND"),
        ["png raw profile"] = Carriers.AddChunk(Png, "tEXt", Latin("Raw profile type xmp\0\nxmp\n    " + Carriers.Xmp(Carriers.Inner).Length + "\n"
            + Convert.ToHexString(Carriers.Xmp(Carriers.Inner)))),
        ["png eXIf"] = Carriers.AddChunk(Png, "eXIf", Carriers.Exif(false, 1, null, Carriers.Wrapped)),
        ["jpeg UserComment"] = Carriers.AddSegment(Jpeg, 0xE1, [.. "Exif\0\0"u8, .. Carriers.Exif(true, 1, null, Carriers.Wrapped)]),
        ["jpeg ImageDescription"] = Carriers.AddSegment(Jpeg, 0xE1, [.. "Exif\0\0"u8, .. Carriers.Exif(false, 1, Carriers.Wrapped, null)]),
        ["jpeg ImageDescription of other keys"] = Carriers.AddSegment(Jpeg, 0xE1, [.. "Exif\0\0"u8, .. Carriers.Exif(true, 1,
            "{\"ServiceProvider\":\"x\",\"ServiceUser\":\"y\",\"Time\":\"z\",\"ContentId\":\"1\"}", null)]),
        ["jpeg XMP"] = Carriers.AddSegment(Jpeg, 0xE1, [.. "http://ns.adobe.com/xap/1.0/\0"u8, .. Carriers.Xmp(Carriers.Inner)]),
        ["jpeg bare blob"] = Carriers.AddSegment(Jpeg, 0xE9, Latin("AIGC" + Carriers.Inner)),
        ["jpeg comment"] = Carriers.AddSegment(Jpeg, 0xFE, Latin(Carriers.Wrapped)),
        ["jpeg extended XMP"] = ExtendedXmp(),
        ["webp XMP"] = Carriers.AddRiff(Webp, "XMP ", Carriers.Xmp(Carriers.Inner), 4, 64, 48),
        ["webp EXIF"] = Carriers.AddRiff(Webp, "EXIF", Carriers.Exif(true, 1, null, Carriers.Wrapped), 8, 64, 48),
        ["webp EXIF with prefix"] = Carriers.AddRiff(Webp, "EXIF", [.. "Exif\0\0"u8, .. Carriers.Exif(false, 1, null, Carriers.Wrapped)], 8, 64, 48),
        ["avif XMP item"] = TestPictures.MakeWith("420.avif", "xmp-data", Carriers.Xmp(Carriers.Inner)),
        ["avif XMP box"] = Carriers.AddBox(Avif, "BE7ACFCB97A942E89C71999491E3AFAC", Carriers.Xmp(Carriers.Inner)),
        ["tiff XMP"] = TestPictures.MakeWith("lzw.tif", "xmp-data", Carriers.Xmp(Carriers.Inner)),
        ["tiff ImageDescription"] = Carriers.AddTag(Tiff, 0x010E, Latin(Carriers.Wrapped + "\0")),
        ["webp chunk"] = Carriers.AddRiff(Webp, "AIGC", Latin(Carriers.Inner), 0, 64, 48),
    };

    [Theory]
    [MemberData(nameof(Names))]
    public void A_label_in_any_carrier_is_found_and_replaced(string name)
    {
        var found = Assert.Single(Orders.Find(Files[name]));
        if (!name.Contains("bare name", StringComparison.Ordinal) && !name.Contains("other keys", StringComparison.Ordinal))
        {
            Assert.Equal("42", found.Metadata?.ProduceID);
        }

        foreach (var order in new[] { Orders.MetadataOnly, Orders.Both })
        {
            var (receipt, output) = Orders.Label(Files[name], order);

            Assert.True(receipt.IsLabelled, receipt.Reason);
            Assert.Equal(found.Metadata, receipt.UpstreamLabel);
            Assert.Equal(Orders.Metadata, Assert.Single(Orders.Find(output)).Metadata);
            Assert.True(output.AsSpan().IndexOf("someone"u8) < 0, "a trace of the old label is left");
        }
    }

    [Fact]
    public void Captions_that_merely_mention_the_word_and_private_forms_are_left_alone()
    {
        var caption = "my AIGC picture, AIGC: nice";
        var files = new[]
        {
            Carriers.AddChunk(Png, "tEXt", Latin("Comment\0" + caption)),
            Carriers.AddChunk(Png, "tEXt", Latin("Comment\0{\"aigc_info\":{\"aigc_label_type\":1}}")),
            Carriers.AddSegment(Jpeg, 0xE1, [.. "Exif\0\0"u8, .. Carriers.Exif(true, 1, caption, caption)]),
        };
        foreach (var file in files)
        {
            Assert.Empty(Orders.Find(file));
            var (_, output) = Orders.Label(file, Orders.Both);
            Assert.True(output.AsSpan().IndexOf("aigc_info"u8) >= 0 || output.AsSpan().IndexOf(Latin(caption)) >= 0);
        }
    }

    [Fact]
    public void Other_metadata_keeps_its_bytes_on_both_paths()
    {
        var exif = Carriers.Exif(true, 6, "A caption", "a comment");
        var icc = new byte[500];
        new Random(1).NextBytes(icc);
        var png = Carriers.AddChunk(Carriers.AddChunk(Carriers.AddChunk(Png, "tEXt", Latin("parameters\0a cat, Steps: 20")), "eXIf", exif), "tIME", new byte[7], "IEND");
        png = [.. png, .. "what a phone leaves after the end"u8];
        var jpeg = Carriers.AddSegment(Carriers.AddSegment(Jpeg, 0xE2, [.. "ICC_PROFILE\0\u0001\u0001"u8, .. icc]), 0xE1, [.. "Exif\0\0"u8, .. exif]);
        jpeg = [.. jpeg, .. "a motion photo's trailer"u8];
        var webp = Carriers.AddRiff(Carriers.AddRiff(Webp, "EXIF", exif, 8, 64, 48), "XMP ", Carriers.Xmp("x"), 4, 64, 48);
        foreach (var order in new[] { Orders.MetadataOnly, Orders.Both })
        {
            var labelled = Orders.Label(png, order).Output.AsSpan();
            Assert.True(labelled.IndexOf("parameters\0a cat, Steps: 20"u8) > 0 && labelled.IndexOf(exif) > 0);
            Assert.True(labelled.EndsWith("what a phone leaves after the end"u8));
            labelled = Orders.Label(jpeg, order).Output;
            Assert.True(labelled.IndexOf(icc) > 0 && labelled.IndexOf(exif) > 0 && labelled.EndsWith("a motion photo's trailer"u8));
            labelled = Orders.Label(webp, order).Output;
            Assert.True(labelled.IndexOf(exif) > 0 && labelled.IndexOf("xmp:CreatorTool=\"Brush\""u8) > 0);
        }
    }

    [Theory]
    [InlineData("420.avif")]
    [InlineData("lzw.tif")]
    public void XMP_of_others_is_merged_where_it_is_an_item_or_a_tag(string kind)
    {
        var file = TestPictures.MakeWith(kind, "xmp-data", Carriers.Xmp("x"));
        foreach (var order in new[] { Orders.MetadataOnly, Orders.Both })
        {
            var (receipt, output) = Orders.Label(file, order);

            Assert.True(receipt.IsLabelled, receipt.Reason);
            using var image = NetVips.Image.NewFromBuffer(output);
            var packet = Encoding.UTF8.GetString((byte[])image.Get("xmp-data"));
            Assert.Contains("xmp:CreatorTool=\"Brush\"", packet, StringComparison.Ordinal);
            Assert.Contains(Orders.Metadata.ProduceID, packet, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Of_pages_and_sequences_no_first_one_alone_is_stamped()
    {
        using var page = TestPictures.Paint(64, 48);
        using var pages = NetVips.Image.Arrayjoin([page, page], across: 1).Mutate(static image => image.Set(NetVips.GValue.GIntType, "page-height", 48));
        var sequence = (byte[])[.. Avif, 0, 0, 0, 8, .. "moov"u8];
        foreach (var file in new[] { pages.TiffsaveBuffer(), sequence })
        {
            Assert.Equal(LabelOutcome.Unsupported, Orders.Label(file, Orders.Both).Receipt.Outcome);
        }
        var (receipt, output) = Orders.Label(pages.TiffsaveBuffer(), Orders.MetadataOnly);
        Assert.True(receipt.IsLabelled);
        using var both = NetVips.Image.NewFromBuffer(output, kwargs: new NetVips.VOption { { "n", -1 } });
        Assert.Equal(96, both.Height);
    }

    [Fact]
    public void A_removed_exif_field_leaves_its_neighbours_readable()
    {
        var file = Carriers.AddSegment(Jpeg, 0xE1, [.. "Exif\0\0"u8, .. Carriers.Exif(true, 1, Carriers.Wrapped, Carriers.Wrapped)]);
        Assert.Equal(2, Orders.Find(file).Count);
        var (_, output) = Orders.Label(file, Orders.MetadataOnly);

        using var image = NetVips.Image.NewFromBuffer(output);
        Assert.StartsWith("A painter", (string)image.Get("exif-ifd0-Artist"), StringComparison.Ordinal);
        Assert.DoesNotContain("exif-ifd0-ImageDescription", image.GetFields());
    }

    [Fact]
    public void Content_credentials_are_dropped_kept_or_refused_as_ordered()
    {
        var manifest = (byte[])[0, 0, 0, 40, .. "jumb"u8, 0, 0, 0, 32, .. "jumdc2pa"u8, 0, 0x11, 0, 0x10, 0x80, 0, 0, 0xAA, 0, 0x38, 0x9B, 0x71, 3, .. "c2pa\0"u8];
        var files = new[]
        {
            Carriers.AddChunk(Png, "caBX", manifest),
            Carriers.AddSegment(Jpeg, 0xEB, [.. "JP"u8, 0, 1, 0, 0, 0, 1, .. manifest]),
            Carriers.AddRiff(Webp, "C2PA", manifest, 0, 64, 48),
            Carriers.AddBox(Avif, "D8FEC3D61B0E483C92975828877EC481", manifest),
            Carriers.AddTag(Tiff, 0xCD41, manifest),
        };
        foreach (var file in files)
        {
            foreach (var wording in new[] { null, "AI生成" })
            {
                var order = Orders.Both with { Wording = wording };
                var (dropped, without) = Orders.Label(file, order);
                var (kept, with) = Orders.Label(file, order with { ContentCredentials = ContentCredentials.Keep });
                var (refused, _) = Orders.Label(file, order with { ContentCredentials = ContentCredentials.Refuse });

                Assert.True(dropped.IsLabelled && dropped.HadContentCredentials && without.AsSpan().IndexOf("jumdc2pa"u8) < 0);
                Assert.True(kept.IsLabelled && kept.HadContentCredentials && with.AsSpan().IndexOf("jumdc2pa"u8) > 0);
                Assert.Equal(LabelOutcome.Refused, refused.Outcome);
            }
        }
    }

    [Fact]
    public void A_multi_picture_index_points_at_the_second_picture_afterwards()
    {
        // II*, directory at 8: one entry B002 (2 pictures of 16 bytes at offset 26)
        var second = TestPictures.Make("gray.jpg", 16, 16);
        var index = (byte[])[.. "II"u8, 42, 0, 8, 0, 0, 0, 1, 0, 0x02, 0xB0, 7, 0, 32, 0, 0, 0, 26, 0, 0, 0, 0, 0, 0, 0, .. new byte[32]];
        var file = Carriers.AddSegment(Jpeg, 0xE2, [.. "MPF\0"u8, .. index]);
        BitConverter.TryWriteBytes(index.AsSpan(26 + 4), file.Length);
        BitConverter.TryWriteBytes(index.AsSpan(42 + 4), second.Length);
        BitConverter.TryWriteBytes(index.AsSpan(42 + 8), file.Length - 10); // the header stands at 2 + 4 + 4
        file = [.. Carriers.AddSegment(Jpeg, 0xE2, [.. "MPF\0"u8, .. index]), .. second];

        foreach (var order in new[] { Orders.MetadataOnly, Orders.Both })
        {
            var output = Orders.Label(file, order).Output;
            var header = output.AsSpan().IndexOf("MPF\0"u8) + 4;
            var size = BitConverter.ToInt32(output, header + 26 + 4);
            var offset = BitConverter.ToInt32(output, header + 42 + 8);

            Assert.Equal(second, output[(header + offset)..]);
            Assert.Equal(header + offset, size);
        }
    }

    private static byte[] ExtendedXmp()
    {
        var whole = Carriers.Xmp(Carriers.Inner);
        var guid = Convert.ToHexString(System.Security.Cryptography.MD5.HashData(whole));
        var main = Latin("<rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\"><rdf:Description rdf:about=\"\""
            + $" xmlns:xmpNote=\"http://ns.adobe.com/xmp/note/\" xmpNote:HasExtendedXMP=\"{guid}\"/></rdf:RDF>");
        var file = Jpeg;
        for (var at = whole.Length / 2; ; at = 0)
        {
            var part = whole.AsSpan(at, at == 0 ? whole.Length / 2 : whole.Length - at);
            file = Carriers.AddSegment(file, 0xE1,
            [
                .. "http://ns.adobe.com/xmp/extension/\0"u8, .. Latin(guid), .. BitConverter.GetBytes(whole.Length).Reverse(),
                .. BitConverter.GetBytes(at).Reverse(), .. part,
            ]);
            if (at == 0)
            {
                return Carriers.AddSegment(file, 0xE1, [.. "http://ns.adobe.com/xap/1.0/\0"u8, .. main]);
            }
        }
    }

    private static byte[] Latin(string text) => Encoding.Latin1.GetBytes(text);
}
