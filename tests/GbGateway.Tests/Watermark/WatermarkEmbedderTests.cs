using GbGateway.Benchmarks.Watermark.Attacks;
using GbGateway.Labels.Watermark;
using GbGateway.Tests.Support;

namespace GbGateway.Tests.Watermark;

[Collection(nameof(Alone))]
public sealed class WatermarkEmbedderTests
{
    [Theory]
    [InlineData("landscape")]
    [InlineData("leaves")]
    [InlineData("portrait")]
    [InlineData("poster")]
    public void A_marked_picture_keeps_all_three_limits_and_the_receipt_foretells_them(string scene)
    {
        var picture = Scene(scene, 512, 384);
        var marked = picture.Copy();

        var receipt = WatermarkEmbedder.Embed(marked.Buffer, Keys.Make(1), 42);

        Assert.Equal(WatermarkOutcome.Marked, receipt.Outcome);
        var (psnr, ssim) = (PictureQuality.Psnr(picture, marked), PictureQuality.Ssim(picture, marked));
        Assert.InRange(psnr, WatermarkStrength.Standard.SmallPsnr - 0.3, 60);
        Assert.InRange(ssim, WatermarkStrength.Standard.Ssim - 0.004, 1);
        // Rounding to whole steps adds a twelfth of a step's square: up to 1 dB where the mark itself is faint.
        Assert.InRange(psnr - receipt.Psnr, -1.2, 0.6);
        Assert.InRange(ssim - receipt.Ssim, -0.006, 0.006);
    }

    [Fact]
    public void Between_letters_the_mark_is_as_faint_as_on_bare_paper()
    {
        var gray = new byte[512 * 512];
        Array.Fill(gray, (byte)240);
        for (var y = 64; y < 448; y++)
        {
            for (var x = 64; x < 448; x++)
            {
                // Strokes of 2 pixels, 2 to 6 apart, in lines of 8 with 5 between.
                gray[y * 512 + x] = y % 13 < 8 && (x % 7 < 2 || (x + y) % 11 < 2) ? (byte)25 : (byte)240;
            }
        }
        var marked = (byte[])gray.Clone();

        WatermarkEmbedder.Embed(new PixelBuffer(marked, 512, 512, 512, PixelLayout.Gray), Keys.Make(1), 42);

        var most = 0;
        for (var i = 0; i < gray.Length; i++)
        {
            most = Math.Max(most, gray[i] == 240 ? Math.Abs(marked[i] - gray[i]) : 0);
        }
        Assert.InRange(most, 1, 3);
    }

    [Fact]
    public void Flat_ground_and_what_stands_on_it_are_left_alone_to_the_bit_and_the_receipt_says_so()
    {
        foreach (var picture in new[] { Scenes.Poster(1024, 1024, 4), Page(512), Bands(), PhotoOnPage(304) })
        {
            var marked = picture.Copy();

            var receipt = WatermarkEmbedder.Embed(marked.Buffer, Keys.Make(1), 42);

            Assert.Equal(new WatermarkReceipt(WatermarkOutcome.TooFlat, 3, 0, 0, 0), receipt);
            Assert.Equal(picture.Rgb, marked.Rgb);
        }
    }

    [Theory]
    [InlineData(376)]
    [InlineData(464)]
    public void Beside_flat_ground_the_mark_is_in_the_texture_alone_and_read_back(int edge)
    {
        var page = PhotoOnPage(edge);
        var marked = page.Copy();

        Assert.Equal(WatermarkOutcome.Marked, WatermarkEmbedder.Embed(marked.Buffer, Keys.Make(1), 42).Outcome);

        for (var y = 0; y < 768; y++)
        {
            var from = (y * 768 + (y < edge ? edge : 0)) * 3;
            var rest = ((y + 1) * 768 * 3) - from;
            Assert.True(page.Rgb.AsSpan(from, rest).SequenceEqual(marked.Rgb.AsSpan(from, rest)), $"row {y} changed");
        }
        Assert.Equal(42UL, Keys.Detector(Keys.Make(1)).Detect(marked.View)?.Payload.ContentId);
    }

    [Theory]
    [InlineData(191, 4000)]
    [InlineData(4000, 191)]
    [InlineData(1, 1)]
    public void A_picture_under_the_floor_is_left_alone_and_the_receipt_says_so(int width, int height)
    {
        var gray = new byte[width * height];

        var receipt = WatermarkEmbedder.Embed(new PixelBuffer(gray, width, height, width, PixelLayout.Gray), Keys.Make(1), 42);

        Assert.Equal(new WatermarkReceipt(WatermarkOutcome.TooSmall, 3, 0, 0, 0), receipt);
        Assert.All(gray, static value => Assert.Equal(0, value));
    }

    [Theory]
    [InlineData(PixelLayout.Rgba)]
    [InlineData(PixelLayout.GrayAlpha)]
    public void Alpha_and_pixels_nobody_sees_stay_as_they_are(PixelLayout layout)
    {
        const int Side = 203;
        var samples = (int)layout;
        var picture = new byte[Side * Side * samples];
        new Random(1).NextBytes(picture);
        for (var i = samples - 1; i < picture.Length; i += samples)
        {
            picture[i] = (i / samples % 3) switch { 0 => 0, 1 => 255, _ => picture[i] };
        }
        var before = (byte[])picture.Clone();

        WatermarkEmbedder.Embed(new PixelBuffer(picture, Side, Side, Side * samples, layout), Keys.Make(1), 42);

        var changed = 0;
        for (var i = 0; i < picture.Length; i += samples)
        {
            Assert.Equal(before[i + samples - 1], picture[i + samples - 1]);
            if (before[i + samples - 1] == 0)
            {
                Assert.Equal(before.AsSpan(i, samples), picture.AsSpan(i, samples));
            }
            changed += before[i] != picture[i] ? 1 : 0;
        }
        Assert.InRange(changed, Side * Side / 6, Side * Side);
    }

    [Theory]
    [InlineData(PixelLayout.Gray)]
    [InlineData(PixelLayout.GrayAlpha)]
    [InlineData(PixelLayout.Rgb)]
    [InlineData(PixelLayout.Rgba)]
    public void Bytes_between_the_rows_and_after_the_last_stay_as_they_are(PixelLayout layout)
    {
        const int Width = 229, Height = 197;
        var (row, stride) = (Width * (int)layout, Width * (int)layout + 13);
        var wide = new byte[stride * Height + 50];
        new Random(2).NextBytes(wide);
        var before = (byte[])wide.Clone();
        var tight = new byte[row * Height];
        for (var y = 0; y < Height; y++)
        {
            wide.AsSpan(y * stride, row).CopyTo(tight.AsSpan(y * row));
        }

        WatermarkEmbedder.Embed(new PixelBuffer(wide, Width, Height, stride, layout), Keys.Make(1), 42);
        WatermarkEmbedder.Embed(new PixelBuffer(tight, Width, Height, row, layout), Keys.Make(1), 42);

        for (var y = 0; y < Height; y++)
        {
            Assert.Equal(tight.AsSpan(y * row, row), wide.AsSpan(y * stride, row));
            Assert.Equal(before.AsSpan(y * stride + row, 13), wide.AsSpan(y * stride + row, 13));
        }
        Assert.Equal(before.AsSpan(stride * Height), wide.AsSpan(stride * Height));
    }

    [Fact]
    public void Marking_a_picture_allocates_no_more_than_a_kilobyte()
    {
        var picture = Scene("landscape", 640, 480);
        var key = Keys.Make(1);
        WatermarkEmbedder.Embed(picture.Buffer, key, 42);

        var before = GC.GetAllocatedBytesForCurrentThread();
        WatermarkEmbedder.Embed(picture.Buffer, key, 42);

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1024);
    }

    [Fact]
    public void A_buffer_that_can_not_hold_its_rows_is_the_callers_mistake()
    {
        Assert.Throws<ArgumentException>(static () => new PixelBuffer(new byte[299], 10, 10, 30, PixelLayout.Rgb));
        Assert.Throws<ArgumentException>(static () => new PixelBuffer(new byte[3000], 10, 10, 29, PixelLayout.Rgb));
        Assert.Throws<ArgumentOutOfRangeException>(static () => new PixelBuffer(new byte[3000], 0, 10, 30, PixelLayout.Rgb));
        Assert.Throws<ArgumentOutOfRangeException>(static () => new PixelView(new byte[3000], 10, 10, 100, (PixelLayout)5));
        Assert.Throws<ArgumentException>(static () => new PixelView(new byte[3000], int.MaxValue, int.MaxValue, int.MaxValue, PixelLayout.Rgba));
    }

    [Fact]
    public void A_strength_out_of_range_and_a_content_id_over_48_bits_are_the_callers_mistake()
    {
        Assert.Throws<ArgumentException>(static () => Mark(1, new WatermarkStrength(30, 43, 0.6, 0.98)));
        Assert.Throws<ArgumentException>(static () => Mark(1, new WatermarkStrength(45, 43, double.NaN, 0.98)));
        Assert.Throws<ArgumentOutOfRangeException>(static () => Mark(1UL << 48, WatermarkStrength.Standard));

        static void Mark(ulong id, WatermarkStrength strength) =>
            WatermarkEmbedder.Embed(new PixelBuffer(new byte[90_000], 300, 300, 300, PixelLayout.Gray), Keys.Make(1), id, strength);
    }

    /// <summary>Texture of so many pixels a side in a corner of a bare page.</summary>
    private static Picture PhotoOnPage(int edge)
    {
        var (page, photo) = (Page(768), Scene("leaves", 768, 768));
        for (var y = 0; y < edge; y++)
        {
            photo.Rgb.AsSpan(y * 768 * 3, edge * 3).CopyTo(page.Rgb.AsSpan(y * 768 * 3));
        }
        return page;
    }

    private static Picture Page(int side)
    {
        var page = Scenes.Poster(side, side, 1);
        page.Rgb.AsSpan().Fill(240);
        return page;
    }

    /// <summary>A slow gradient: bands of one colour, 24 pixels and more each.</summary>
    private static Picture Bands()
    {
        var page = Page(512);
        for (var y = 0; y < 512; y++)
        {
            page.Rgb.AsSpan(y * 512 * 3, 512 * 3).Fill((byte)(100 + y / 24));
        }
        return page;
    }

    internal static Picture Scene(string name, int width, int height) => name switch
    {
        "landscape" => Scenes.Landscape(width, height, 11),
        "leaves" => Scenes.Leaves(width, height, 12),
        "portrait" => Scenes.Portrait(width, height, 13),
        _ => Scenes.Poster(width, height, 14),
    };
}
