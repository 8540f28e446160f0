using GbGateway.Labels.Media.Avif;
using GbGateway.Labels.Media.Gif;
using GbGateway.Labels.Media.Heif;
using GbGateway.Labels.Media.Jpeg;
using GbGateway.Labels.Media.Png;
using GbGateway.Labels.Media.Tiff;
using GbGateway.Labels.Media.Webp;

namespace GbGateway.Labels.Media;

/// <summary>The media formats this product labels, in the order they are asked.</summary>
public static class MediaFormats
{
    /// <summary>Every format.</summary>
    public static IReadOnlyList<MediaFormat> All => List;

    // An array, asked on every exchange: a walk over it makes no enumerator.
    private static readonly MediaFormat[] List =
        [new PngFormat(), new JpegFormat(), new WebpFormat(), new GifFormat(), new AvifFormat(), new HeifFormat(), new TiffFormat()];

    /// <summary>The format a file's first <see cref="MediaFormat.HeadLength"/> bytes belong to, or null. Names and Content-Types lie; bytes don't.</summary>
    public static MediaFormat? Detect(ReadOnlySpan<byte> head)
    {
        foreach (var format in List)
        {
            if (format.Matches(head))
            {
                return format;
            }
        }
        return null;
    }
}
