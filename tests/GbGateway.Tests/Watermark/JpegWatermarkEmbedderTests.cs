using GbGateway.Benchmarks.Watermark.Attacks;
using GbGateway.Labels.Watermark;
using GbGateway.Tests.Support;

namespace GbGateway.Tests.Watermark;

[Collection(nameof(Alone))]
public sealed class JpegWatermarkEmbedderTests
{
    private const ulong ContentId = 0x0BAD_CAFE_1234;

    [Theory]
    [InlineData(95)]
    [InlineData(85)]
    [InlineData(75)]
    public void A_mark_put_into_coefficients_is_read_from_the_pixels(int quality)
    {
        var file = new LumaJpeg(Scenes.Landscape(701, 589, 1), quality);
        var before = file.Decode("before");

        var receipt = JpegWatermarkEmbedder.Embed(file.Blocks, Keys.Make(1), ContentId);

        var marked = file.Decode("marked");
        Assert.Equal(WatermarkOutcome.Marked, receipt.Outcome);
        Assert.InRange(PictureQuality.Psnr(before, marked), WatermarkStrength.Standard.SmallPsnr - 0.5, 55);
        Assert.Equal(ContentId, Keys.Detector(Keys.Make(1)).Detect(marked.View)?.Payload.ContentId);
        Assert.Equal(ContentId, Keys.Detector(Keys.Make(1)).Detect(AttackSteps.Scale(0.75).On(marked, 1).View)?.Payload.ContentId);
    }

    [Fact]
    public void Coefficients_too_coarse_for_the_mark_are_left_alone_and_the_receipt_says_so()
    {
        var file = new LumaJpeg(Scenes.Landscape(512, 512, 1), 5);
        var before = (short[])file.Coefficients.Clone();

        var receipt = JpegWatermarkEmbedder.Embed(file.Blocks, Keys.Make(1), ContentId);

        Assert.Equal(WatermarkOutcome.TooCoarse, receipt.Outcome);
        Assert.Equal(before, file.Coefficients);
    }

    [Fact]
    public void A_small_picture_is_left_alone()
    {
        var blocks = new JpegLumaBlocks(new short[64 * 24 * 23], 191, 180, 24, Flat(1));

        Assert.Equal(WatermarkOutcome.TooSmall, JpegWatermarkEmbedder.Embed(blocks, Keys.Make(1), ContentId).Outcome);
    }

    [Fact]
    public void Padding_blocks_between_the_rows_stay_as_they_are()
    {
        var coefficients = new short[64 * 40 * 30];
        new Random(1).NextBytes(System.Runtime.InteropServices.MemoryMarshal.AsBytes(coefficients.AsSpan()));
        for (var i = 0; i < coefficients.Length; i++)
        {
            coefficients[i] /= 2000;
        }
        var before = (short[])coefficients.Clone();

        JpegWatermarkEmbedder.Embed(new JpegLumaBlocks(coefficients, 250, 230, 40, Flat(2)), Keys.Make(1), ContentId);

        var changed = 0;
        for (var i = 0; i < coefficients.Length; i++)
        {
            var (column, row) = (i / 64 % 40, i / 64 / 40);
            var inside = column < 32 && row < 29;
            changed += coefficients[i] != before[i] ? 1 : 0;
            Assert.True(inside || coefficients[i] == before[i], $"block {column}, {row}");
        }
        Assert.InRange(changed, 1000, coefficients.Length);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(255)]
    [InlineData(65535)]
    public void Coefficients_no_encoder_writes_do_no_harm_and_are_not_moved_further_out(int step)
    {
        var coefficients = new short[64 * 32 * 32];
        for (var i = 0; i < coefficients.Length; i++)
        {
            coefficients[i] = (i % 3) switch { 0 => short.MaxValue, 1 => short.MinValue, _ => 0 };
        }

        JpegWatermarkEmbedder.Embed(new JpegLumaBlocks(coefficients, 256, 256, 32, Flat((ushort)step)), Keys.Make(1), ContentId);

        for (var i = 0; i < coefficients.Length; i++)
        {
            Assert.True((i % 3) switch { 0 => coefficients[i] > 30_000, 1 => coefficients[i] < -30_000, _ => Math.Abs((int)coefficients[i]) < 1024 });
        }
    }

    [Fact]
    public void Marking_coefficients_allocates_no_more_than_a_kilobyte()
    {
        var file = new LumaJpeg(Scenes.Landscape(512, 512, 1), 90);
        var key = Keys.Make(1);
        JpegWatermarkEmbedder.Embed(file.Blocks, key, ContentId);

        var before = GC.GetAllocatedBytesForCurrentThread();
        JpegWatermarkEmbedder.Embed(file.Blocks, key, ContentId);

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1024);
    }

    [Fact]
    public void Blocks_that_do_not_fit_and_steps_of_zero_are_the_callers_mistake()
    {
        Assert.Throws<ArgumentException>(static () => new JpegLumaBlocks(new short[64 * 31], 64, 32, 8, Flat(1)));
        Assert.Throws<ArgumentException>(static () => new JpegLumaBlocks(new short[64 * 32], 64, 32, 7, Flat(1)));
        Assert.Throws<ArgumentOutOfRangeException>(static () => new JpegLumaBlocks(new short[64 * 32], 64, 32, 8, Flat(0)));
        Assert.Throws<ArgumentOutOfRangeException>(static () => new JpegLumaBlocks(new short[64 * 32], 64, 32, 8, new ushort[63]));
    }

    private static ushort[] Flat(ushort step)
    {
        var steps = new ushort[64];
        Array.Fill(steps, step);
        return steps;
    }
}
