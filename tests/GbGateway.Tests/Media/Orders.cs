using System.Buffers;
using GbGateway.Labels;
using GbGateway.Labels.Media;
using GbGateway.Labels.Watermark;
using GbGateway.Tests.Watermark;

namespace GbGateway.Tests.Media;

/// <summary>The orders of the media tests, and the two calls they make.</summary>
internal static class Orders
{
    public static AigcMetadata Metadata { get; } = AigcMetadata.ByProducer("001191110102MACQD9K64010000", "01JTESTPRODUCEID0000000001");

    public static AigcMetadata Other { get; } = AigcMetadata.ByProducer("00119OTHERPRODUCER000010000", "01JTESTPRODUCEID0000000002");

    public static LabelOrder Both { get; } = new() { Metadata = Metadata };

    public static LabelOrder Marked { get; } = Both with { Watermark = new WatermarkOrder(Keys.Make(1), 0x0BAD_CAFE_1234, WatermarkStrength.Standard) };

    public static LabelOrder MetadataOnly { get; } = new() { Metadata = Metadata, Wording = null };

    public static (LabelReceipt Receipt, byte[] Output) Label(byte[] file, LabelOrder order)
    {
        var output = new ArrayBufferWriter<byte>();
        var receipt = MediaLabeler.WriteLabels(file, order, output);
        return (receipt, output.WrittenSpan.ToArray());
    }

    public static List<FoundLabel> Find(byte[] file)
    {
        var found = new List<FoundLabel>();
        MediaFormats.Detect(file.AsSpan(0, Math.Min(file.Length, MediaFormat.HeadLength)))!.FindImplicitLabels(file, found);
        return found;
    }
}
