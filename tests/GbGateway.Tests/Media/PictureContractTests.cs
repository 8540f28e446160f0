using GbGateway.Labels;
using GbGateway.Labels.Explicit;
using GbGateway.Labels.Media;

namespace GbGateway.Tests.Media;

/// <summary>What every picture format promises, on every kind of picture it has.</summary>
public sealed class PictureContractTests
{
    public static TheoryData<string> Kinds => [.. TestPictures.Kinds];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_labelled_picture_holds_exactly_the_ordered_metadata(string kind)
    {
        var (receipt, output) = Orders.Label(TestPictures.Make(kind), Orders.Both);

        Assert.True(receipt.IsLabelled, receipt.Reason);
        Assert.Equal((320, 256), (receipt.Width, receipt.Height));
        Assert.Equal(Orders.Metadata, Assert.Single(Orders.Find(output)).Metadata);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Labelling_twice_leaves_one_label_and_tells_the_first(string kind)
    {
        var (_, once) = Orders.Label(TestPictures.Make(kind), Orders.Both with { Metadata = Orders.Other });
        var (receipt, twice) = Orders.Label(once, Orders.MetadataOnly);

        Assert.Equal("metadata", receipt.Path);
        Assert.Equal(Orders.Other, receipt.UpstreamLabel);
        Assert.Equal(Orders.Metadata, Assert.Single(Orders.Find(twice)).Metadata);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Metadata_alone_changes_no_sample(string kind)
    {
        var file = TestPictures.Make(kind);
        var (receipt, output) = Orders.Label(file, Orders.MetadataOnly);

        Assert.Equal("metadata", receipt.Path);
        Assert.Equal(TestPictures.Decode(file).Samples, TestPictures.Decode(output).Samples);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void The_stamp_is_blended_where_it_stands_and_nowhere_else(string kind)
    {
        var file = TestPictures.Make(kind);
        var before = TestPictures.Decode(file);
        var (_, output) = Orders.Label(file, Orders.Both);
        var after = TestPictures.Decode(output);
        var placed = PlacedStamp.For("AI生成", LabelPosition.TopLeft, new MediaFacts(before.Width, before.Height));

        Assert.Equal((before.Width, before.Height, before.SampleBytes), (after.Width, after.Height, after.SampleBytes));
        Assert.Equal(before.Bands, after.Bands);
        var exact = kind.EndsWith(".png", StringComparison.Ordinal) || kind.EndsWith(".tif", StringComparison.Ordinal) || kind.StartsWith("lossless", StringComparison.Ordinal);
        // A lossy codec spreads an edge over its block (16 pixels with halved chroma) and re-quantises the rest.
        // Two levels can only come within half of one of the ideal.
        var (reach, outside, inside) = kind == "bilevel.png" ? (0, 0.0, 128.0) : exact ? (0, 0.0, 1.0) : (16, 7.0, 16.0);
        var errors = PictureDifference.Measure(before, after, placed, reach, kind.StartsWith("cmyk", StringComparison.Ordinal));
        Assert.InRange(errors.Outside, 0, outside);
        Assert.InRange(errors.Inside, 0, inside);
        Assert.True(errors.Changed > 20, $"the box changed by {errors.Changed} on average only");
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_file_cut_anywhere_is_a_receipt(string kind)
    {
        var file = TestPictures.Make(kind, 64, 48);
        for (var length = 0; length < file.Length; length += Math.Max(1, file.Length / 97))
        {
            var (receipt, _) = Orders.Label(file[..length], Orders.Both);

            Assert.False(receipt.IsLabelled, $"{kind} cut at {length} of {file.Length} was labelled");
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Changed_bytes_give_a_receipt_or_a_file_with_one_label(string kind)
    {
        var file = TestPictures.Make(kind, 48, 32);
        var random = new Random(7);
        for (var round = 0; round < 60; round++)
        {
            var broken = file.ToArray();
            for (var i = 0; i <= round % 4; i++)
            {
                // Headers are where lengths and counts live: most changes go there.
                broken[random.Next(round % 3 == 0 ? broken.Length : Math.Min(broken.Length, 200))] = (byte)random.Next(256);
            }
            foreach (var order in new[] { Orders.Both, Orders.MetadataOnly })
            {
                var (receipt, output) = Orders.Label(broken, order);
                if (receipt.IsLabelled)
                {
                    Assert.Equal(Orders.Metadata, Assert.Single(Orders.Find(output)).Metadata);
                }
            }
        }
    }

    [Theory]
    [InlineData("rgb.png")]
    [InlineData("420.jpg")]
    [InlineData("lossy.webp")]
    public void A_picture_over_a_cap_is_refused_from_its_header(string kind)
    {
        var file = TestPictures.Make(kind);

        Assert.Equal(LabelOutcome.TooLarge, Orders.Label(file, Orders.Both with { Limits = new MediaLimits(file.Length - 1, 1 << 20, 1) }).Receipt.Outcome);
        Assert.Equal(LabelOutcome.TooLarge, Orders.Label(file, Orders.Both with { Limits = new MediaLimits(1 << 20, 320 * 256 - 1, 1) }).Receipt.Outcome);
    }

    [Theory]
    [InlineData("rgb.png")]
    [InlineData("444.jpg")]
    [InlineData("lossy.webp")]
    public void Pictures_down_to_one_pixel_are_labelled(string kind)
    {
        foreach (var (width, height) in new[] { (1, 1), (2, 1), (1, 40), (7, 7), (16, 3), (33, 20), (400, 5) })
        {
            var (receipt, output) = Orders.Label(TestPictures.Make(kind, width, height), Orders.Both);

            Assert.True(receipt.IsLabelled, $"{width} x {height}: {receipt.Reason}");
            Assert.Single(Orders.Find(output));
        }
    }

    [Theory]
    [InlineData("444.jpg", 3)]
    [InlineData("444.jpg", 6)]
    [InlineData("444.jpg", 8)]
    [InlineData("lossy.webp", 5)]
    public void A_picture_with_an_orientation_shows_its_label_upright_at_the_top_left(string kind, int orientation)
    {
        var exif = Carriers.Exif(true, orientation, null, null);
        var file = TestPictures.Make(kind);
        file = kind.EndsWith("jpg", StringComparison.Ordinal) ? Carriers.AddSegment(file, 0xE1, [.. "Exif\0\0"u8, .. exif])
            : Carriers.AddRiff(file, "EXIF", exif, 8, 320, 256);
        var (receipt, output) = Orders.Label(file, Orders.Both);
        Assert.True(receipt.IsLabelled, receipt.Reason);

        // libvips turns both as its EXIF says; the upright stamp must lie where it lies on an unturned picture.
        var before = TestPictures.Decode(file, upright: true);
        var after = TestPictures.Decode(output, upright: true);
        var placed = PlacedStamp.For("AI生成", LabelPosition.TopLeft, new MediaFacts(before.Width, before.Height));
        Assert.Equal(orientation >= 5, before.Width == 256);
        var errors = PictureDifference.Measure(before, after, placed, 16, false);
        Assert.InRange(errors.Inside, 0, 16);
        Assert.InRange(errors.Outside, 0, 7);
        Assert.True(errors.Changed > 20);
    }
}
