using GbGateway.Content;
using GbGateway.Content.Bodies;
using GbGateway.Labels;
using GbGateway.Labels.Media;
using GbGateway.Labels.Text;
using GbGateway.Tests.Media;
using GbGateway.Tests.Support;

namespace GbGateway.Tests.Bodies;

/// <summary>A picture that is the whole body: kept while small, labelled while it arrives when it is not.</summary>
public sealed class MediaBodyTests
{
    private static readonly byte[] Png = TestPictures.Make("rgb.png");
    private static readonly byte[] Jpeg = TestPictures.Make("444.jpg", 640, 512);

    [Theory]
    [InlineData("rgb.png")]
    [InlineData("444.jpg")]
    [InlineData("palette.png")]
    [InlineData("progressive.jpg")]
    public void The_output_never_depends_on_the_cuts_and_is_that_of_the_whole_file(string kind)
    {
        var file = kind == "rgb.png" ? Png : TestPictures.Make(kind, 1400, 1000);
        Assert.True(file.Length > MediaBody.SmallLength);
        var outcome = Cuts.AllAgree(() => Body(file), file);

        Assert.Null(outcome.Refusal);
        Assert.Equal(Orders.Label(file, Orders.Both).Output, outcome.Output);
    }

    [Fact]
    public void A_late_label_and_a_broken_end_give_the_same_at_every_cut()
    {
        var late = Carriers.AddChunk(Png, "tEXt", System.Text.Encoding.Latin1.GetBytes("AIGC\0" + Carriers.Wrapped), "IEND");
        Assert.Equal(Orders.Metadata, Assert.Single(Orders.Find(Cuts.AllAgree(() => Body(late), late).Output)).Metadata);

        var turned = Carriers.AddChunk(Png, "eXIf", Carriers.Exif(true, 6, null, null), "IEND");
        Assert.Equal("an orientation that comes after the picture", Cuts.AllAgree(() => Body(turned), turned).Refusal);

        byte[] twice = [.. Jpeg.AsSpan(0, Jpeg.Length - 2), 0xFF, 0xFE, 0, 4, 1, 2, 0xFF, 0xD9];
        Assert.Equal("more than one scan", Cuts.AllAgree(() => Body(twice), twice).Refusal);
    }

    [Theory]
    [InlineData("rgb.png")]
    [InlineData("444.jpg")]
    public void A_file_that_ends_early_is_refused_and_the_head_is_held_while_nothing_left(string kind)
    {
        var file = kind == "rgb.png" ? Png : Jpeg;
        foreach (var length in new[] { MediaBody.SmallLength, MediaBody.SmallLength + 1, file.Length / 2, file.Length - 3 })
        {
            var cut = file[..length];
            using var body = Body(cut);
            var output = new PooledBuffer();
            body.Write(cut, output, out _);
            Assert.Equal(output.Length == 0, body.HoldsHead);
            var status = body.Complete(output);
            Assert.Equal(RewriteStatus.Refused, status == RewriteStatus.NeedsPixels ? body.Complete(output) : status);
            Assert.Equal(LabelOutcome.Malformed, body.Refusal?.Outcome);
        }
    }

    [Fact]
    public void A_small_file_is_kept_whole_so_that_its_refusal_is_clean()
    {
        var file = TestPictures.Make("rgb.png", 120, 96);
        Assert.InRange(file.Length, 1, MediaBody.SmallLength);
        using var body = Body(file);
        var output = new PooledBuffer();
        Assert.Equal(RewriteStatus.Done, body.Write(file, output, out _));
        Assert.True(body.HoldsHead);
        Assert.Equal(0, output.Length);
    }

    [Fact]
    public void The_cap_on_pictures_holds_for_streamed_ones_at_the_same_byte_wherever_the_file_is_cut()
    {
        var policy = Policy with { MediaLimits = MediaLimits.Default with { MaxBytes = Png.Length - 1000 } };
        var outcome = Cuts.AllAgree(() => Body(Png, policy), Png);

        Assert.StartsWith("the file is longer than MaxPictureBytes", outcome.Refusal);
        Assert.NotEmpty(outcome.Output);
        using var body = Body(Png, policy);
        Assert.Equal(LabelOutcome.TooLarge, body.FindExcess(Png.Length)?.Outcome);
        Assert.Null(body.FindExcess(Png.Length - 1000));
    }

    [Fact]
    public void MaxBodyBytes_bounds_what_is_kept_not_what_passes()
    {
        var policy = Policy with { Limits = BodyLimits.Default with { MaxBodyBytes = 100_000 } };
        var palette = TestPictures.Make("palette.png", 640, 512);
        var large = TestPictures.Make("rgb.png", 512, 640);

        Assert.Null(Cuts.Run(() => Body(large, policy), large, Enumerable.Range(1, large.Length / 1000).Select(static i => i * 1000)).Refusal);
        var refused = Cuts.AllAgree(() => Body(palette, policy), palette);
        Assert.Equal(("the file is longer than MaxBodyBytes", 0), (refused.Refusal, refused.Output.Length));
    }

    [Fact]
    public void The_exchange_knows_of_the_label_when_the_head_leaves_and_of_what_came_late_at_the_end()
    {
        var file = Carriers.AddChunk(Png, "caBX", new byte[50], "IEND");
        var exchange = new Exchange(Policy, Orders.Metadata);
        using var body = new MediaBody(exchange, MediaFormats.Detect(file)!);
        var output = new PooledBuffer();
        body.Write(file.AsSpan(0, file.Length - 100), output, out _);
        Assert.False(body.HoldsHead);
        Assert.False(Assert.Single(exchange.Labels).Receipt!.HadContentCredentials);
        body.Write(file.AsSpan(file.Length - 100), output, out _);
        Assert.Equal(RewriteStatus.Done, body.Complete(output));
        Assert.True(Assert.Single(exchange.Labels).Receipt!.HadContentCredentials);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Hostile_bytes_never_throw_and_give_the_same_at_any_cut(int seed)
    {
        var random = new Random(seed);
        byte[][] files = [Carriers.AddChunk(Carriers.AddChunk(Png, "tEXt", new byte[60], "IEND"), "eXIf", Carriers.Exif(true, 1, null, null), "IEND"), Jpeg];
        for (var round = 0; round < 150; round++)
        {
            var file = files[round % 2].ToArray();
            for (var i = random.Next(1, 4); i > 0; i--)
            {
                var at = random.Next(3) switch { 0 => random.Next(file.Length), 1 => random.Next(40, 4000), _ => file.Length - 1 - random.Next(200) };
                file[at] = random.Next(2) == 0 ? (byte)random.Next(256) : (byte)0xFF;
            }
            file = random.Next(4) == 0 ? file[..random.Next(MediaFormat.HeadLength, file.Length)] : file;
            if (MediaFormats.Detect(file.AsSpan(0, MediaFormat.HeadLength)) is null)
            {
                continue;
            }
            var whole = Cuts.Run(() => Body(file), file, []);
            var cuts = Enumerable.Range(0, random.Next(1, 40)).Select(_ => random.Next(1, file.Length)).Order().ToArray();
            var cut = Cuts.Run(() => Body(file), file, cuts);
            // The words of a refusal may be the pixel library's, which keeps its errors for all threads together.
            Assert.Equal(whole.Refusal is null, cut.Refusal is null);
            Assert.True(whole.Output.AsSpan().SequenceEqual(cut.Output), $"seed {seed}, round {round}: {whole.Output.Length} and {cut.Output.Length} bytes, {whole.Refusal}");
        }
    }

    private static ContentPolicy Policy { get; } = new() { TextLabel = new ExplicitTextLabel(ExplicitTextLabel.DefaultWording, TextLabelPlacement.End) };

    private static MediaBody Body(byte[] file, ContentPolicy? policy = null) =>
        new(new Exchange(policy ?? Policy, Orders.Metadata), MediaFormats.Detect(file.AsSpan(0, MediaFormat.HeadLength))!);
}
