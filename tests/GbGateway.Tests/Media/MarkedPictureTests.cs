using System.Buffers;
using GbGateway.Benchmarks.Watermark.Attacks;
using GbGateway.Labels;
using GbGateway.Labels.Media;
using GbGateway.Labels.Media.Jpeg.Surgery;
using GbGateway.Labels.Media.Png.Surgery;
using GbGateway.Labels.Watermark;
using GbGateway.Tests.Support;
using GbGateway.Tests.Watermark;
using NetVips;

namespace GbGateway.Tests.Media;

/// <summary>The watermark on the path of whole files (<c>GB-6.2</c>), in every format and kind of picture.</summary>
[Collection(nameof(Alone))]
public sealed class MarkedPictureTests
{
    private const ulong ContentId = 0x0BAD_CAFE_1234;

    private static readonly WatermarkDetector Detector = Keys.Detector(Keys.Make(1));

    private static LabelOrder Marked => Orders.Marked;

    public static TheoryData<string> Kinds => [.. TestPictures.Kinds];

    // Painted grounds are so smooth that these swallow the mark in them.
    private static readonly string[] Coarse = ["q50.jpg", "lossy.webp", "alpha.webp"];

    // Black and white have no ground that is not flat.
    private const string Flat = "bilevel.png";

    public static TheoryData<string> CoarseKinds => [.. Coarse];

    public static TheoryData<string> MarkableKinds =>
        [.. TestPictures.Kinds.Where(static kind => !kind.StartsWith("cmyk", StringComparison.Ordinal) && !Coarse.Contains(kind) && kind != Flat)];

    [Theory]
    [MemberData(nameof(MarkableKinds))]
    public void A_marked_picture_has_its_labels_and_gives_its_content_id_back(string kind)
    {
        var file = TestPictures.Make(kind, 640, 512);
        var (receipt, output) = Orders.Label(file, Marked);

        Assert.True(receipt.IsLabelled, receipt.Reason);
        Assert.Equal(WatermarkOutcome.Marked, receipt.Watermark?.Outcome);
        Assert.Equal("0badcafe1234", receipt.Watermark?.WatermarkID);
        Assert.Equal(Orders.Metadata, Assert.Single(Orders.Find(output)).Metadata);
        Assert.Equal("0badcafe1234", WatermarkReader.Read(output, Detector, MediaLimits.Default).WatermarkID);
        Assert.Null(WatermarkReader.Read(Orders.Label(file, Orders.Both).Output, Detector, MediaLimits.Default).Detection);
    }

    [Theory]
    [InlineData("rgb.png"), InlineData("rgba.png"), InlineData("gray.png"), InlineData("grayalpha.png"), InlineData("rgb16.png"), InlineData("gray16.png")]
    [InlineData("420.jpg"), InlineData("444.jpg"), InlineData("gray.jpg"), InlineData("progressive.jpg")]
    public void The_usual_PNG_and_JPEG_are_marked_without_a_decoder(string kind) =>
        Assert.Equal("recoded", Orders.Label(TestPictures.Make(kind, 640, 512), Marked).Receipt.Path);

    [Theory]
    [InlineData("cmyk.jpg"), InlineData("cmyk.tif")]
    public void A_picture_that_can_bear_no_mark_has_its_labels_all_the_same(string kind)
    {
        var (receipt, output) = Orders.Label(TestPictures.Make(kind, 640, 512), Marked);

        Assert.True(receipt.IsLabelled, receipt.Reason);
        Assert.Equal(WatermarkOutcome.Unsupported, receipt.Watermark?.Outcome);
        Assert.Equal("", receipt.Watermark?.WatermarkID);
        Assert.Single(Orders.Find(output));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_tiny_picture_is_labelled_as_if_no_mark_were_ordered_and_the_receipt_says_TooSmall(string kind)
    {
        var file = TestPictures.Make(kind, WatermarkEmbedder.MinSide + 100, WatermarkEmbedder.MinSide - 1);
        var (receipt, output) = Orders.Label(file, Marked);

        Assert.True(receipt.IsLabelled, receipt.Reason);
        Assert.Equal(WatermarkOutcome.TooSmall, receipt.Watermark?.Outcome);
        Assert.Equal(Orders.Label(file, Orders.Both).Output, output);
    }

    [Theory]
    [MemberData(nameof(CoarseKinds))]
    public void A_picture_whose_coding_swallows_the_mark_is_labelled_as_if_none_were_ordered(string kind)
    {
        var file = TestPictures.Make(kind, 640, 512);
        var (receipt, output) = Orders.Label(file, Marked);

        Assert.Equal(WatermarkOutcome.TooCoarse, receipt.Watermark?.Outcome);
        Assert.Equal("", receipt.Watermark?.WatermarkID);
        Assert.Equal(Orders.Label(file, Orders.Both).Output, output);
    }

    [Fact]
    public void A_flat_picture_is_labelled_as_if_no_mark_were_ordered_and_its_file_grows_by_the_labels_alone()
    {
        using var poster = Scenes.Poster(1024, 1024, 4).ToImage();
        using var typed = poster.Copy(interpretation: Enums.Interpretation.Srgb);
        foreach (var file in new[] { TestPictures.Make(Flat, 640, 512), typed.PngsaveBuffer(), typed.PngsaveBuffer(palette: true), typed.GifsaveBuffer(), typed.WebpsaveBuffer(lossless: true) })
        {
            var (receipt, output) = Orders.Label(file, Marked);

            Assert.Equal(WatermarkOutcome.TooFlat, receipt.Watermark?.Outcome);
            Assert.Equal("", receipt.Watermark?.WatermarkID);
            Assert.Equal(Orders.Label(file, Orders.Both).Output, output);
        }
    }

    [Theory]
    [InlineData(75, 0), InlineData(90, 0), InlineData(0, 60), InlineData(0, 80)]
    public void A_landscape_is_marked_in_lossy_files_of_everyday_quality(int jpeg, int webp)
    {
        using var image = Scenes.Landscape(1024, 1024, 1).ToImage();
        using var typed = image.Copy(interpretation: Enums.Interpretation.Srgb);
        var (receipt, output) = Orders.Label(jpeg > 0 ? typed.JpegsaveBuffer(q: jpeg) : typed.WebpsaveBuffer(q: webp, effort: 1), Marked);

        Assert.Equal(WatermarkOutcome.Marked, receipt.Watermark?.Outcome);
        Assert.Equal("0badcafe1234", WatermarkReader.Read(output, Detector, MediaLimits.Default).WatermarkID);
    }

    [Theory]
    [MemberData(nameof(MarkableKinds))]
    public void Without_an_explicit_label_the_mark_stands_alone(string kind)
    {
        var file = TestPictures.Make(kind, 640, 512);
        var (receipt, output) = Orders.Label(file, Marked with { Wording = null });

        Assert.Equal(WatermarkOutcome.Marked, receipt.Watermark?.Outcome);
        Assert.Equal("0badcafe1234", WatermarkReader.Read(output, Detector, MediaLimits.Default).WatermarkID);
        var (before, after) = (TestPictures.Decode(file), TestPictures.Decode(output));
        // A plate of the label is darker than the ground by 20 and more.
        var (difference, samples) = (0.0, 0);
        for (var y = 5; y < 45; y++)
        {
            for (var x = 5 * before.Bands; x < 60 * before.Bands && before.SampleBytes == 1 && before.Bands == after.Bands; x++, samples++)
            {
                difference += Math.Abs(before.Samples[y * before.Width * before.Bands + x] - after.Samples[y * before.Width * before.Bands + x]);
            }
        }
        Assert.True(difference <= 8.0 * samples, $"the corner changed by {difference / samples:F1} on average");
    }

    [Theory]
    [InlineData("rgb.png", 3), InlineData("rgba.png", 4), InlineData("gray.png", 1), InlineData("lossless.webp", 3), InlineData("deflate.tif", 3)]
    public void Outside_the_label_a_lossless_picture_changes_by_the_mark_alone(string kind, int bands)
    {
        var file = TestPictures.Make(kind, 640, 512);
        var expected = TestPictures.Decode(file);
        WatermarkEmbedder.Embed(new PixelBuffer(expected.Samples, 640, 512, 640 * bands, (PixelLayout)bands), Keys.Make(1), ContentId);
        var actual = TestPictures.Decode(Orders.Label(file, Marked).Output);

        Assert.Equal(expected.Samples.AsSpan(256 * 640 * bands, 256 * 640 * bands), actual.Samples.AsSpan(256 * 640 * bands, 256 * 640 * bands));
    }

    [Fact]
    public void A_sample_of_16_bits_keeps_its_lower_byte()
    {
        var file = TestPictures.Make("rgb16.png", 640, 512);
        var before = TestPictures.Decode(file).Samples;
        var after = TestPictures.Decode(Orders.Label(file, Marked).Output).Samples;

        for (var i = before.Length / 2; i < before.Length; i += 2)
        {
            Assert.Equal(before[i], after[i]); // little-endian, as decoded
        }
        Assert.False(before.AsSpan(before.Length / 2).SequenceEqual(after.AsSpan(before.Length / 2)));
    }

    [Theory]
    [InlineData("420.jpg"), InlineData("444.jpg"), InlineData("progressive.jpg")]
    public void Outside_the_label_a_JPEG_keeps_its_chroma_to_the_last_coefficient(string kind)
    {
        var file = TestPictures.Make(kind, 640, 512);
        var (before, after) = (Chroma(file), Chroma(Orders.Label(file, Marked).Output));

        Assert.Equal(before.AsSpan(before.Length / 2), after.AsSpan(before.Length / 2));

        // In Cb and Cr as decoded without conversion; the lower half of the picture, where no label is.
        static byte[] Chroma(byte[] file)
        {
            var adobe = Carriers.AddSegment(file, 0xEE, [.. "Adobe\0"u8, 100, 0, 0, 0, 0, 0]); // says RGB: nothing is converted
            using var image = Image.NewFromBuffer(StripJfif(adobe));
            using var two = image.ExtractBand(1, n: 2);
            return two.WriteToMemory<byte>();
        }
    }

    [Theory]
    [InlineData(1), InlineData(7), InlineData(41)]
    public void Restart_markers_stay_where_they_were(int interval)
    {
        using var image = TestPictures.Paint(640, 512);
        var file = image.JpegsaveBuffer(q: 85, restartInterval: interval, keep: Enums.ForeignKeep.None);
        var (receipt, output) = Orders.Label(file, Marked);

        Assert.Equal("recoded", receipt.Path);
        Assert.Equal(Restarts(file), Restarts(output));
        Assert.Equal("0badcafe1234", WatermarkReader.Read(output, Detector, MediaLimits.Default).WatermarkID);

        static int Restarts(byte[] bytes) => Enumerable.Range(0, bytes.Length - 1).Count(i => bytes[i] == 0xFF && bytes[i + 1] is >= 0xD0 and <= 0xD7);
    }

    [Fact]
    public void A_progressive_JPEG_stays_progressive()
    {
        var output = Orders.Label(TestPictures.Make("progressive.jpg", 640, 512), Marked).Output;

        Assert.True(output.AsSpan().IndexOf((ReadOnlySpan<byte>)[0xFF, 0xC2]) > 0);
    }

    [Fact]
    public void Every_frame_of_an_animation_is_marked()
    {
        using var first = TestPictures.Paint(480, 400);
        using var second = first.FlipHor();
        using var tall = Image.Arrayjoin([first, second], across: 1).Mutate(static image => image.Set(GValue.GIntType, "page-height", 400));
        var (receipt, output) = Orders.Label(tall.WebpsaveBuffer(lossless: true, effort: 0), Marked);

        Assert.Equal(WatermarkOutcome.Marked, receipt.Watermark?.Outcome);
        using var last = Image.WebploadBuffer(output, page: 1);
        Assert.Equal("0badcafe1234", WatermarkReader.Read(last.PngsaveBuffer(), Detector, MediaLimits.Default).WatermarkID);
    }

    [Theory]
    [InlineData("rgb.png"), InlineData("420.jpg"), InlineData("progressive.jpg")]
    public void A_turned_picture_is_marked_and_its_label_stands_upright(string kind)
    {
        var file = TestPictures.Make(kind, 640, 512);
        var exif = Carriers.Exif(true, 6, null, null);
        file = kind.EndsWith("jpg", StringComparison.Ordinal) ? Carriers.AddSegment(file, 0xE1, [.. "Exif\0\0"u8, .. exif]) : Carriers.AddChunk(file, "eXIf", exif);
        var (receipt, output) = Orders.Label(file, Marked);

        Assert.Equal(WatermarkOutcome.Marked, receipt.Watermark?.Outcome);
        Assert.Equal("0badcafe1234", WatermarkReader.Read(output, Detector, MediaLimits.Default).WatermarkID);
        var (marked, bare) = (TestPictures.Decode(output, upright: true), TestPictures.Decode(Orders.Label(file, Orders.Both).Output, upright: true));
        var box = 40 * bare.Width * bare.Bands;
        var difference = marked.Samples.Take(box).Zip(bare.Samples.Take(box), static (a, b) => Math.Abs(a - b)).Average();
        Assert.InRange(difference, 0, 4); // the label is the same label, the mark lies under it
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_marked_file_cut_anywhere_is_a_receipt(string kind)
    {
        var file = TestPictures.Make(kind, 256, 200);
        for (var length = 0; length < file.Length; length += Math.Max(1, file.Length / 29))
        {
            Assert.False(Orders.Label(file[..length], Marked).Receipt.IsLabelled, $"{kind} cut at {length} of {file.Length} was labelled");
        }
    }

    [Theory]
    [InlineData("rgb.png"), InlineData("rgba.png"), InlineData("420.jpg"), InlineData("progressive.jpg"), InlineData("lossy.webp")]
    public void Changed_bytes_give_a_receipt_or_a_file_with_one_label(string kind)
    {
        var file = TestPictures.Make(kind, 200, 200);
        var random = new Random(11);
        for (var round = 0; round < 150; round++)
        {
            var broken = file.ToArray();
            for (var i = 0; i <= round % 4; i++)
            {
                broken[random.Next(round % 3 != 0 ? broken.Length : Math.Min(broken.Length, 200))] = (byte)random.Next(256);
            }
            var (receipt, output) = Orders.Label(broken, Marked);
            if (receipt.IsLabelled)
            {
                Assert.Equal(Orders.Metadata, Assert.Single(Orders.Find(output)).Metadata);
            }
        }
    }

    [Theory]
    [InlineData("rgb.png"), InlineData("420.jpg"), InlineData("progressive.jpg")]
    public void A_marked_picture_is_the_same_every_time(string kind)
    {
        var file = TestPictures.Make(kind, 640, 512);

        Assert.Equal(Orders.Label(file, Marked).Output, Orders.Label(file, Marked).Output);
    }

    [Theory]
    [InlineData("rgb.png"), InlineData("rgba.png"), InlineData("420.jpg"), InlineData("progressive.jpg")]
    public void Marking_allocates_a_kilobyte_at_most(string kind)
    {
        var file = TestPictures.Make(kind, 640, 512);
        var output = new ArrayBufferWriter<byte>(4 << 20);
        var least = long.MaxValue;
        for (var round = 0; round < 20; round++)
        {
            output.ResetWrittenCount();
            var before = GC.GetAllocatedBytesForCurrentThread();
            MediaLabeler.WriteLabels(file, Marked, output);
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }
        Assert.InRange(least, 0, 1024);
    }

    [SkippableTheory]
    [InlineData("kodak/kodim05.png"), InlineData("ai-open/k04_dreambooth_ktxl_test_image.png"), InlineData("ai-open/k10_ipadapter_asset_1_mj_cw_result.png")]
    public void A_marked_PNG_of_the_fixtures_grows_by_a_tenth_at_most(string name)
    {
        var path = Path.Combine(PictureSet.FixturesFolder() ?? "", "images", name);
        Skip.IfNot(File.Exists(path), $"shared/fixtures/images/{name} isn't on this machine");
        var file = File.ReadAllBytes(path);
        var (receipt, output) = Orders.Label(file, Marked);

        Assert.Equal("recoded", receipt.Path);
        Assert.InRange(output.Length, 0, file.Length * 1.1);
        Assert.Equal("0badcafe1234", WatermarkReader.Read(output, Detector, MediaLimits.Default).WatermarkID);
    }

    [SkippableTheory]
    [InlineData("jpeg-kinds"), InlineData("jpeg-fuzz"), InlineData("pngsuite"), InlineData("png-fuzz"), InlineData("pillow"), InlineData("image-rs")]
    public void Files_nobody_here_made_are_read_to_their_end_or_declined(string folder)
    {
        Skip.If(Fixtures.Root is null, "the folder shared/fixtures is not here");
        var (marked, declined) = (0, 0);
        var output = new ArrayBufferWriter<byte>(1 << 20);
        foreach (var path in Fixtures.Files($"images/{folder}"))
        {
            var file = File.ReadAllBytes(path);
            output.ResetWrittenCount();
            // Small pictures end before the mark; their files have been read wholly by then.
            var reason = MediaFormats.Detect(file.AsSpan(0, Math.Min(32, file.Length)))?.Name switch
            {
                "jpeg" => WholeSurgeon.Mark(file, null, Marked.Watermark!, [], output, out _),
                "png" => PngRecoder.Write(file, null, Marked.Watermark!, output, out _),
                _ => "another format",
            };
            (marked, declined) = reason is null ? (marked + 1, declined) : (marked, declined + 1);
            Assert.NotEqual("", reason);
        }
        Assert.True(marked + declined > 0, "no file was there");
    }

    [Fact]
    public void A_picture_to_be_marked_is_not_streamed() =>
        Assert.All(MediaFormats.All, static format => Assert.Null(format.OpenStream(Marked, 1 << 20)));

    [Fact]
    public void What_is_no_picture_is_a_reason_and_never_an_exception()
    {
        Assert.NotNull(WatermarkReader.Read(new byte[] { 1, 2, 3 }, Detector, MediaLimits.Default).Reason);
        Assert.NotNull(WatermarkReader.Read(TestPictures.Make("rgb.png")[..200], Detector, MediaLimits.Default).Reason);
        Assert.NotNull(WatermarkReader.Read(TestPictures.Make("rgb.png"), Detector, new MediaLimits(1 << 20, 100, 1)).Reason);
    }

    private static byte[] StripJfif(byte[] file) => file[2..4] is [0xFF, 0xE0] ? [.. file[..2], .. file[(4 + (file[4] << 8 | file[5]))..]] : file;
}
