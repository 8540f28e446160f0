using GbGateway.Labels.Media;
using GbGateway.Tests.Support;

namespace GbGateway.Tests.Media;

/// <summary>Pictures nobody here made, broken ones among them.</summary>
public sealed class FixturePictureTests
{
    [SkippableTheory]
    [InlineData("pngsuite")]
    [InlineData("png-fuzz")]
    [InlineData("jpeg-kinds")]
    [InlineData("jpeg-fuzz")]
    [InlineData("webp")]
    [InlineData("webp-fuzz")]
    [InlineData("apng")]
    [InlineData("pillow")]
    [InlineData("image-rs")]
    [InlineData("sharp")]
    [InlineData("gif-fuzz")]
    [InlineData("avif-heic")]
    public void Every_picture_gives_a_receipt_or_a_file_with_exactly_one_label(string folder)
    {
        Skip.If(Fixtures.Root is null, "the folder shared/fixtures is not here");
        foreach (var path in Fixtures.Files($"images/{folder}"))
        {
            var file = File.ReadAllBytes(path);
            foreach (var order in new[] { Orders.MetadataOnly, Orders.Both, Orders.Marked })
            {
                var (receipt, output) = Orders.Label(file, order);
                if (receipt.IsLabelled)
                {
                    var found = Orders.Find(output);
                    Assert.True(found.Count == 1 && found[0].Metadata == Orders.Metadata, $"{path} {receipt.Path}: {found.Count} labels");
                    Assert.True(MediaFormats.Detect(output)!.TryReadFacts(output, out _), path);
                    Assert.True(order.Watermark is null || receipt.Watermark is not null, path);
                }
                else
                {
                    Assert.False(string.IsNullOrEmpty(receipt.Reason), path);
                }
            }
        }
    }
}
