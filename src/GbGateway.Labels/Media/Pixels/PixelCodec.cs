using GbGateway.Labels.Watermark;
using NetVips;

namespace GbGateway.Labels.Media.Pixels;

/// <summary>Decodes, stamps and encodes through libvips: one thread a picture, no operation cache, no loader but those of the listed formats.</summary>
internal static class PixelCodec
{
    private static readonly string[] AllowedLoaders = 
        ["VipsForeignLoadPng", "VipsForeignLoadJpeg", "VipsForeignLoadWebp", "VipsForeignLoadNsgif", "VipsForeignLoadHeif", "VipsForeignLoadTiff"];

    static PixelCodec()
    {
        NetVips.NetVips.Concurrency = 1; // a gate outside bounds how many pictures are decoded at a time
        Cache.Max = 0;
        Log.SetLogHandler("VIPS", Enums.LogLevelFlags.Warning, static (_, _, _) => { }); // hostile files must not fill the log; receipts tell
        Operation.Block("VipsForeignLoad", true);
        foreach (var loader in AllowedLoaders)
        {
            Operation.Block(loader, false);
        }
    }

    /// <summary>Loads a picture, marks and stamps it as ordered, and saves it. What libvips throws on hostile bytes becomes a refusal.</summary>
    public static TranscodedPixels Transcode(
        ReadOnlyMemory<byte> file, PixelWork work, Func<byte[], Image> load, Func<Image, byte[]> save)
    {
        try
        {
            var facts = work.Facts;
            using var image = load(file.ToArray());
            if (image.Width != facts.Width || image.Height != (long)facts.Height * facts.Frames)
            {
                return TranscodedPixels.Refused(LabelOutcome.Malformed, "the picture's size differs from its header's");
            }
            if (image.Format is not (Enums.BandFormat.Uchar or Enums.BandFormat.Ushort))
            {
                return TranscodedPixels.Refused(LabelOutcome.Unsupported, $"samples of type {image.Format}");
            }
            // The box is read apart from the rest, which a decoder that only runs forwards can't serve; the caps bound this memory.
            using var decoded = image.CopyMemory();
            WatermarkReceipt? receipt = null;
            using var marked = work.Mark is { } mark ? Mark(decoded, work, mark, out receipt) : decoded;
            using var stamped = work.Stamp is not { } stamp ? marked : facts.Frames > 1 ? FrameBlend.Apply(marked, stamp, facts) : StampBlend.Apply(marked, stamp);
            return TranscodedPixels.Of(save(stamped)) with { Watermark = receipt };
        }
        catch (VipsException e)
        {
            var lines = e.Message.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
            return TranscodedPixels.Refused(LabelOutcome.Malformed, lines.Length > 1 ? lines[^1] : "the pixels can't be decoded");
        }
    }

    private static Image Mark(Image decoded, PixelWork work, WatermarkOrder mark, out WatermarkReceipt? receipt)
    {
        var marked = PixelMark.Apply(decoded, work, mark, out var result);
        receipt = result;
        return marked;
    }
}
