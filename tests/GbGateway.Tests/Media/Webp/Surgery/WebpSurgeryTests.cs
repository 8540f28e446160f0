using GbGateway.Labels;
using GbGateway.Labels.Explicit;
using GbGateway.Labels.Media;
using GbGateway.Labels.Media.Webp.Surgery;

namespace GbGateway.Tests.Media.Webp.Surgery;

/// <summary>A lossy WebP is labelled by coding only the macroblocks under the label anew.</summary>
public sealed class WebpSurgeryTests
{
    [Theory]
    [InlineData(320, 256, 80, LabelPosition.TopLeft)]
    [InlineData(333, 257, 92, LabelPosition.TopRight)]
    [InlineData(640, 201, 75, LabelPosition.BottomLeft)]
    [InlineData(201, 640, 98, LabelPosition.BottomRight)]
    [InlineData(64, 64, 90, LabelPosition.TopLeft)]
    [InlineData(17, 17, 90, LabelPosition.TopLeft)]
    [InlineData(1, 1, 90, LabelPosition.TopLeft)]
    [InlineData(2000, 40, 90, LabelPosition.BottomRight)]
    public void No_sample_outside_the_labels_macroblocks_changes(int width, int height, int quality, LabelPosition position)
    {
        var file = Make(width, height, quality);
        var (receipt, output) = Orders.Label(file, Orders.Both with { Position = position });

        Assert.Equal(("surgical", null), (receipt.Path, receipt.FallbackReason));
        AssertStamped(file, output, position);
        Assert.Single(Orders.Find(output));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void A_frame_of_several_parts_is_labelled_part_by_part(int bits)
    {
        var file = UnfilteredFrame.FileOf(RepartitionedFrame.Make(UnfilteredFrame.FrameOf(Make(320, 256, 85)), bits));
        foreach (var position in Enum.GetValues<LabelPosition>())
        {
            var (receipt, output) = Orders.Label(file, Orders.Both with { Position = position });

            Assert.Equal("surgical", receipt.Path);
            AssertStamped(file, output, position);
        }
    }

    [Fact]
    public void Wherever_the_label_lies_on_the_grid_of_macroblocks_what_is_outside_stays()
    {
        var frame = UnfilteredFrame.FrameOf(Make(160, 128, 85));
        var stamp = StampCache.For("AI生成", 200, 200);
        for (var shift = 0; shift < 256; shift += 3)
        {
            using var output = ScratchBuffer.Rent();
            Assert.Null(Vp8Surgeon.TryStamp(frame, stamp, 17 + (shift & 15), 33 + (shift >> 4), output));
            AssertStamped(frame, output.Written.ToArray(), new PlacedStamp(stamp, 17 + (shift & 15), 33 + (shift >> 4)));
        }
    }

    [Fact]
    public void A_decoder_of_others_sees_the_label_and_nothing_else_changed()
    {
        var file = Make(512, 384, 88);
        var (_, output) = Orders.Label(file, Orders.Both);
        var (before, after) = (TestPictures.Decode(file), TestPictures.Decode(output));
        var placed = PlacedStamp.For("AI生成", LabelPosition.TopLeft, new MediaFacts(512, 384));
        // Beside the label's macroblocks a loop filter may reach seven samples further, and colour is interpolated.
        var (right, bottom) = (((placed.X + placed.Stamp.Width + 17) & ~15) + 9, ((placed.Y + placed.Stamp.Height + 17) & ~15) + 9);
        for (var y = 0; y < 384; y++)
        {
            for (var x = 0; x < 512; x++)
            {
                var at = 3 * (y * 512 + x);
                Assert.True(x < right && y < bottom || before.Samples.AsSpan(at, 3).SequenceEqual(after.Samples.AsSpan(at, 3)), $"{x},{y}");
            }
        }
        var (_, inside, changed) = PictureDifference.Measure(before, after, placed, reach: 16, isCmyk: false);
        Assert.True(inside < 6, $"{inside} from ideal blending");
        Assert.True(changed > 20, $"{changed} of change");
    }

    [Theory]
    [InlineData("alpha.webp", "a picture with an alpha channel")]
    [InlineData("lossless.webp", "a lossless picture")]
    public void Pictures_of_other_kinds_are_decoded_and_the_receipt_says_why(string kind, string why)
    {
        var (receipt, _) = Orders.Label(TestPictures.Make(kind), Orders.Both);

        Assert.Equal(("transcode", why), (receipt.Path, receipt.FallbackReason));
    }

    [Fact]
    public void A_coarse_picture_is_decoded_rather_than_speckled()
    {
        var (receipt, _) = Orders.Label(Make(320, 256, 30), Orders.Both);

        Assert.Equal("transcode", receipt.Path);
        Assert.Contains("coarse", receipt.FallbackReason);
    }

    [Fact]
    public void Hostile_frames_are_refused_or_labelled_never_an_exception()
    {
        var frame = UnfilteredFrame.FrameOf(Make(160, 120, 85));
        var random = new Random(9649);
        var stamp = PlacedStamp.For("AI生成", LabelPosition.TopLeft, new MediaFacts(160, 120));
        for (var length = 0; length < frame.Length; length += 7)
        {
            Orders.Label(UnfilteredFrame.FileOf(frame[..length]), Orders.Both);
        }
        var taken = 0;
        for (var round = 0; round < 3000; round++)
        {
            var bytes = (byte[])frame.Clone();
            for (var i = random.Next(1, 6); i > 0; i--)
            {
                bytes[random.Next(10, random.Next(2) == 0 ? 80 : bytes.Length)] = (byte)random.Next(256);
            }
            using var output = ScratchBuffer.Rent();
            taken += Vp8Surgeon.TryStamp(bytes, stamp.Stamp, stamp.X, stamp.Y, output) is null ? 1 : 0;
        }
        Assert.True(taken > 100, $"{taken} were taken: the rounds test nothing");
    }

    private static byte[] Make(int width, int height, int quality)
    {
        using var picture = TestPictures.Paint(width, height);
        return picture.WebpsaveBuffer(q: quality, effort: 2, keep: NetVips.Enums.ForeignKeep.None);
    }

    private static void AssertStamped(byte[] file, byte[] output, LabelPosition position)
    {
        var frame = new Vp8Frame();
        frame.Read(UnfilteredFrame.FrameOf(file));
        AssertStamped(UnfilteredFrame.FrameOf(file), UnfilteredFrame.FrameOf(output), PlacedStamp.For("AI生成", position, new MediaFacts(frame.Width, frame.Height)));
    }

    private static void AssertStamped(byte[] was, byte[] becomes, PlacedStamp placed)
    {
        var (frame, before) = UnfilteredFrame.Decode(was);
        var (_, after) = UnfilteredFrame.Decode(becomes);
        var area = Vp8Area.Under(placed.Stamp, placed.X, placed.Y, frame);
        var (left, top, right, bottom) = (16 * area.Left, 16 * area.Top, 16 * area.Right + 16, 16 * area.Bottom + 16);
        var (error, count) = (0.0, 0);
        for (var plane = 0; plane < 3; plane++)
        {
            var scale = plane == 0 ? 1 : 2;
            for (var y = 0; y < frame.Rows * 16 / scale; y++)
            {
                for (var x = 0; x < frame.Columns * 16 / scale; x++)
                {
                    var at = before.At(plane, x, y);
                    var (old, now) = (before.Samples[at], after.Samples[at]);
                    if (x * scale < left || y * scale < top || x * scale >= right || y * scale >= bottom)
                    {
                        Assert.True(old == now, $"plane {plane}, {x},{y}: {old}, {now}");
                    }
                    else if (plane == 0)
                    {
                        var (sx, sy) = (x - placed.X, y - placed.Y);
                        var within = sx >= 0 && sy >= 0 && sx < placed.Stamp.Width && sy < placed.Stamp.Height;
                        var alpha = within ? placed.Stamp.Alpha[sy * placed.Stamp.Width + sx] / 255.0 : 0;
                        var ink = within ? placed.Stamp.Ink[sy * placed.Stamp.Width + sx] / 255.0 : 0;
                        error += Math.Abs(now - (old * (1 - alpha) + 16 * alpha + 219 * ink));
                        count++;
                    }
                }
            }
        }
        Assert.True(error / count < 6, $"{error / count} from ideal blending");
    }
}
