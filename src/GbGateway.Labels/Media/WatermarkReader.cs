using GbGateway.Labels.Media.Pixels;
using GbGateway.Labels.Watermark;

namespace GbGateway.Labels.Media;

/// <summary>Looks for a watermark in a picture file of any format this product labels: the first frame of an animation.</summary>
public static class WatermarkReader
{
    /// <summary>Decodes the file and looks; never throws on hostile bytes.</summary>
    /// <param name="file">The whole file.</param>
    /// <param name="detector">Whose keys are looked for; may be shared by threads.</param>
    /// <param name="limits">Caps checked from the header before a pixel is decoded.</param>
    public static WatermarkReading Read(ReadOnlyMemory<byte> file, WatermarkDetector detector, MediaLimits limits)
    {
        var format = MediaFormats.Detect(file.Span[..Math.Min(file.Length, MediaFormat.HeadLength)]);
        if (format is null)
        {
            return new WatermarkReading(null, "the bytes are of no known media format");
        }
        if (MediaLabeler.FindExcess(format, file.Span, limits, out _) is { } excess)
        {
            return new WatermarkReading(null, excess.Reason);
        }
        var samples = PixelCodec.Decode(file, out var width, out var height, out var layout, out var reason);
        return samples is null
            ? new WatermarkReading(null, reason)
            : new WatermarkReading(detector.Detect(new PixelView(samples, width, height, width * (int)layout, layout)));
    }
}
