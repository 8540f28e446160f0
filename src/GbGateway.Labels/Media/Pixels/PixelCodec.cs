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
            // One tall picture can have the rows of many frames.
            if (image.Width != facts.Width || image.Height != (long)facts.Height * facts.Frames || image.PageHeight != facts.Height)
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
            var encoded = save(stamped);
            if (receipt is { Outcome: WatermarkOutcome.Marked } && !IsReadable(encoded, work.Mark!))
            {
                receipt = work.Mark!.Unmarked(WatermarkOutcome.TooCoarse);
            }
            return TranscodedPixels.Of(encoded) with { Watermark = receipt };
        }
        catch (VipsException e)
        {
            return TranscodedPixels.Refused(LabelOutcome.Malformed, ReasonOf(e));
        }
    }

    /// <summary>Whether a lossy coding left the mark in the picture: nobody can foretell that, and looking costs a tenth of an encoder.</summary>
    public static bool IsReadable(ReadOnlyMemory<byte> encoded, WatermarkOrder mark) =>
        Decode(encoded, out var width, out var height, out var layout, out _) is { } samples
        && mark.Key.Detector.Detect(new PixelView(samples, width, height, width * (int)layout, layout))?.Payload.ContentId == mark.ContentId;

    /// <summary>Decodes a still, or an animation's first frame, to 8 bits a sample: gray or sRGB, with straight alpha or without. Null, with a reason, if it can't be.</summary>
    public static byte[]? Decode(ReadOnlyMemory<byte> file, out int width, out int height, out PixelLayout layout, out string? reason)
    {
        (width, height, layout, reason) = (0, 0, PixelLayout.Rgb, null);
        try
        {
            using var image = Image.NewFromBuffer(file.ToArray(), access: Enums.Access.Sequential);
            var isGray = image.Bands < 3;
            using var coloured = image.Colourspace(isGray ? Enums.Interpretation.Bw : Enums.Interpretation.Srgb);
            var bands = Math.Min(coloured.Bands, (isGray ? 1 : 3) + (coloured.HasAlpha() ? 1 : 0));
            using var trimmed = coloured.ExtractBand(0, n: bands);
            using var bytes = trimmed.Cast(Enums.BandFormat.Uchar);
            (width, height, layout) = (bytes.Width, bytes.Height, (PixelLayout)bands);
            return bytes.WriteToMemory<byte>();
        }
        catch (VipsException e)
        {
            reason = ReasonOf(e);
            return null;
        }
    }

    private static string ReasonOf(VipsException e)
    {
        var lines = e.Message.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return lines.Length > 1 ? lines[^1] : "the pixels can't be decoded";
    }

    private static Image Mark(Image decoded, PixelWork work, WatermarkOrder mark, out WatermarkReceipt? receipt)
    {
        var marked = PixelMark.Apply(decoded, work, mark, out var result);
        receipt = result;
        return marked;
    }
}
