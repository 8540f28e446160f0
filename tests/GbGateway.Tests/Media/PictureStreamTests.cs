using System.Buffers;
using System.Text;
using GbGateway.Labels;
using GbGateway.Labels.Media;

namespace GbGateway.Tests.Media;

/// <summary>A picture labelled while it arrives has the same pixels and the same one label as one that was kept whole.</summary>
public sealed class PictureStreamTests
{
    private static readonly byte[] Png = TestPictures.Make("rgb.png");
    private static readonly byte[] Jpeg = TestPictures.Make("420.jpg");

    public static TheoryData<string> LateNames => [.. Late.Keys];

    private static Dictionary<string, (string Type, byte[] Data)> Late { get; } = new()
    {
        ["tEXt wrapped"] = ("tEXt", Latin("AIGC\0" + Carriers.Wrapped)),
        ["tEXt longer keyword"] = ("tEXt", Latin("TC260:AIGC\0" + Carriers.Inner)),
        ["tEXt in a comment"] = ("tEXt", Latin("Comment\0" + Carriers.Wrapped)),
        ["zTXt"] = ("zTXt", [.. Latin("AIGC\0\0"), .. Carriers.Zlib(Latin(Carriers.Wrapped))]),
        ["iTXt"] = ("iTXt", Latin("AIGC\0\0\0\0\0" + Carriers.Wrapped)),
        ["iTXt compressed"] = ("iTXt", [.. Latin("AIGC\0\u0001\0zh\0k\0"), .. Carriers.Zlib(Latin(Carriers.Wrapped))]),
        ["XMP"] = ("iTXt", [.. Latin("XML:com.adobe.xmp\0\0\0\0\0"), .. Carriers.Xmp(Carriers.Inner)]),
        ["raw profile"] = ("tEXt", Latin("Raw profile type xmp\0\nxmp\n    " + Carriers.Xmp(Carriers.Inner).Length + "\n"
            + Convert.ToHexString(Carriers.Xmp(Carriers.Inner)))),
        ["eXIf"] = ("eXIf", Carriers.Exif(false, 1, null, Carriers.Wrapped)),
    };

    [Theory]
    [InlineData("rgb.png")]
    [InlineData("rgba.png")]
    [InlineData("gray.png")]
    [InlineData("grayalpha.png")]
    [InlineData("rgb16.png")]
    [InlineData("gray16.png")]
    [InlineData("bilevel.png")]
    [InlineData("420.jpg")]
    [InlineData("444.jpg")]
    [InlineData("gray.jpg")]
    [InlineData("q50.jpg")]
    public void What_stands_in_common_order_gives_the_bytes_of_the_whole_file_s_way(string kind)
    {
        var file = TestPictures.Make(kind);
        foreach (var order in new[] { Orders.Both, Orders.Both with { Position = LabelPosition.TopRight, ContentCredentials = ContentCredentials.Keep } })
        {
            var whole = Orders.Label(file, order);
            var streamed = StreamedPictures.Label(file, order, 700);

            Assert.Equal("surgical", whole.Receipt.Path);
            Assert.Equal(whole.Output, streamed.Output);
            Assert.Equal(whole.Receipt, streamed.Receipt);
        }
    }

    [Fact]
    public void What_stands_in_a_JPEG_s_head_is_dealt_with_as_in_a_whole_file()
    {
        byte[] manifest = [.. "JP"u8, 0, 1, 0, 0, 0, 1, 0, 0, 0, 40, .. "jumb"u8, 0, 0, 0, 32, .. "jumdc2pa"u8, .. new byte[24]];
        byte[][] files =
        [
            Carriers.AddSegment(Jpeg, 0xE1, [.. "Exif\0\0"u8, .. Carriers.Exif(true, 1, null, Carriers.Wrapped)]),
            Carriers.AddSegment(Jpeg, 0xE1, [.. "Exif\0\0"u8, .. Carriers.Exif(true, 3, null, null)]),
            Carriers.AddSegment(Jpeg, 0xE1, [.. "Exif\0\0"u8, .. Carriers.Exif(true, 6, null, null)]),
            Carriers.AddSegment(Jpeg, 0xE1, [.. "http://ns.adobe.com/xap/1.0/\0"u8, .. Carriers.Xmp(Carriers.Inner)]),
            Carriers.AddSegment(Jpeg, 0xFE, Latin(Carriers.Wrapped)),
            Carriers.AddSegment(Jpeg, 0xEB, manifest),
            [.. Jpeg, .. "a motion photo's trailer"u8],
        ];
        foreach (var file in files)
        {
            var whole = Orders.Label(file, Orders.Both);
            var streamed = StreamedPictures.Label(file, Orders.Both);

            Assert.Equal(whole.Output, streamed.Output);
            Assert.Equal(whole.Receipt, streamed.Receipt);
            Assert.Equal(Orders.Metadata, Assert.Single(Orders.Find(streamed.Output)).Metadata);
        }
    }

    [Fact]
    public void An_index_of_further_pictures_follows_what_the_head_grew_by()
    {
        // A TIFF structure of one entry, MPEntry (0xB002): the first picture, and a second behind it.
        var index = new byte[8 + 2 + 12 + 4 + 32];
        "II*\0"u8.CopyTo(index);
        (index[4], index[8], index[10], index[11], index[12], index[14], index[18]) = (8, 1, 0x02, 0xB0, 7, 32, 26);
        var second = TestPictures.Make("420.jpg", 64, 48);
        var at = 6 + 4; // SOI, marker, length; MPF\0
        BitConverter.TryWriteBytes(index.AsSpan(26 + 4), Jpeg.Length);
        BitConverter.TryWriteBytes(index.AsSpan(26 + 16 + 8), Jpeg.Length + index.Length + 8 - at);
        byte[] file = [.. Carriers.AddSegment(Jpeg, 0xE2, [.. "MPF\0"u8, .. index]), .. second];

        var streamed = StreamedPictures.Label(file, Orders.Both, 300).Output;

        Assert.Equal(Orders.Label(file, Orders.Both).Output, streamed);
        var header = streamed.AsSpan().IndexOf("MPF\0"u8) + 4;
        Assert.Equal(second, streamed[(header + BitConverter.ToInt32(streamed, header + 26 + 16 + 8))..]);
    }

    [Theory]
    [MemberData(nameof(LateNames))]
    public void A_label_that_comes_after_the_pixels_is_found_and_taken_out_as_it_passes(string name)
    {
        var (type, data) = Late[name];
        var file = Carriers.AddChunk(Carriers.AddChunk(Png, type, data, "IEND"), "tEXt", "parameters\0a cat"u8.ToArray(), "IEND");
        var whole = Orders.Label(file, Orders.Both);
        var (receipt, output) = StreamedPictures.Label(file, Orders.Both);

        Assert.Equal(Orders.Metadata, Assert.Single(Orders.Find(output)).Metadata);
        Assert.Equal("42", receipt.UpstreamLabel?.ProduceID);
        Assert.Equal(whole.Receipt, receipt);
        Assert.True(output.AsSpan().IndexOf("someone"u8) < 0, "a trace of the old label is left");
        Assert.True(output.AsSpan().IndexOf("parameters\0a cat"u8) > 0);
        Assert.Equal(TestPictures.Decode(whole.Output).Samples, TestPictures.Decode(output).Samples);
        if (name is "XMP" or "raw profile")
        {
            Assert.Contains("Brush", Encoding.Latin1.GetString(output) + Unpack(output), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_label_before_the_pixels_and_another_behind_them_leave_one()
    {
        byte[] packet = [.. Latin("XML:com.adobe.xmp\0\0\0\0\0"), .. Carriers.Xmp(Carriers.Inner)];
        var file = Carriers.AddChunk(Carriers.AddChunk(Png, "iTXt", packet), "iTXt", packet, "IEND");

        var (_, output) = StreamedPictures.Label(file, Orders.Both);

        Assert.Equal(Orders.Metadata, Assert.Single(Orders.Find(output)).Metadata);
    }

    [Theory]
    [InlineData(ContentCredentials.Drop, false)]
    [InlineData(ContentCredentials.Keep, true)]
    public void A_manifest_behind_the_pixels_is_recorded_and_dropped_or_kept_by_the_policy(ContentCredentials policy, bool stays)
    {
        var file = Carriers.AddChunk(Carriers.AddChunk(Png, "caBX", new byte[3000], "IEND"), "tIME", new byte[7], "IEND");
        file = [.. file, .. "what a phone leaves after the end"u8];

        var (receipt, output) = StreamedPictures.Label(file, Orders.Both with { ContentCredentials = policy });

        Assert.True(receipt.HadContentCredentials);
        Assert.Equal(stays, output.AsSpan().IndexOf("caBX"u8) >= 0);
        Assert.True(output.AsSpan().IndexOf("tIME"u8) > 0);
        Assert.True(output.AsSpan().EndsWith("what a phone leaves after the end"u8));
    }

    [Fact]
    public void What_would_turn_the_label_or_hide_a_label_in_too_much_text_breaks_the_copy()
    {
        (byte[] File, string Reason)[] files =
        [
            (Carriers.AddChunk(Png, "eXIf", Carriers.Exif(true, 6, null, null), "IEND"), "an orientation that comes after the picture"),
            (Carriers.AddChunk(Png, "tEXt", new byte[5 << 20], "IEND"), "a text after the picture data that is longer than is held"),
            (Carriers.AddChunk(Png, "fdAT", new byte[50], "IEND"), "animated: every frame would need the label"),
            ([.. Jpeg.AsSpan(0, Jpeg.Length - 2), 0xFF, 0xFE, 0, 4, 1, 2, 0xFF, 0xD9], "more than one scan"),
        ];
        foreach (var (file, reason) in files)
        {
            using var stream = StreamedPictures.Open(file, Orders.Both)!;
            var output = new ArrayBufferWriter<byte>();
            stream.Push(file, output);

            Assert.Equal((PictureStreamStep.Broken, reason), (stream.Step, stream.Reason));
            Assert.False(stream.TryFinish());
            Assert.Equal(LabelOutcome.Malformed, stream.Receipt.Outcome);
            Assert.True(output.WrittenCount > 0);
        }
    }

    [Theory]
    [InlineData("palette.png")]
    [InlineData("interlaced.png")]
    [InlineData("progressive.jpg")]
    [InlineData("cmyk.jpg")]
    public void What_needs_the_whole_file_is_declined_with_every_byte_still_there(string kind)
    {
        var file = TestPictures.Make(kind);
        using var stream = StreamedPictures.Open(file, Orders.Both)!;
        var output = new ArrayBufferWriter<byte>();
        stream.Push(file, output);

        Assert.Equal(PictureStreamStep.Declined, stream.Step);
        Assert.NotNull(stream.Reason);
        Assert.Equal(0, output.WrittenCount);
        Assert.Equal(file.AsSpan(0, (int)stream.Pushed), stream.Held);
        Assert.True(file.AsSpan().StartsWith(stream.Held));
    }

    [Fact]
    public void Labels_in_the_head_that_one_pass_can_t_take_out_are_declined()
    {
        var file = Carriers.AddChunk(Png, "tEXt", Latin("AIGC\0" + Carriers.Wrapped));
        using var stream = StreamedPictures.Open(file, Orders.Both)!;
        stream.Push(file, new ArrayBufferWriter<byte>());

        Assert.Equal(PictureStreamStep.Declined, stream.Step);
    }

    [Fact]
    public void Orders_that_the_picture_s_end_decides_about_are_not_streamed()
    {
        Assert.Null(StreamedPictures.Open(Png, Orders.Both with { Position = LabelPosition.BottomRight }));
        Assert.Null(StreamedPictures.Open(Jpeg, Orders.Both with { ContentCredentials = ContentCredentials.Refuse }));
        Assert.Null(StreamedPictures.Open(Png, Orders.MetadataOnly));
        Assert.Null(StreamedPictures.Open(TestPictures.Make("lossy.webp"), Orders.Both));
    }

    [Theory]
    [InlineData("rgb.png")]
    [InlineData("420.jpg")]
    public void A_cut_file_is_never_whole_and_what_it_leaves_does_not_depend_on_the_pieces(string kind)
    {
        var file = TestPictures.Make(kind, 120, 96);
        for (var length = 0; length < file.Length - (kind.EndsWith("png", StringComparison.Ordinal) ? 0 : 1); length += 29)
        {
            var outputs = new List<byte[]>();
            foreach (var piece in new[] { 1, 37, file.Length })
            {
                using var stream = StreamedPictures.Open(file, Orders.Both)!;
                var output = new ArrayBufferWriter<byte>();
                foreach (var bytes in file.Take(length).Chunk(piece))
                {
                    stream.Push(bytes, output);
                }
                Assert.False(stream.TryFinish());
                Assert.Equal(output.WrittenCount > 0 ? PictureStreamStep.Broken : PictureStreamStep.Declined, stream.Step);
                outputs.Add(output.WrittenSpan.ToArray());
            }
            Assert.All(outputs, output => Assert.Equal(outputs[0], output));
        }
    }

    [Theory]
    [InlineData("rgb.png")]
    [InlineData("420.jpg")]
    public void What_is_held_is_the_label_s_rows_not_the_picture(string kind)
    {
        var file = TestPictures.Make(kind, 1024, 1024);
        using var stream = StreamedPictures.Open(file, Orders.Both)!;
        var output = new ArrayBufferWriter<byte>();
        var held = 0;
        foreach (var bytes in file.Chunk(4096))
        {
            stream.Push(bytes, output);
            held = Math.Max(held, stream.Held.Length);
        }
        Assert.True(stream.TryFinish());
        Assert.InRange(held, 1, file.Length / 6);
    }

    private static string Unpack(byte[] png)
    {
        var at = png.AsSpan().IndexOf("zTXt"u8);
        if (at < 0)
        {
            return "";
        }
        var data = png.AsSpan(at + 4);
        data = data[(data.IndexOf((byte)0) + 2)..];
        using var zlib = new System.IO.Compression.ZLibStream(new MemoryStream(data.ToArray()), System.IO.Compression.CompressionMode.Decompress);
        using var reader = new StreamReader(zlib, Encoding.Latin1);
        return Encoding.Latin1.GetString(Convert.FromHexString(string.Concat(reader.ReadToEnd().Split('\n').Skip(3))));
    }

    private static byte[] Latin(string text) => Encoding.Latin1.GetBytes(text);
}
