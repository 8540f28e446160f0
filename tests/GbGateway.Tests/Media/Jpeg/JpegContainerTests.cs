using System.Text;

namespace GbGateway.Tests.Media.Jpeg;

/// <summary>Segments as only fuzzing puts them together.</summary>
public sealed class JpegContainerTests
{
    [Fact]
    public void Stray_bytes_behind_a_removed_label_do_not_become_the_head_of_the_file()
    {
        byte[] stray = [0x52, 0x00, 0x52];
        var picture = TestPictures.Make("420.jpg", 64, 48);
        var packed = Carriers.AddSegment(picture, 0xE1, [.. "http://ns.adobe.com/xap/1.0/\0"u8, .. Carriers.Xmp(Carriers.Inner)]);
        byte[] file = Carriers.AddSegment([0xFF, 0xD8, .. stray, .. packed.AsSpan(2)], 0xE4, Encoding.Latin1.GetBytes(Carriers.Wrapped));
        foreach (var order in new[] { Orders.MetadataOnly, Orders.Both })
        {
            var (receipt, output) = Orders.Label(file, order);

            Assert.True(receipt.IsLabelled, receipt.Reason);
            Assert.Equal(0xFF, output[2]);
            Assert.Equal(Orders.Metadata, Assert.Single(Orders.Find(output)).Metadata);
        }
    }
}
