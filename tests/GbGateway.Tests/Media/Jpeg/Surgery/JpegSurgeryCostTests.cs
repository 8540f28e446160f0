using System.Buffers;
using GbGateway.Labels.Media.Jpeg.Surgery;
using GbGateway.Tests.Media.Jpeg.Surgery.Support;
using GbGateway.Tests.Support;

namespace GbGateway.Tests.Media.Jpeg.Surgery;

[Collection(nameof(Alone))]
public sealed class JpegSurgeryCostTests
{
    [Theory]
    [InlineData(false, false, 0)]
    [InlineData(false, true, 0)]
    [InlineData(false, false, 5)]
    [InlineData(true, true, 0)]
    public void A_steady_stream_of_pictures_allocates_nothing(bool progressive, bool optimised, int restart)
    {
        var files = Enumerable.Range(1, 4).Select(seed => Scene.Jpeg(400, 300, progressive: progressive, optimised: optimised, restart: restart, seed: seed)).ToArray();
        var stamp = Scene.Stamp(120, 30);
        var output = new ArrayBufferWriter<byte>(1 << 20);
        void Label(byte[] file)
        {
            output.ResetWrittenCount();
            Assert.True(JpegSurgery.TryStamp(file, stamp, 8, 8, [], output, out _));
        }
        for (var i = 0; i < 60; i++)
        {
            Label(files[i % 4]);
        }
        var before = GC.GetAllocatedBytesForCurrentThread();
        foreach (var file in files)
        {
            Label(file);
        }
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void A_huge_frame_of_empty_runs_is_refused_before_the_work()
    {
        // A progressive file of a few hundred bytes that says it is 65,000 pixels each way, labelled at its foot.
        var file = Scene.Jpeg(64, 64, progressive: true);
        var frame = file.AsSpan().IndexOf((ReadOnlySpan<byte>)[0xFF, 0xC2]);
        (file[frame + 5], file[frame + 6], file[frame + 7], file[frame + 8]) = (0xFD, 0xE8, 0xFD, 0xE8);
        Assert.False(JpegSurgery.TryStamp(file, Scene.Stamp(20, 10), 0, 64_900, [], new ArrayBufferWriter<byte>(), out var reason));
        Assert.Equal("more coefficients before the label's end than may be held", reason);
    }

    [Fact]
    public void Scans_that_come_again_are_refused_before_the_work()
    {
        var file = Scene.Jpeg(64, 64, progressive: true, gray: true, noise: 0);
        var end = file.Length - 2;
        var scan = file.AsSpan(0, end).LastIndexOf((ReadOnlySpan<byte>)[0xFF, 0xDA]);
        byte[] many = [.. file.AsSpan(0, end), .. Enumerable.Repeat(file[scan..end], 101).SelectMany(static s => s), 0xFF, 0xD9];
        Assert.False(JpegSurgery.TryStamp(many, Scene.Stamp(20, 10), 0, 0, [], new ArrayBufferWriter<byte>(), out var reason));
        Assert.Equal("scans out of order", reason);
    }
}
