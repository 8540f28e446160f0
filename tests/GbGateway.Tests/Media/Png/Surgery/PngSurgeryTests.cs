using System.IO.Compression;

namespace GbGateway.Tests.Media.Png.Surgery;

public sealed class PngSurgeryTests
{
    [Fact]
    public void Outside_the_label_every_pixel_is_the_source_s_and_inside_near_the_ideal()
    {
        var picture = PngPicture.Make(1, 320, 240, 8, 2);
        Judge.Accept(PngMaker.Make(picture, 5, PngMaker.Zlib(6)), Stamps.Make(120, 40), 0, 0);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(6)]
    [InlineData(9)]
    public void Every_compression_level_is_labelled(int level)
    {
        foreach (var motif in Enum.GetValues<PngMotif>().Cast<int>())
        {
            var picture = PngPicture.Make(level, 300, 260, 8, 2, (PngMotif)motif);
            Judge.Accept(PngMaker.Make(picture, 5, PngMaker.Zlib(level)), Stamps.Make(100, 33), 0, 0);
            Judge.Accept(PngMaker.Make(picture, 4, PngMaker.Zlib(level)), Stamps.Make(100, 33), 193, 220);
        }
    }

    [Theory]
    [InlineData(ZLibCompressionStrategy.Filtered)]
    [InlineData(ZLibCompressionStrategy.HuffmanOnly)]
    [InlineData(ZLibCompressionStrategy.RunLengthEncoding)]
    [InlineData(ZLibCompressionStrategy.Fixed)]
    public void Every_compression_strategy_is_labelled(ZLibCompressionStrategy strategy)
    {
        foreach (var motif in Enum.GetValues<PngMotif>().Cast<int>())
        {
            var picture = PngPicture.Make(3, 300, 260, 8, 2, (PngMotif)motif);
            Judge.Accept(PngMaker.Make(picture, 5, PngMaker.Zlib(6, strategy)), Stamps.Make(100, 33), 7, 7);
        }
    }

    [Theory]
    [InlineData(0, 8)]
    [InlineData(0, 16)]
    [InlineData(2, 8)]
    [InlineData(2, 16)]
    [InlineData(4, 8)]
    [InlineData(4, 16)]
    [InlineData(6, 8)]
    [InlineData(6, 16)]
    [InlineData(0, 1)]
    [InlineData(0, 2)]
    [InlineData(0, 4)]
    public void Every_colour_type_and_depth_is_labelled_with_every_filter(int colour, int depth)
    {
        for (var filter = 0; filter <= 5; filter++)
        {
            var picture = PngPicture.Make(filter, 131, 97, depth, colour);
            var file = PngMaker.Make(picture, filter, PngMaker.Zlib(6));
            Judge.Accept(file, Stamps.Make(60, 21), 0, 0);
            Judge.Accept(file, Stamps.Make(61, 21), 13, 5);
            Judge.Accept(file, Stamps.Make(60, 21), 71, 76);
        }
    }
}
