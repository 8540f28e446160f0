using System.Buffers;
using GbGateway.Labels.Explicit;
using GbGateway.Labels.Media.Jpeg.Surgery;
using GbGateway.Tests.Media.Jpeg.Surgery.Support;

namespace GbGateway.Tests.Media.Jpeg.Surgery;

public sealed class JpegStampStreamTests
{
    private static readonly Stamp Plate = Scene.Stamp(60, 20);

    public static TheoryData<string, byte[]> Files() => new()
    {
        { "420", PlainEncoder.Encode(Scene.Rgb(150, 110), 150, 110, ["2x2", "1x1", "1x1"]) },
        { "444 with restarts", PlainEncoder.Encode(Scene.Rgb(150, 110), 150, 110, ["1x1", "1x1", "1x1"], restart: 5) },
        { "optimised", Scene.Jpeg(150, 110, optimised: true) },
        { "with a trailer", [.. Scene.Jpeg(150, 110), .. Scene.Jpeg(30, 30)] },
    };

    [Theory]
    [MemberData(nameof(Files))]
    public void The_output_does_not_depend_on_where_the_file_is_cut(string name, byte[] file)
    {
        Assert.NotEmpty(name);
        foreach (var (x, y) in new[] { (0, 0), (50, 90), (90, 40) })
        {
            var whole = SurgeryJudge.Stamp(file, Plate, x, y);
            Assert.Equal(whole, Push(file, x, y, static _ => 1));
            Assert.Equal(whole, Push(file, x, y, static _ => 1000));
            var random = new Random(7);
            Assert.Equal(whole, Push(file, x, y, _ => random.Next(1, 400)));
            for (var cut = 1; cut < file.Length; cut += 13)
            {
                Assert.Equal(whole, Push(file, x, y, at => at == 0 ? cut : file.Length));
            }
        }
    }

    [Fact]
    public void The_head_leaves_when_the_rows_of_the_label_are_there_and_the_tail_as_it_comes()
    {
        var file = Scene.Jpeg(512, 512);
        var output = new ArrayBufferWriter<byte>();
        using var stream = new JpegStampStream(static _ => new JpegStampPlan(Scene.Stamp(120, 40), 0, 0, default), int.MaxValue);
        var at = 0;
        while (!stream.HasStarted)
        {
            Assert.True(stream.TryPush(file.AsSpan(at++, 1), output));
        }
        // 48 of 512 rows, and what the reader wants to see beyond an MCU.
        Assert.InRange(at, 1, file.Length / 5);
        for (var before = output.WrittenCount; at < file.Length; before = output.WrittenCount)
        {
            Assert.True(stream.TryPush(file.AsSpan(at++, 1), output));
            Assert.Equal(before + 1, output.WrittenCount);
        }
        Assert.True(stream.TryFinish());
    }

    [Fact]
    public void A_file_that_was_cut_never_finishes()
    {
        var file = Scene.Jpeg(100, 80);
        for (var length = 0; length < file.Length - 1; length += 7)
        {
            using var stream = new JpegStampStream(static _ => new JpegStampPlan(Plate, 0, 0, default), int.MaxValue);
            stream.TryPush(file.AsSpan(0, length), new ArrayBufferWriter<byte>());
            Assert.False(stream.TryFinish());
            Assert.NotNull(stream.Reason);
        }
    }

    [Fact]
    public void A_refusal_before_the_start_holds_every_byte_pushed()
    {
        var file = Scene.Jpeg(100, 80, progressive: true);
        using var stream = new JpegStampStream(static _ => new JpegStampPlan(Plate, 0, 0, default), int.MaxValue);
        var accepted = true;
        foreach (var piece in file.Chunk(100))
        {
            accepted &= stream.TryPush(piece, new ArrayBufferWriter<byte>());
        }
        Assert.False(accepted);
        Assert.False(stream.HasStarted);
        Assert.Equal(file, stream.Held.ToArray());
    }

    [Fact]
    public void No_more_is_held_than_allowed()
    {
        var file = Scene.Jpeg(256, 256);
        using var stream = new JpegStampStream(static _ => new JpegStampPlan(Plate, 0, 230, default), 5000);
        var accepted = true;
        for (var at = 0; accepted && at + 500 < file.Length; at += 500)
        {
            accepted = stream.TryPush(file.AsSpan(at, 500), new ArrayBufferWriter<byte>());
            Assert.InRange(stream.Held.Length, 0, 5500);
        }
        Assert.False(accepted);
        Assert.Equal("a label that ends later than may be waited for", stream.Reason);
    }

    [Fact]
    public void A_second_scan_behind_the_label_breaks_the_stream_off()
    {
        var file = PlainEncoder.Encode(Scene.Rgb(96, 96), 96, 96, ["1x1"]);
        var header = file.AsSpan().IndexOf((ReadOnlySpan<byte>)[0xFF, 0xDA]);
        byte[] twice = [.. file.AsSpan(0, file.Length - 2), .. file.AsSpan(header)];
        Assert.False(JpegSurgery.TryStamp(twice, Plate, 0, 0, [], new ArrayBufferWriter<byte>(), out var reason));
        Assert.Equal("more than one scan", reason);
        using var stream = new JpegStampStream(static _ => new JpegStampPlan(Plate, 0, 0, default), int.MaxValue);
        var accepted = true;
        foreach (var piece in twice.Chunk(64))
        {
            accepted = accepted && stream.TryPush(piece, new ArrayBufferWriter<byte>());
        }
        Assert.False(accepted);
        Assert.True(stream.HasStarted);
    }

    private static byte[] Push(byte[] file, int x, int y, Func<int, int> next)
    {
        var output = new ArrayBufferWriter<byte>();
        using var stream = new JpegStampStream(_ => new JpegStampPlan(Plate, x, y, default), int.MaxValue);
        for (var at = 0; at < file.Length;)
        {
            var length = Math.Min(next(at), file.Length - at);
            Assert.True(stream.TryPush(file.AsSpan(at, length), output), stream.Reason);
            at += length;
        }
        Assert.True(stream.TryFinish(), stream.Reason);
        return output.WrittenSpan.ToArray();
    }
}
