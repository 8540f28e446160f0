using System.Buffers;
using GbGateway.Labels.Media.Jpeg.Surgery;
using GbGateway.Tests.Media.Jpeg.Surgery.Support;

namespace GbGateway.Tests.Media.Jpeg.Surgery;

public sealed class HostileJpegTests
{
    private static readonly (string Name, byte[] File)[] Seeds =
    [
        ("420", PlainEncoder.Encode(Scene.Rgb(90, 70), 90, 70, ["2x2", "1x1", "1x1"])),
        ("restarts", PlainEncoder.Encode(Scene.Rgb(90, 70), 90, 70, ["2x1", "1x1", "1x1"], restart: 2)),
        ("gray", PlainEncoder.Encode(Scene.Rgb(90, 70), 90, 70, ["1x1"])),
        ("optimised", Scene.Jpeg(90, 70, optimised: true, subsampled: false)),
        ("progressive", Scene.Jpeg(90, 70, progressive: true)),
        ("progressive with restarts", Scene.Jpeg(90, 70, progressive: true, restart: 3)),
        ("progressive gray", Scene.Jpeg(90, 70, progressive: true, gray: true)),
    ];

    public static TheoryData<string, int> SeedsAndRounds()
    {
        var data = new TheoryData<string, int>();
        foreach (var (name, _) in Seeds)
        {
            for (var round = 0; round < 4; round++)
            {
                data.Add(name, round);
            }
        }
        return data;
    }

    [Theory]
    [MemberData(nameof(SeedsAndRounds))]
    public void Changed_and_cut_files_are_labelled_or_refused_and_never_throw(string name, int round)
    {
        var seed = Seeds.First(s => s.Name == name).File;
        var random = new Random(1000 + round);
        var stamp = Scene.Stamp(40, 14);
        var output = new ArrayBufferWriter<byte>();
        for (var i = 0; i < 1000; i++)
        {
            var file = (byte[])seed.Clone();
            for (var changes = random.Next(1, 6); changes > 0; changes--)
            {
                // Half of the changes in the headers, where most can go wrong.
                var at = random.Next(random.Next(2) == 0 ? Math.Min(700, file.Length) : file.Length);
                file[at] = (byte)(random.Next(2) == 0 ? random.Next(256) : file[at] ^ 1 << random.Next(8));
            }
            if (random.Next(6) == 0)
            {
                file = file[..random.Next(file.Length)];
            }
            output.ResetWrittenCount();
            var (x, y) = random.Next(2) == 0 ? (0, 0) : (50, 56);
            var done = JpegSurgery.TryStamp(file, stamp, x, y, [], output, out var reason);
            Assert.Equal(done, reason is null);
            Assert.InRange(output.WrittenCount, 0, file.Length * 3 + 65536);
        }
    }

    [Theory]
    [InlineData("420")]
    [InlineData("restarts")]
    [InlineData("progressive")]
    public void A_file_cut_anywhere_is_refused(string name)
    {
        var file = Seeds.First(s => s.Name == name).File;
        for (var length = 0; length < file.Length - 1; length++)
        {
            Assert.False(JpegSurgery.TryStamp(file.AsSpan(0, length), Scene.Stamp(40, 14), 0, 0, [], new ArrayBufferWriter<byte>(), out var reason));
            Assert.NotNull(reason);
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(0x01)]
    [InlineData(0x10)]
    [InlineData(0x55)]
    [InlineData(0xFF)]
    public void A_sampling_factor_of_zero_or_over_four_is_refused(byte factors)
    {
        var file = (byte[])Seeds[0].File.Clone();
        var frame = file.AsSpan().IndexOf((ReadOnlySpan<byte>)[0xFF, 0xC0]);
        file[frame + 11] = factors;
        Assert.False(JpegSurgery.TryStamp(file, Scene.Stamp(40, 14), 0, 0, [], new ArrayBufferWriter<byte>(), out var reason));
        Assert.Equal("a sampling factor or table number out of range", reason);
    }

    [Fact]
    public void A_frame_without_height_is_refused()
    {
        var file = (byte[])Seeds[0].File.Clone();
        var frame = file.AsSpan().IndexOf((ReadOnlySpan<byte>)[0xFF, 0xC0]);
        file.AsSpan(frame + 5, 2).Clear();
        Assert.False(JpegSurgery.TryStamp(file, Scene.Stamp(40, 14), 0, 0, [], new ArrayBufferWriter<byte>(), out var reason));
        Assert.Equal("a frame without width or height", reason);
    }

    [Fact]
    public void A_quantisation_step_of_zero_is_refused()
    {
        var file = (byte[])Seeds[0].File.Clone();
        var quants = file.AsSpan().IndexOf((ReadOnlySpan<byte>)[0xFF, 0xDB]);
        file[quants + 9] = 0;
        Assert.False(JpegSurgery.TryStamp(file, Scene.Stamp(40, 14), 0, 0, [], new ArrayBufferWriter<byte>(), out var reason));
        Assert.Equal("a quantisation step of zero", reason);
    }

    [Fact]
    public void A_frame_of_65535_by_65535_with_nothing_in_it_is_refused_without_memory()
    {
        foreach (var seed in Seeds)
        {
            var file = (byte[])seed.File.Clone();
            var frame = Math.Max(file.AsSpan().IndexOf((ReadOnlySpan<byte>)[0xFF, 0xC0]), file.AsSpan().IndexOf((ReadOnlySpan<byte>)[0xFF, 0xC2]));
            file.AsSpan(frame + 5, 4).Fill(0xFF);
            var stamp = Scene.Stamp(40, 14);
            var output = new ArrayBufferWriter<byte>(1 << 20);
            JpegSurgery.TryStamp(file, stamp, 65000, 65000, [], output, out _);
            var before = GC.GetAllocatedBytesForCurrentThread();
            Assert.False(JpegSurgery.TryStamp(file, stamp, 65000, 65000, [], output, out _));
            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
        }
    }

    [Fact]
    public void Empty_and_foreign_bytes_are_refused()
    {
        foreach (var file in new byte[][] { [], [0xFF], [0xFF, 0xD8], [0xFF, 0xD8, 0xFF], [0xFF, 0xD8, 0xFF, 0xD9], "not a picture at all"u8.ToArray() })
        {
            Assert.False(JpegSurgery.TryStamp(file, Scene.Stamp(4, 4), 0, 0, [], new ArrayBufferWriter<byte>(), out var reason));
            Assert.NotNull(reason);
        }
    }
}
