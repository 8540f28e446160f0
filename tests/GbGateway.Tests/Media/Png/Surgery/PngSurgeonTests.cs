using System.Buffers;
using GbGateway.Labels.Media.Png.Surgery;

namespace GbGateway.Tests.Media.Png.Surgery;

public sealed class PngSurgeonTests
{
    [Theory]
    [InlineData(2, 8, 0)]
    [InlineData(6, 8, 7)]
    [InlineData(0, 4, 1)]
    [InlineData(2, 16, 3)]
    public void The_copy_does_not_depend_on_the_cuts(int colour, int depth, int chunk)
    {
        var picture = PngPicture.Make(colour + depth, 97, 61, depth, colour);
        var random = new Random(chunk);
        var file = PngMaker.Make(
            picture, 5, new PngDeflater(chunk).Deflate, _ => chunk == 0 ? 4000 : chunk == 1 ? random.Next(4) : chunk,
            PngMaker.Chunk("tEXt", "before\0x"u8), [.. PngMaker.Chunk("tEXt", "after\0x"u8), .. PngMaker.Chunk("caBX", new byte[40])]);
        file = [.. file, 1, 2, 3, .. new byte[100]];
        var stamp = Stamps.Make(40, 15);
        var drops = new PngDrops("caBX"u8.ToArray(), "tEXtafter\0"u8.ToArray());
        foreach (var (x, y) in new[] { (0, 0), (57, 46), (20, 11) })
        {
            var whole = Judge.Label(file, stamp, x, y, drops);
            Assert.Equal(whole, Push(file, stamp, x, y, drops, static _ => 1, 1));
            Assert.Equal(whole, Push(file, stamp, x, y, drops, static _ => int.MaxValue, 1));
            for (var seed = 0; seed < 30; seed++)
            {
                Assert.Equal(whole, Push(file, stamp, x, y, drops, static r => r.Next(r.Next(4) == 0 ? 3000 : 12), seed));
            }
        }
    }

    [Fact]
    public void The_copy_begins_to_leave_when_the_label_s_rows_have_arrived_and_trails_by_a_few_bytes()
    {
        var picture = PngPicture.Make(1, 400, 1200, 8, 2);
        var file = PngMaker.Make(picture, 5, PngMaker.Zlib(6), static _ => 8192);
        var stamp = Stamps.Make(100, 30);
        using var surgeon = new PngSurgeon();
        var output = new ArrayBufferWriter<byte>();
        var first = 0;
        var growth = Judge.Label(file, stamp, 0, 0).Length - file.Length;
        for (var at = 0; at < file.Length; at += 500)
        {
            if (surgeon.Push(file.AsSpan(at, Math.Min(500, file.Length - at)), output) == PngStep.NeedsOrder)
            {
                Assert.Equal((400, 1200), (surgeon.Width, surgeon.Height));
                surgeon.Order(stamp, 0, 0, Judge.Metadata, PngDrops.None, output);
            }
            first = first == 0 && output.WrittenCount > 0 ? at : first;
            if (output.WrittenCount > 0)
            {
                Assert.InRange(Math.Min(file.Length, at + 500) + growth - output.WrittenCount, 0, 128);
            }
        }
        // Of 1,200 rows 31 are the label's, and 28 the window's.
        Assert.InRange(first, file.Length * 59 / 1200 * 7 / 10, file.Length * 59 / 1200 * 15 / 10);
        Assert.True(surgeon.IsWhole);
    }

    [Fact]
    public void A_file_that_is_cut_is_never_whole()
    {
        var picture = PngPicture.Make(2, 60, 40, 8, 2);
        var file = PngMaker.Make(picture, 5, PngMaker.Zlib(6), static _ => 700);
        for (var length = 0; length < file.Length; length++)
        {
            using var surgeon = new PngSurgeon();
            var output = new ArrayBufferWriter<byte>();
            if (surgeon.Push(file.AsSpan(0, length), output) == PngStep.NeedsOrder)
            {
                surgeon.Order(Stamps.Make(20, 8), 0, 0, Judge.Metadata, PngDrops.None, output);
            }
            Assert.False(surgeon.IsWhole);
            Assert.False(PngSurgery.TryStamp(file.AsSpan(0, length), Stamps.Make(20, 8), 0, 0, [], PngDrops.None, output, out var reason));
            Assert.NotEmpty(reason);
        }
    }

    [Fact]
    public void Picture_data_in_two_places_break_a_copy_that_has_begun()
    {
        var picture = PngPicture.Make(3, 60, 400, 8, 2, PngMotif.Noise);
        var file = PngMaker.Make(picture, 0, PngMaker.Zlib(6), null, null, [.. PngMaker.Chunk("tEXt", "a\0b"u8), .. PngMaker.Chunk("IDAT", "more"u8)]);
        using var surgeon = new PngSurgeon();
        var output = new ArrayBufferWriter<byte>();
        Assert.Equal(PngStep.NeedsOrder, surgeon.Push(file, output));
        Assert.Equal(PngStep.Broken, surgeon.Order(Stamps.Make(20, 8), 0, 0, Judge.Metadata, PngDrops.None, output));
        Assert.False(surgeon.IsWhole);
        Assert.Equal("picture data in two places", surgeon.Reason);
    }

    [Fact]
    public void What_is_held_is_bounded_and_handed_back_when_refused()
    {
        var picture = PngPicture.Make(4, 300, 300, 8, 2, PngMotif.Noise);
        var file = PngMaker.Make(picture, 0, PngMaker.Zlib(0));
        using var surgeon = new PngSurgeon(maxHeld: 50_000);
        var output = new ArrayBufferWriter<byte>();
        var pushed = 0;
        for (; surgeon.Step is not PngStep.Refused && pushed < file.Length; pushed += 1000)
        {
            if (surgeon.Push(file.AsSpan(pushed, 1000), output) == PngStep.NeedsOrder)
            {
                surgeon.Order(Stamps.Make(50, 20), 250, 280, Judge.Metadata, PngDrops.None, output);
            }
        }
        Assert.Equal(PngStep.Refused, surgeon.Step);
        Assert.InRange(pushed, 50_000, 52_000);
        Assert.Equal(0, output.WrittenCount);
        Assert.True(file.AsSpan(0, pushed).SequenceEqual(surgeon.Held));
    }

    private static byte[] Push(byte[] file, GbGateway.Labels.Explicit.Stamp stamp, int x, int y, PngDrops drops, Func<Random, int> cut, int seed)
    {
        var random = new Random(seed);
        using var surgeon = new PngSurgeon();
        var output = new ArrayBufferWriter<byte>();
        for (var at = 0; at < file.Length;)
        {
            var length = Math.Min(cut(random), file.Length - at);
            if (surgeon.Push(file.AsSpan(at, length), output) == PngStep.NeedsOrder)
            {
                surgeon.Order(stamp, x, y, Judge.Metadata, drops, output);
            }
            at += length;
        }
        Assert.True(surgeon.IsWhole, surgeon.Reason);
        return output.WrittenSpan.ToArray();
    }
}
