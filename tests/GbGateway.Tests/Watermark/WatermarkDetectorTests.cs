using GbGateway.Benchmarks.Watermark.Attacks;
using GbGateway.Labels.Watermark;

namespace GbGateway.Tests.Watermark;

public sealed class WatermarkDetectorTests
{
    private const ulong ContentId = 0x00C0_FFEE_F00D;

    [Theory]
    [InlineData(256, 256, 1)]
    [InlineData(333, 517, 2)]
    [InlineData(768, 512, 3)]
    [InlineData(1024, 1024, 4)]
    [InlineData(1281, 725, 5)]
    [InlineData(300, 1500, 6)]
    [InlineData(2048, 1536, 7)]
    [InlineData(4096, 2160, 8)]
    public void A_mark_comes_back_at_every_size_with_any_key(int width, int height, int seed)
    {
        var picture = Scenes.Landscape(width, height, seed);
        WatermarkEmbedder.Embed(picture.Buffer, Keys.Make(seed, seed), ContentId + (ulong)seed);

        var found = Keys.Detector(Keys.Make(seed, seed)).Detect(picture.View);

        Assert.NotNull(found);
        Assert.Equal(new WatermarkPayload(ContentId + (ulong)seed, seed, Tile.PeriodFor(width, height)), found.Payload);
        Assert.InRange(found.Scale, 0.99, 1.01);
        Assert.False(found.Flipped);
        Assert.Equal(0, found.QuarterTurns);
    }

    [Fact]
    public void Another_key_finds_nothing_and_neither_does_the_right_one_in_an_unmarked_picture()
    {
        var picture = Scenes.Landscape(512, 512, 1);
        var key = Keys.Make(1);
        Assert.Null(Keys.Detector(key).Detect(picture.View));

        WatermarkEmbedder.Embed(picture.Buffer, key, ContentId);

        for (var seed = 2; seed < 6; seed++)
        {
            Assert.Null(Keys.Detector(Keys.Make(seed)).Detect(picture.View));
        }
        Assert.NotNull(Keys.Detector(key).Detect(picture.View));
    }

    [Fact]
    public void A_picture_marked_before_a_rotation_of_keys_is_still_read()
    {
        var picture = Scenes.Landscape(512, 512, 1);
        WatermarkEmbedder.Embed(picture.Buffer, Keys.Make(1, 1), ContentId);

        var found = Keys.Detector(Keys.Make(2, 2), Keys.Make(3, 3), Keys.Make(1, 1)).Detect(picture.View);

        Assert.Equal(1, found?.Payload.KeyId);
    }

    [Theory]
    [InlineData(PixelLayout.Gray)]
    [InlineData(PixelLayout.GrayAlpha)]
    [InlineData(PixelLayout.Rgba)]
    public void Gray_and_transparent_pictures_carry_the_mark_too(PixelLayout layout)
    {
        var (rgb, samples) = (Scenes.Landscape(640, 512, 1), (int)layout);
        var picture = new byte[640 * 512 * samples];
        for (var i = 0; i < 640 * 512; i++)
        {
            rgb.Rgb.AsSpan(3 * i, Math.Min(3, samples)).CopyTo(picture.AsSpan(i * samples));
            if (layout != PixelLayout.Gray)
            {
                // A soft-edged hole.
                picture[i * samples + samples - 1] = (byte)Math.Clamp(Math.Abs(i % 640 - 320) * 2 - 60, 0, 255);
            }
        }
        WatermarkEmbedder.Embed(new PixelBuffer(picture, 640, 512, 640 * samples, layout), Keys.Make(1), ContentId);

        var found = Keys.Detector(Keys.Make(1)).Detect(new PixelView(picture, 640, 512, 640 * samples, layout));

        Assert.Equal(ContentId, found?.Payload.ContentId);
    }

    [Fact]
    public void The_detector_tells_scale_and_aspect()
    {
        var found = DetectAfter(AttackSteps.Scale(0.6));
        Assert.InRange(found.Scale, 0.595, 0.605);

        found = DetectAfter(AttackSteps.Aspect(1.1, 0.95));
        Assert.InRange(found.Aspect, 1.1 / 0.95 - 0.01, 1.1 / 0.95 + 0.01);
        Assert.InRange(found.Scale, 1.015, 1.03);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(-4)]
    public void The_detector_tells_the_rotation(int degrees)
    {
        var found = DetectAfter(AttackSteps.Rotate(degrees));

        Assert.InRange(found.Rotation, degrees - 0.2, degrees + 0.2);
        Assert.Equal(0, found.QuarterTurns);
    }

    [Fact]
    public void The_detector_tells_flips_and_quarter_turns()
    {
        Assert.Equal((true, 0), Pose(DetectAfter(AttackSteps.Flip)));
        Assert.Equal((false, 1), Pose(DetectAfter(AttackSteps.QuarterTurn)));
        Assert.Equal((false, 2), Pose(DetectAfter(AttackSteps.HalfTurn)));
        Assert.Equal((true, 2), Pose(DetectAfter(AttackSteps.Upset)));
        Assert.Equal((true, 1), Pose(DetectAfter(AttackSteps.Flip.Then(AttackSteps.QuarterTurn))));

        static (bool, int) Pose(WatermarkDetection found) => (found.Flipped, found.QuarterTurns);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(63, 500)]
    [InlineData(64, 64)]
    [InlineData(65, 3000)]
    [InlineData(100, 100)]
    public void Any_size_may_be_asked_about(int width, int height)
    {
        var noise = new byte[width * height];
        new Random(1).NextBytes(noise);

        Assert.Null(Keys.Detector(Keys.Make(1)).Detect(new PixelView(noise, width, height, width, PixelLayout.Gray)));
        Assert.Null(Keys.Detector(Keys.Make(1)).Detect(new PixelView(new byte[width * height], width, height, width, PixelLayout.Gray)));
    }

    [Fact]
    public void Pictures_made_of_stripes_and_grids_of_the_marks_own_period_hold_no_mark()
    {
        for (var period = 2; period < 200; period += 22)
        {
            var gray = new byte[400 * 400];
            for (var i = 0; i < gray.Length; i++)
            {
                gray[i] = (byte)((i % 400 % period < period / 2) ^ (i / 400 % period < period / 2) ? 200 : 50);
            }
            Assert.Null(Keys.Detector(Keys.Make(1)).Detect(new PixelView(gray, 400, 400, 400, PixelLayout.Gray)));
        }
    }

    [Fact]
    public void The_smallest_picture_marked_can_be_read_unharmed()
    {
        var read = 0;
        for (var seed = 0; seed < 8; seed++)
        {
            var picture = Scenes.Landscape(WatermarkEmbedder.MinSide, WatermarkEmbedder.MinSide, seed);
            WatermarkEmbedder.Embed(picture.Buffer, Keys.Make(1), ContentId);
            read += Keys.Detector(Keys.Make(1)).Detect(picture.View)?.Payload.ContentId == ContentId ? 1 : 0;
        }
        Assert.Equal(8, read);
    }

    private static WatermarkDetection DetectAfter(Attack attack)
    {
        var picture = Scenes.Landscape(640, 512, 1);
        WatermarkEmbedder.Embed(picture.Buffer, Keys.Make(1), ContentId);
        var found = Keys.Detector(Keys.Make(1)).Detect(attack.On(picture, 1).View);
        Assert.Equal(ContentId, found?.Payload.ContentId);
        return found!;
    }
}
