using System.Buffers;
using System.Diagnostics;
using System.Reflection;
using GbGateway.Labels;
using GbGateway.Labels.Explicit;
using GbGateway.Labels.Media;
using GbGateway.Tests.Explicit;
using GbGateway.Tests.Support;

namespace GbGateway.Tests.Media;

/// <summary>The surgical writers behind the formats: which pictures they take, what the receipt says, what it costs.</summary>
[Collection(nameof(Alone))]
public sealed class SurgicalPathTests
{
    /// <summary>Managed bytes of one picture: the container's survey, the receipt, and what a stream keeps between pieces.</summary>
    private const long MaxAllocated = 1024;

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
    [InlineData("progressive.jpg")]
    [InlineData("q50.jpg")]
    [InlineData("lossy.webp")]
    public void Common_pictures_take_the_surgical_path(string kind)
    {
        var (receipt, _) = Orders.Label(TestPictures.Make(kind), Orders.Both);

        Assert.Equal(("surgical", null), (receipt.Path, receipt.FallbackReason));
    }

    [Theory]
    [InlineData("palette.png")]
    [InlineData("interlaced.png")]
    [InlineData("cmyk.jpg")]
    public void Other_pictures_are_decoded_and_the_receipt_says_why(string kind)
    {
        var (receipt, _) = Orders.Label(TestPictures.Make(kind), Orders.Both);

        Assert.Equal("transcode", receipt.Path);
        Assert.False(string.IsNullOrEmpty(receipt.FallbackReason));
    }

    [Theory]
    [InlineData("rgba.png")]
    [InlineData("grayalpha.png")]
    [InlineData("alpha.webp")]
    [InlineData("losslessalpha.webp")]
    public void A_label_over_transparent_pixels_shows_as_over_opaque_ones(string kind)
    {
        // TestPictures' alpha is 0 at the left edge: the plate's first columns stand on nothing.
        var (receipt, output) = Orders.Label(TestPictures.Make(kind), Orders.Both);
        Assert.True(receipt.IsLabelled, receipt.Reason);
        var after = TestPictures.Decode(output);
        var placed = PlacedStamp.For("AI生成", LabelPosition.TopLeft, new MediaFacts(after.Width, after.Height));
        for (var y = 0; y < placed.Stamp.Height; y++)
        {
            for (var x = 0; x < 3; x++)
            {
                var alpha = after.Samples[((placed.Y + y) * after.Width + placed.X + x) * after.Bands + after.Bands - 1];
                Assert.True(alpha >= placed.Stamp.Alpha[y * placed.Stamp.Width + x] - 1, $"{x},{y}: {alpha}");
            }
        }
    }

    [Theory]
    [InlineData("rgb.png")]
    [InlineData("palette.png")]
    public void The_label_is_drawn_with_the_ordered_font(string kind)
    {
        Assert.True(LabelFont.TryOpen(OtfFont.Spaced(), out var font, out _));
        var file = TestPictures.Make(kind, 400, 300);
        var order = Orders.Both with { Font = font };
        var (_, output) = Orders.Label(file, order);
        var (before, after) = (TestPictures.Decode(file), TestPictures.Decode(output));
        var placed = PlacedStamp.For("AI生成", LabelPosition.TopLeft, new MediaFacts(before.Width, before.Height), font);

        Assert.True(placed.Stamp.Width > PlacedStamp.For("AI生成", LabelPosition.TopLeft, new MediaFacts(before.Width, before.Height)).Stamp.Width + 20);
        var errors = PictureDifference.Measure(before, after, placed, 0, isCmyk: false);
        Assert.Equal(0, errors.Outside);
        Assert.InRange(errors.Inside, 0, 1);
    }

    [Theory]
    [InlineData("rgb.png")]
    [InlineData("444.jpg")]
    public void An_arriving_picture_is_labelled_with_the_ordered_font_too(string kind)
    {
        Assert.True(LabelFont.TryOpen(OtfFont.Spaced(), out var font, out _));
        var file = TestPictures.Make(kind, 400, 300);
        var order = Orders.Both with { Font = font };
        using var stream = MediaFormats.Detect(file)!.OpenStream(order, int.MaxValue)!;
        var output = new ArrayBufferWriter<byte>();
        stream.Push(file, output);

        Assert.True(stream.TryFinish());
        Assert.Equal(Orders.Label(file, order).Output, output.WrittenSpan.ToArray());
        Assert.NotEqual(Orders.Label(file, Orders.Both).Output, output.WrittenSpan.ToArray());
    }

    [SkippableTheory]
    [InlineData("rgb.png", 1)]
    [InlineData("rgba.png", 1)]
    [InlineData("420.jpg", 1)]
    [InlineData("progressive.jpg", 1)]
    [InlineData("444.jpg", 6)]
    [InlineData("lossy.webp", 1)]
    public void A_steady_stream_of_pictures_allocates_next_to_nothing(string kind, int orientation)
    {
        var file = Bare(kind, orientation);
        var output = new ArrayBufferWriter<byte>(2 * file.Length + 65536);
        AssertSteady(kind, () =>
        {
            output.ResetWrittenCount();
            return MediaLabeler.WriteLabels(file, Orders.Both, output).Path;
        });
    }

    [SkippableTheory]
    [InlineData("rgb.png", 1)]
    [InlineData("gray.png", 1)]
    [InlineData("420.jpg", 1)]
    [InlineData("444.jpg", 6)]
    public void A_steady_stream_of_arriving_pictures_allocates_next_to_nothing(string kind, int orientation)
    {
        var file = Bare(kind, orientation);
        var format = MediaFormats.Detect(file)!;
        var output = new ArrayBufferWriter<byte>(2 * file.Length + 65536);
        AssertSteady(kind, () =>
        {
            output.ResetWrittenCount();
            using var stream = format.OpenStream(Orders.Both, int.MaxValue)!;
            for (var at = 0; at < file.Length; at += 16384)
            {
                stream.Push(file.AsSpan(at, Math.Min(16384, file.Length - at)), output);
            }
            return stream.TryFinish() ? stream.Receipt.Path : stream.Reason!;
        });
    }

    // What a model's API returns: no metadata. Each text chunk costs its reading.
    private static byte[] Bare(string kind, int orientation)
    {
        using var picture = NetVips.Image.NewFromBuffer(TestPictures.Make(kind));
        const NetVips.Enums.ForeignKeep None = NetVips.Enums.ForeignKeep.None;
        var file = kind switch
        {
            _ when kind.EndsWith("png", StringComparison.Ordinal) => picture.PngsaveBuffer(keep: None),
            _ when kind.EndsWith("webp", StringComparison.Ordinal) => picture.WebpsaveBuffer(q: 85, keep: None),
            _ => picture.JpegsaveBuffer(q: 85, interlace: kind == "progressive.jpg", keep: None),
        };
        return orientation > 1 ? Carriers.AddSegment(file, 0xE1, [.. "Exif\0\0"u8, .. Carriers.Exif(true, orientation, null, null)]) : file;
    }

    private static void AssertSteady(string kind, Func<string> label)
    {
        Skip.If(
            typeof(MediaLabeler).Assembly.GetCustomAttribute<DebuggableAttribute>()?.IsJITOptimizerDisabled == true,
            "asserted on optimised code only: short-lived objects stay on the stack there");
        // The least of some rounds counts: other tests may hold the pooled buffers meanwhile, and code is optimised after its first calls.
        var least = long.MaxValue;
        for (var round = 0; round < 20_000 && least > MaxAllocated; round++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            var path = label();
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
            Assert.Equal("surgical", path);
        }
        Assert.True(least <= MaxAllocated, $"{kind}: {least} bytes");
    }

    [Theory]
    [InlineData(ContentCredentials.Drop)]
    [InlineData(ContentCredentials.Keep)]
    public void Both_ways_of_writing_a_png_put_the_same_chunks_around_the_pixels(ContentCredentials policy)
    {
        var file = Carriers.AddChunk(TestPictures.Make("rgb.png"), "caBX", new byte[40]);
        file = Carriers.AddChunk(file, "iDOT", new byte[28]);
        file = Carriers.AddChunk(file, "iTXt", [.. "XML:com.adobe.xmp\0\0\0\0\0"u8, .. Carriers.Xmp(Carriers.Inner)]);
        file = Carriers.AddChunk(file, "tIME", new byte[7], "IEND");
        var order = Orders.Both with { ContentCredentials = policy };
        var surgical = Orders.Label(file, order);
        var metadata = Orders.Label(file, order with { Wording = null });

        Assert.Equal(("surgical", "metadata"), (surgical.Receipt.Path, metadata.Receipt.Path));
        Assert.Equal(NamesOf(metadata.Output), NamesOf(surgical.Output));
        Assert.Equal(policy == ContentCredentials.Keep, NamesOf(surgical.Output).Contains("caBX"));
        Assert.DoesNotContain("iDOT", NamesOf(surgical.Output));
    }

    private static List<string> NamesOf(byte[] png)
    {
        var names = new List<string>();
        for (var at = 8; at < png.Length; at += 12 + System.Buffers.Binary.BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(at)))
        {
            var name = System.Text.Encoding.ASCII.GetString(png, at + 4, 4);
            if (name != "IDAT" || names[^1] != "IDAT")
            {
                names.Add(name);
            }
        }
        return names;
    }
}
