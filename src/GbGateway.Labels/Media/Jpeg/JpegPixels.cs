using GbGateway.Labels.Media.Pixels;
using NetVips;

namespace GbGateway.Labels.Media.Jpeg;

/// <summary>Decodes and encodes a JPEG's pixels at its own quality, subsampling and order of scans. The decoder sees no metadata.</summary>
internal static class JpegPixels
{
    public static TranscodedPixels Transcode(ReadOnlyMemory<byte> file, PixelWork work)
    {
        var header = JpegHeader.Read(file.Span)!;
        return PixelCodec.Transcode(
            Bare(file.Span), work,
            static bytes => Image.JpegloadBuffer(bytes, autorotate: false, access: Enums.Access.Sequential, failOn: Enums.FailOn.Error),
            image => image.JpegsaveBuffer(
                q: JpegHeader.ReadQuality(file.Span),
                optimizeCoding: true,
                interlace: header.IsProgressive,
                subsampleMode: header.IsHalved ? Enums.ForeignSubsample.On : Enums.ForeignSubsample.Off,
                keep: Enums.ForeignKeep.None));
    }

    /// <summary>The file without its metadata; the Adobe segment stays, it tells the colour transform.</summary>
    private static byte[] Bare(ReadOnlySpan<byte> file)
    {
        var bare = new byte[file.Length];
        bare[0] = 0xFF;
        bare[1] = JpegMarker.StartOfImage;
        var length = 2;
        var segments = new JpegSegments(file);
        while (segments.MoveNext() && !segments.ReachedScan)
        {
            var segment = segments.Current;
            var metadata = JpegMarker.IsApplication(segment.Marker) || segment.Marker == JpegMarker.Comment;
            if (!metadata || JpegApp.IsAdobe(file, segment) || JpegApp.IsJfif(file, segment))
            {
                segment.Whole(file).CopyTo(bare.AsSpan(length));
                length += segment.End - segment.Start;
            }
        }
        file[segments.Current.Start..].CopyTo(bare.AsSpan(length));
        return bare[..(length + file.Length - segments.Current.Start)];
    }
}
