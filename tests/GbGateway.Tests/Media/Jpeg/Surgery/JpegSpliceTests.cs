using System.Buffers;
using GbGateway.Labels.Media.Jpeg.Surgery;
using GbGateway.Tests.Media.Jpeg.Surgery.Support;

namespace GbGateway.Tests.Media.Jpeg.Surgery;

public sealed class JpegSpliceTests
{
    private static readonly byte[] Comment = [0xFF, 0xFE, 0, 6, 1, 2, 3, 4];

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Segments_come_in_and_go_out_and_the_rest_stays_in_order(bool progressive)
    {
        var plain = Scene.Jpeg(120, 90, progressive: progressive, optimised: true);
        byte[] file = [.. plain.AsSpan(0, 2), .. Comment, .. plain.AsSpan(2)];
        var stamp = Scene.Stamp(50, 16);
        var output = new ArrayBufferWriter<byte>();
        byte[] added = [0xFF, 0xE1, 0, 5, 9, 9, 9];
        Assert.True(JpegSurgery.TryStamp(file, stamp, 0, 0, [new JpegSplice(2, Comment.Length, added)], output, out var reason), reason);
        var bare = SurgeryJudge.Stamp(plain, stamp, 0, 0);
        Assert.Equal([.. bare.AsSpan(0, 2), .. added, .. bare.AsSpan(2)], output.WrittenSpan.ToArray());
    }

    [Fact]
    public void Splices_over_tables_backwards_or_beyond_the_scan_are_refused()
    {
        var file = Scene.Jpeg(120, 90);
        var table = file.AsSpan().IndexOf((ReadOnlySpan<byte>)[0xFF, 0xDB]);
        JpegSplice[][] unsound =
        [
            [new(table, 69, default)],
            [new(2, 1, default)],
            [new(0, 0, Comment)],
            [new(20, 0, Comment), new(2, 0, Comment)],
            [new(file.Length, 0, Comment)],
            [new(2, int.MaxValue, default)],
            [new(2, -1, default)],
        ];
        foreach (var splices in unsound)
        {
            Assert.False(JpegSurgery.TryStamp(file, Scene.Stamp(50, 16), 0, 0, splices, new ArrayBufferWriter<byte>(), out var reason));
            Assert.Equal("splices out of order or over segments that must stay", reason);
        }
    }

    [Fact]
    public void Tables_that_lack_a_symbol_grow_by_it_and_nothing_else_changes()
    {
        // A flat picture's own tables know next to nothing; a label needs more.
        var file = Scene.Jpeg(160, 160, optimised: true, noise: 0);
        var made = SurgeryJudge.Stamp(file, Scene.Stamp(64, 24), 0, 0);
        SurgeryJudge.Check(file, made, Scene.Stamp(64, 24), 0, 0);
        var header = file.AsSpan().IndexOf((ReadOnlySpan<byte>)[0xFF, 0xDA]);
        var newHeader = made.AsSpan().IndexOf((ReadOnlySpan<byte>)[0xFF, 0xDA]);
        Assert.InRange(newHeader - header, 1, 400);
        Assert.InRange(SurgeryJudge.CommonTail(file, made), (file.Length - header) / 2, file.Length);
    }
}
