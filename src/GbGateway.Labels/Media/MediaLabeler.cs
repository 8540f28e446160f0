using System.Buffers;

namespace GbGateway.Labels.Media;

/// <summary>Labels one media file whose format is told by its bytes: caps first, then the format's own writer.</summary>
public static class MediaLabeler
{
    /// <summary>Writes the ordered labels into a copy of <paramref name="file"/>; never throws on hostile bytes.</summary>
    public static LabelReceipt WriteLabels(ReadOnlyMemory<byte> file, LabelOrder order, IBufferWriter<byte> output)
    {
        var format = MediaFormats.Detect(file.Span[..Math.Min(file.Length, MediaFormat.HeadLength)]);
        if (format is null)
        {
            return new LabelReceipt(LabelOutcome.Unsupported, "unknown", "", "the bytes are of no known media format");
        }
        if (FindExcess(format, file.Span, order.Limits, out var facts) is { } excess)
        {
            return excess;
        }
        var receipt = format.WriteLabels(file, order, output);
        return (receipt.Width, receipt.Height) == (facts.Width, facts.Height)
            ? receipt
            : receipt with { Width = facts.Width, Height = facts.Height };
    }

    /// <summary>The receipt of a file that its header alone puts over a cap or shows to be malformed, or null.</summary>
    public static LabelReceipt? FindExcess(MediaFormat format, ReadOnlySpan<byte> file, MediaLimits limits, out MediaFacts facts)
    {
        facts = default;
        if (file.Length > limits.MaxBytes)
        {
            return new LabelReceipt(LabelOutcome.TooLarge, format.Name, "", $"{file.Length} bytes; the cap is {limits.MaxBytes}");
        }
        if (!format.TryReadFacts(file, out facts))
        {
            return new LabelReceipt(LabelOutcome.Malformed, format.Name, "", "the header is malformed");
        }
        if (facts.Frames > limits.MaxFrames || facts.Pixels > limits.MaxPixels)
        {
            return new LabelReceipt(LabelOutcome.TooLarge, format.Name, "",
                $"{facts.Width} x {facts.Height} pixels, {facts.Frames} frames; the caps are {limits.MaxPixels} pixels and {limits.MaxFrames} frames");
        }
        return null;
    }
}
