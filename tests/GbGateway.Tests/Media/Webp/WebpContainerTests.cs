using GbGateway.Labels;
using NetVips;

namespace GbGateway.Tests.Media.Webp;

/// <summary>Chunks that contradict each other, as fuzzing found them.</summary>
public sealed class WebpContainerTests
{
    private const int Width = 96, Height = 64;

    [Theory]
    [InlineData("lossy.webp", 13, 64)]
    [InlineData("lossy.webp", 96, 1)]
    [InlineData("lossless.webp", 97, 64)]
    public void A_picture_that_is_not_as_large_as_its_canvas_is_malformed(string kind, int width, int height)
    {
        // The caps are asked of the canvas: a picture larger than it would be decoded past them.
        var file = Carriers.AddRiff(TestPictures.Make(kind, Width, Height), "NOTE", [1, 2], 0, width, height);
        foreach (var order in new[] { Orders.Both, Orders.MetadataOnly })
        {
            Assert.Equal(LabelOutcome.Malformed, Orders.Label(file, order).Receipt.Outcome);
        }
    }

    [Theory]
    [InlineData("lossy.webp")]
    [InlineData("lossless.webp")]
    public void An_animation_of_one_frame_is_a_picture_that_decoders_take_once_it_is_labelled(string kind)
    {
        var picture = TestPictures.Make(kind, Width, Height).AsSpan(12);
        byte[] size = [Width - 1, 0, 0, Height - 1, 0, 0];
        byte[] frame = [0, 0, 0, 0, 0, 0, .. size, 100, 0, 0, 0, .. picture];
        byte[] chunks =
        [
            .. "VP8X"u8, 10, 0, 0, 0, 2, 0, 0, 0, .. size,
            .. "ANIM"u8, 6, 0, 0, 0, 0, 0, 0, 0, 0, 0,
            .. "ANMF"u8, .. BitConverter.GetBytes(frame.Length), .. frame,
        ];
        byte[] file = [.. "RIFF"u8, .. BitConverter.GetBytes(4 + chunks.Length), .. "WEBP"u8, .. chunks];
        Assert.Equal(Width, DecodedWidth(file));

        var (receipt, output) = Orders.Label(file, Orders.Both);

        Assert.True(receipt.IsLabelled, receipt.Reason);
        Assert.Equal(Width, DecodedWidth(output));
        Assert.Equal(Orders.Metadata, Assert.Single(Orders.Find(output)).Metadata);
        Assert.True(Orders.Label(output, Orders.Both).Receipt.IsLabelled);
    }

    private static int DecodedWidth(byte[] file)
    {
        using var image = Image.NewFromBuffer(file, failOn: Enums.FailOn.Error);
        Assert.True(image.Avg() > 0);
        return image.Width;
    }
}
