using System.Buffers;
using GbGateway.Labels.Media.Jpeg.Surgery;
using GbGateway.Tests.Media.Jpeg.Surgery.Support;

namespace GbGateway.Tests.Media.Jpeg.Surgery;

public sealed class JpegSurgeryTests
{
    public static TheoryData<string, int> SamplingsAndIntervals()
    {
        var data = new TheoryData<string, int>();
        foreach (var sampling in new[] { "1x1", "1x1,1x1,1x1", "2x1,1x1,1x1", "2x2,1x1,1x1", "1x2,1x1,1x1", "4x1,1x1,1x1", "4x2,1x1,1x1", "2x2,2x1,1x2", "1x1,2x2,1x1" })
        {
            foreach (var restart in new[] { 0, 1, 3, 7, 33, 200 })
            {
                data.Add(sampling, restart);
            }
        }
        return data;
    }

    [Theory]
    [MemberData(nameof(SamplingsAndIntervals))]
    public void Coefficients_outside_the_label_stay_in_every_sampling_with_and_without_restarts(string sampling, int restart)
    {
        const int Width = 203, Height = 149;
        var file = PlainEncoder.Encode(Scene.Rgb(Width, Height), Width, Height, sampling.Split(','), restart: restart);
        var stamp = Scene.Stamp(75, 21);
        foreach (var (x, y) in new[] { (0, 0), (5, 3), (Width - 75, 9), (3, Height - 21), (Width - 75, Height - 21), (60, 70) })
        {
            var made = SurgeryJudge.Stamp(file, stamp, x, y);
            Assert.InRange(SurgeryJudge.Check(file, made, stamp, x, y), 33, 99);
        }
    }

    [Theory]
    [InlineData(40, true, false)]
    [InlineData(75, true, true)]
    [InlineData(90, false, true)]
    [InlineData(90, true, true)]
    [InlineData(100, false, false)]
    [InlineData(100, true, true)]
    public void Coefficients_outside_the_label_stay_at_every_quality_with_usual_and_optimised_tables(int quality, bool subsampled, bool optimised)
    {
        var file = Scene.Jpeg(331, 257, quality, subsampled: subsampled, optimised: optimised, noise: quality == 40 ? 0 : 12);
        var stamp = Scene.Stamp(111, 33);
        foreach (var (x, y) in new[] { (0, 0), (7, 5), (331 - 111, 0), (13, 257 - 33), (331 - 111, 257 - 33) })
        {
            var made = SurgeryJudge.Stamp(file, stamp, x, y);
            var psnr = SurgeryJudge.Check(file, made, stamp, x, y);
            // Tables made for one picture have no codes for the strokes of the hardest label; the nearest coefficients with codes are taken.
            Assert.InRange(psnr, quality < 90 ? 24 : optimised ? 28 : 33, 99);
        }
    }

    [Fact]
    public void The_file_after_the_label_passes_byte_for_byte()
    {
        var file = Scene.Jpeg(512, 512);
        var stamp = Scene.Stamp(130, 36);
        var made = SurgeryJudge.Stamp(file, stamp, 0, 0);
        Assert.InRange(SurgeryJudge.CommonTail(file, made), file.Length * 85 / 100, file.Length);
        Assert.InRange(made.Length, 0, file.Length * 101 / 100 + 1024);
    }

    [Fact]
    public void Labels_of_every_size_fit_and_so_do_pictures_smaller_than_an_MCU()
    {
        for (var size = 1; size < 40; size++)
        {
            var file = PlainEncoder.Encode(Scene.Rgb(size, size, size), size, size, ["2x2", "1x1", "1x1"]);
            var stamp = Scene.Stamp(size, Math.Max(1, size / 2));
            var made = SurgeryJudge.Stamp(file, stamp, 0, size - stamp.Height);
            SurgeryJudge.Check(file, made, stamp, 0, size - stamp.Height);
        }
    }

    [Fact]
    public void RGB_pictures_are_blended_in_each_channel()
    {
        var file = PlainEncoder.Encode(Scene.Rgb(96, 80), 96, 80, ["1x1", "1x1", "1x1"], asRgb: true);
        var stamp = Scene.Stamp(40, 24, plate: 255);
        var made = PlainDecoder.Decode(SurgeryJudge.Stamp(file, stamp, 0, 0));
        foreach (var plane in made.Planes)
        {
            // An opaque plate is as dark in each channel.
            Assert.InRange(plane.Samples(1, 0)[8], 0, 60);
        }
    }

    [Fact]
    public void A_stamp_outside_the_picture_is_refused()
    {
        var file = Scene.Jpeg(64, 64);
        foreach (var (x, y) in new[] { (-1, 0), (0, -1), (33, 0), (0, 49), (int.MaxValue, 0), (0, int.MinValue) })
        {
            Assert.False(JpegSurgery.TryStamp(file, Scene.Stamp(32, 16), x, y, [], new ArrayBufferWriter<byte>(), out var reason));
            Assert.Equal("a stamp that lies outside the picture", reason);
        }
    }
}
