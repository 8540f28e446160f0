using System.Buffers;
using System.Buffers.Binary;
using GbGateway.Labels.Media.Png.Surgery;

namespace GbGateway.Tests.Media.Png.Surgery;

public sealed class PngHostileTests
{
    public static TheoryData<int> Seeds => [.. Enumerable.Range(0, 8)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Mutated_files_never_throw_and_what_is_written_is_the_same_at_any_cut(int seed)
    {
        var sources = Sources(seed);
        var random = new Random(seed);
        var output = new ArrayBufferWriter<byte>();
        for (var i = 0; i < 700; i++)
        {
            var file = PngMutator.Mutate(sources[i % sources.Count], random);
            PngMutator.Label(file, random, output);
        }
    }

    [Fact]
    public void Blocks_that_cost_time_and_give_no_bytes_are_refused()
    {
        // 10 bits an empty fixed block: a million of them.
        var empty = new byte[1_250_000];
        for (var bit = 1L; bit < empty.Length * 8L; bit += 10)
        {
            empty[bit >> 3] |= (byte)(1 << (int)(bit & 7));
        }
        var file = PngMaker.Make(PngPicture.Make(1, 400, 400, 8, 2), 0, _ => [0x78, 0x9C, .. empty], static _ => int.MaxValue);
        Assert.False(PngSurgery.TryStamp(file, Stamps.Make(50, 20), 0, 0, [], PngDrops.None, new ArrayBufferWriter<byte>(), out var reason));
        Assert.Equal("more deflate blocks than surgery takes", reason);
    }

    [Fact]
    public void A_million_empty_chunks_are_walked_and_left_out_of_the_tail()
    {
        var picture = PngPicture.Make(1, 200, 600, 8, 2);
        var file = PngMaker.Make(picture, 5, PngMaker.Zlib(6), static number => number is > 10 and < 200_000 ? 0 : 3000);
        var copy = Judge.Accept(file, Stamps.Make(50, 20), 0, 0);
        Assert.InRange(copy.Length, 1000, file.Length - 150_000 * 12);
    }

    [Fact]
    public void A_picture_far_larger_than_its_file_is_refused_without_its_memory()
    {
        var file = PngMaker.Make(PngPicture.Make(1, 64, 64, 8, 6), 0, PngMaker.Zlib(9));
        BinaryPrimitives.WriteInt32BigEndian(file.AsSpan(16), 4_000_000);
        BinaryPrimitives.WriteInt32BigEndian(file.AsSpan(20), int.MaxValue);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.False(PngSurgery.TryStamp(file, Stamps.Make(50, 20), 0, int.MaxValue - 30, [], PngDrops.None, new ArrayBufferWriter<byte>(), out var reason));
        Assert.NotEmpty(reason);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 128 << 20);
    }

    private static List<byte[]> Sources(int seed)
    {
        var list = new List<byte[]>();
        foreach (var (colour, depth) in new[] { (2, 8), (6, 8), (0, 8), (4, 16), (0, 2), (2, 16) })
        {
            var picture = PngPicture.Make(seed + colour, 70, 90, depth, colour, (PngMotif)(seed % 3));
            list.Add(PngMaker.Make(picture, 5, PngMaker.Zlib(seed), static _ => 900));
            list.Add(PngMaker.Make(picture, 5, new PngDeflater(seed) { BlockSize = 900, Steepness = 1.5 }.Deflate, static _ => int.MaxValue));
        }
        return list;
    }
}
