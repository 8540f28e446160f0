using GbGateway.Labels;
using GbGateway.Labels.Explicit;
using GbGateway.Labels.Media;
using GbGateway.Tests.Support;
using NetVips;

namespace GbGateway.Tests.Media;

/// <summary>Animations: every frame shows the label, keeps its time, and metadata alone moves no frame's byte.</summary>
public sealed class AnimationTests
{
    private const int Width = 160, Height = 120, Frames = 4;

    [Theory]
    [InlineData("gif")]
    [InlineData("lossy.webp")]
    [InlineData("lossless.webp")]
    public void Every_frame_shows_the_label_and_keeps_its_time(string kind)
    {
        var file = Animate(kind);
        var (receipt, output) = Orders.Label(file, Orders.Both);

        Assert.Equal((LabelOutcome.Labelled, "transcode", null), (receipt.Outcome, receipt.Path, receipt.Reason));
        Assert.Equal(Orders.Metadata, Assert.Single(Orders.Find(output)).Metadata);
        using var before = Image.NewFromBuffer(file, kwargs: new VOption { { "n", -1 } });
        using var after = Image.NewFromBuffer(output, kwargs: new VOption { { "n", -1 } });
        Assert.Equal((Width, Height * Frames, Height), (after.Width, after.Height, after.PageHeight));
        Assert.Equal((int[])before.Get("delay"), (int[])after.Get("delay"));
        Assert.Equal(before.Get("loop"), after.Get("loop"));
        var placed = PlacedStamp.For("AI生成", LabelPosition.TopLeft, new MediaFacts(Width, Height));
        for (var frame = 0; frame < Frames; frame++)
        {
            using var was = before.ExtractArea(placed.X, frame * Height + placed.Y, placed.Stamp.Width, placed.Stamp.Height);
            using var now = after.ExtractArea(placed.X, frame * Height + placed.Y, placed.Stamp.Width, placed.Stamp.Height);
            // A bright ground goes dark under the plate, and some letter is near white.
            Assert.True(was.ExtractBand(1).Avg() - now.ExtractBand(1).Avg() > 40, $"frame {frame}: {was.Avg()} -> {now.Avg()}");
            Assert.True(now.ExtractBand(1).Max() > 190, $"frame {frame}");
        }
    }

    [Theory]
    [InlineData("gif")]
    [InlineData("lossy.webp")]
    public void Metadata_alone_keeps_every_frame(string kind)
    {
        var file = Animate(kind);
        var (receipt, once) = Orders.Label(file, Orders.MetadataOnly with { Metadata = Orders.Other });
        Assert.Equal("metadata", receipt.Path);
        var (again, twice) = Orders.Label(once, Orders.MetadataOnly);

        Assert.Equal(Orders.Other, again.UpstreamLabel);
        Assert.Equal(Orders.Metadata, Assert.Single(Orders.Find(twice)).Metadata);
        Assert.Equal(once.Length, twice.Length);
        using var before = Image.NewFromBuffer(file, kwargs: new VOption { { "n", -1 } });
        using var after = Image.NewFromBuffer(twice, kwargs: new VOption { { "n", -1 } });
        Assert.Equal(before.WriteToMemory<byte>(), after.WriteToMemory<byte>());
    }

    [Fact]
    public void Labels_in_comments_of_a_gif_are_found_and_replaced_and_other_comments_kept()
    {
        var file = Animate("gif");
        var head = 13 + (3 << ((file[10] & 7) + 1));
        var label = System.Text.Encoding.Latin1.GetBytes(Carriers.Wrapped);
        byte[] comments = [0x21, 0xFE, (byte)label.Length, .. label, 0, 0x21, 0xFE, 4, .. "mine"u8, 0];
        file = [.. file.AsSpan(0, head), .. comments, .. file.AsSpan(head)];
        Assert.Equal("42", Assert.Single(Orders.Find(file)).Metadata?.ProduceID);
        foreach (var order in new[] { Orders.MetadataOnly, Orders.Both })
        {
            var (_, output) = Orders.Label(file, order);

            Assert.Equal(Orders.Metadata, Assert.Single(Orders.Find(output)).Metadata);
            Assert.True(output.AsSpan().IndexOf("someone"u8) < 0);
            Assert.True(output.AsSpan().IndexOf("\u0004mine"u8) > 0);
        }
    }

    [Fact]
    public void A_gif_cut_anywhere_is_a_receipt()
    {
        var file = Animate("gif");
        for (var length = 0; length < file.Length; length += 1 + file.Length / 211)
        {
            Assert.False(Orders.Label(file[..length], Orders.Both).Receipt.IsLabelled, $"cut at {length}");
        }
    }

    [SkippableFact]
    public void An_animated_png_is_refused_with_its_reason()
    {
        Skip.If(Fixtures.Root is null, "the folder shared/fixtures is not here");
        var file = File.ReadAllBytes(Fixtures.Files("images/apng").Single(static path => path.EndsWith("delay.png", StringComparison.Ordinal)));
        var (receipt, _) = Orders.Label(file, Orders.Both);

        Assert.Equal(LabelOutcome.Unsupported, receipt.Outcome);
        Assert.Contains("animated", receipt.Reason, StringComparison.Ordinal);
    }

    private static byte[] Animate(string kind)
    {
        _ = MediaFormats.All;
        using var frame = TestPictures.Paint(Width, Height);
        var images = Enumerable.Range(0, Frames).Select(i => (frame * 0.3 + (160.0 + 10 * i)).Cast(Enums.BandFormat.Uchar)).ToArray();
        using var column = Image.Arrayjoin(images, across: 1);
        using var animation = column.Copy(interpretation: Enums.Interpretation.Srgb).Mutate(static m =>
        {
            m.Set(GValue.GIntType, "page-height", Height);
            m.Set(GValue.ArrayIntType, "delay", new[] { 100, 200, 300, 400 });
            m.Set(GValue.GIntType, "loop", 3);
        });
        return kind switch
        {
            "gif" => animation.GifsaveBuffer(keep: Enums.ForeignKeep.None),
            "lossy.webp" => animation.WebpsaveBuffer(q: 80, keep: Enums.ForeignKeep.None),
            _ => animation.WebpsaveBuffer(lossless: true, keep: Enums.ForeignKeep.None),
        };
    }
}
