using GbGateway.Labels.Watermark;

namespace GbGateway.Labels.Media.Jpeg.Surgery;

/// <summary>Marks the luma of a picture whose coefficients are all held.</summary>
internal static class LumaMark
{
    /// <summary>Why a frame's first component is not its luma in full resolution, or null.</summary>
    public static string? FindObstacle(JpegFrame frame) =>
        frame.Count > 1 && !frame.HasChroma ? "RGB components, which have no luma"
        : frame.Components[0].Horizontal != frame.MaxHorizontal || frame.Components[0].Vertical != frame.MaxVertical ? "luma of less than full resolution"
        : null;

    public static WatermarkReceipt Embed(CoefficientStore store, HeaderReader header, WatermarkOrder mark)
    {
        var frame = header.Frame;
        var blocks = new JpegLumaBlocks(store.Rows(0, frame.Rows * frame.Components[0].Vertical), frame.Width, frame.Height,
            store.Wide(0), header.Quant(0).Steps, Zigzag.ToNatural);
        return JpegWatermarkEmbedder.Embed(blocks, mark.Key, mark.ContentId, mark.Strength);
    }
}
