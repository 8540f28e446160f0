using GbGateway.Labels.Watermark;
using NetVips;

namespace GbGateway.Labels.Media.Pixels;

/// <summary>Marks decoded pictures, every frame of an animation by itself.</summary>
internal static class PixelMark
{
    /// <summary>Returns the picture with its frames marked, its header kept; the same picture if none could be.</summary>
    public static Image Apply(Image image, PixelWork work, WatermarkOrder mark, out WatermarkReceipt receipt)
    {
        receipt = mark.Unmarked(WatermarkOutcome.Unsupported);
        if (image.Bands is < 1 or > 4 || image.Interpretation == Enums.Interpretation.Cmyk || (image.Bands is 2 or 4) != image.HasAlpha())
        {
            return image;
        }
        var isWide = image.Format == Enums.BandFormat.Ushort;
        var samples = isWide ? [] : image.WriteToMemory<byte>();
        var words = isWide ? image.WriteToMemory<ushort>() : [];
        if (isWide)
        {
            samples = new byte[words.Length];
            for (var i = 0; i < samples.Length; i++)
            {
                samples[i] = (byte)(words[i] >> 8);
            }
        }
        var row = image.Width * image.Bands;
        for (var frame = 0; frame < work.Facts.Frames; frame++)
        {
            var rows = samples.AsSpan(frame * work.Facts.Height * row, work.Facts.Height * row);
            var one = WatermarkEmbedder.Embed(
                new PixelBuffer(rows, work.Facts.Width, work.Facts.Height, row, (PixelLayout)image.Bands), mark.Key, mark.ContentId, mark.Strength);
            receipt = frame == 0 || one.Outcome == WatermarkOutcome.Marked ? one : receipt;
        }
        for (var i = 0; i < words.Length; i++)
        {
            words[i] = (ushort)(samples[i] << 8 | words[i] & 255);
        }
        using var marked = isWide
            ? Image.NewFromMemory(words, image.Width, image.Height, image.Bands, image.Format)
            : Image.NewFromMemory(samples, image.Width, image.Height, image.Bands, image.Format);
        using var sameKind = marked.Copy(interpretation: image.Interpretation);
        // Laid over the whole of it: profiles and the timing of frames stay.
        using var whole = image.Insert(sameKind, 0, 0);
        return whole.CopyMemory();
    }
}
