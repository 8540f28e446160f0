namespace GbGateway.Tests.Media.Png.Surgery;

/// <summary>The picture data in every shape that deflate and IDAT allow.</summary>
public sealed class PngStreamShapeTests
{
    public static TheoryData<int> Seeds => [.. Enumerable.Range(0, 24)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Blocks_of_every_kind_and_size_in_any_order_are_labelled(int seed)
    {
        var random = new Random(seed);
        var motif = (PngMotif)(seed % 3);
        var picture = PngPicture.Make(seed, random.Next(60, 260), random.Next(50, 260), 8, 2, motif);
        var deflater = new PngDeflater(seed)
        {
            BlockSize = random.Next(2) == 0 ? random.Next(20, 200) : random.Next(500, 20000),
            Window = random.Next(3) == 0 ? 512 : 32768,
            Types = random.Next(3) == 0 ? [2] : random.Next(2) == 0 ? [1, 2] : [0, 1, 2],
            Steepness = random.Next(2) == 0 ? 1 : 1.7,
        };
        var file = PngMaker.Make(picture, 5, deflater.Deflate, _ => random.Next(1, 5000));
        var stamp = Stamps.Make(Math.Min(picture.Width, 55), Math.Min(picture.Height, 24));
        Judge.Accept(file, stamp, 0, 0);
        Judge.Accept(file, stamp, random.Next(picture.Width - stamp.Width + 1), random.Next(picture.Height - stamp.Height + 1));
        Judge.Accept(file, stamp, picture.Width - stamp.Width, picture.Height - stamp.Height);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(7)]
    [InlineData(100)]
    [InlineData(int.MaxValue)]
    public void Chunks_of_any_length_are_labelled(int length)
    {
        var picture = PngPicture.Make(5, 200, 120, 8, 2);
        var file = PngMaker.Make(picture, 5, PngMaker.Zlib(6), _ => length);
        Judge.Accept(file, Stamps.Make(80, 27), 0, 0);
        Judge.Accept(file, Stamps.Make(80, 27), 120, 93);
    }

    [Fact]
    public void The_checksum_may_straddle_five_chunks_with_empty_ones_between()
    {
        var picture = PngPicture.Make(6, 150, 90, 8, 6);
        for (var seed = 0; seed < 20; seed++)
        {
            var random = new Random(seed);
            var file = PngMaker.Make(picture, 5, PngMaker.Zlib(6), number => number < 3 ? random.Next(3000) : random.Next(seed % 2 == 0 ? 9 : 3));
            Judge.Accept(file, Stamps.Make(60, 20), 0, 0);
            Judge.Accept(file, Stamps.Make(60, 20), 90, 70);
        }
    }

    [Fact]
    public void A_stored_block_may_run_64_KiB_past_the_label()
    {
        var picture = PngPicture.Make(7, 400, 300, 8, 2, PngMotif.Noise);
        var stored = new PngDeflater(1) { Types = [0], BlockSize = 65535 };
        var file = PngMaker.Make(picture, 5, stored.Deflate);
        Judge.Accept(file, Stamps.Make(90, 30), 0, 0);
        Judge.Accept(file, Stamps.Make(90, 30), 5, 100);
        var mixed = new PngDeflater(2) { Types = [0, 2, 2], BlockSize = 4000 };
        Judge.Accept(PngMaker.Make(picture, 5, mixed.Deflate), Stamps.Make(90, 30), 0, 0);
    }

    [Fact]
    public void A_match_may_begin_before_the_label_and_end_in_it()
    {
        // Flat pictures: matches of 258 bytes run across the whole of the label's columns, and across rows.
        foreach (var (width, x) in new[] { (40, 10), (90, 3), (300, 100) })
        {
            var picture = PngPicture.Make(8, width, 80, 8, 2, PngMotif.Flat);
            foreach (var filter in new[] { 0, 1, 2, 4 })
            {
                Judge.Accept(PngMaker.Make(picture, filter, PngMaker.Zlib(9)), Stamps.Make(20, 12), x, 6);
                Judge.Accept(PngMaker.Make(picture, filter, new PngDeflater(filter).Deflate), Stamps.Make(20, 12), x, 6);
            }
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(6)]
    public void Streams_flushed_every_7000_bytes_are_labelled(int level)
    {
        foreach (var motif in Enum.GetValues<PngMotif>().Cast<int>())
        {
            var picture = PngPicture.Make(9, 250, 200, 8, 2, (PngMotif)motif);
            Judge.Accept(PngMaker.Make(picture, 5, PngMaker.Flushed(level, 7000)), Stamps.Make(90, 30), 0, 0);
        }
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 1)]
    [InlineData(1, 40)]
    [InlineData(101, 40)]
    [InlineData(100, 41)]
    [InlineData(103, 133)]
    [InlineData(257, 113)]
    public void Odd_sizes_are_labelled_and_a_stamp_larger_than_the_picture_is_clipped(int width, int height)
    {
        for (var colour = 0; colour <= 6; colour += 2)
        {
            var picture = PngPicture.Make(10, width, height, 8, colour);
            var file = PngMaker.Make(picture, 5, PngMaker.Zlib(6));
            Judge.Accept(file, Stamps.Make(120, 60), 0, 0);
            Judge.Accept(file, Stamps.Make(50, 20), width - 25, height - 10);
            Judge.Accept(file, Stamps.Make(50, 20), -20, -7);
        }
    }

    [Fact]
    public void A_flat_picture_s_file_grows_by_the_label_alone()
    {
        // Rows of a few bytes each: all that is new is what a reader of the pixels would have to be told as well.
        var stamp = Stamps.Make(160, 60);
        var picture = PngPicture.Make(2, 1024, 300, 8, 2, PngMotif.Flat);
        foreach (var filter in new[] { 0, 1, 2, 4 })
        {
            var file = PngMaker.Make(picture, filter, PngMaker.Zlib(9));
            var copy = Judge.Accept(file, stamp, 8, 8);
            var again = PngMaker.Make(PngReader.Read(copy), filter, PngMaker.Zlib(9));
            Assert.InRange(copy.Length, 0, again.Length * 5 / 4 + 1024);
        }
    }

    [Fact]
    public void No_match_reaches_farther_back_than_the_stream_s_head_allows()
    {
        var picture = PngPicture.Make(3, 300, 120, 8, 2, PngMotif.Flat);
        var stamp = Stamps.Make(100, 40);
        foreach (var (window, head) in new[] { (512, (byte)0x18), (32768, (byte)0x78) })
        {
            var deflater = new PngDeflater(4) { Window = window, Types = [1] };
            byte[] Deflate(byte[] rows)
            {
                var stream = deflater.Deflate(rows);
                (stream[0], stream[1]) = (head, (byte)(31 - head * 256 % 31));
                return stream;
            }
            var copy = Judge.Accept(PngMaker.Make(picture, 2, Deflate), stamp, 4, 4);
            Assert.InRange(DeflateReach.Of(PngReader.Stream(copy)), 1, window);
        }
    }
}
