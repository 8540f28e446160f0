using System.Buffers.Binary;
using GbGateway.Labels.Media.Exif;

namespace GbGateway.Labels.Media.Jpeg;

/// <summary>What a JPEG's frame header and quantisation tables say.</summary>
internal sealed class JpegHeader
{
    private JpegHeader(MediaFacts facts)
    {
        Facts = facts;
    }

    public MediaFacts Facts { get; private set; }

    public bool IsProgressive { get; private set; }

    /// <summary>Whether the pixels are 8-bit samples of a lossy process; others (12 and 16 bits, lossless) are met in medicine and film.</summary>
    public bool IsCommon { get; private set; }

    /// <summary>Whether chroma is halved both ways (4:2:0), the one subsampling the encoder of the decode-encode path offers.</summary>
    public bool IsHalved { get; private set; }

    /// <summary>The quality, 1 to 100, at which the reference encoder would have made tables closest to this file's.</summary>
    public static int ReadQuality(ReadOnlySpan<byte> file)
    {
        var quality = 0;
        var segments = new JpegSegments(file);
        while (quality == 0 && segments.MoveNext())
        {
            quality = segments.Current.Marker == JpegMarker.QuantizationTables ? JpegQuality.Estimate(segments.Current.Data(file)) : 0;
        }
        return quality == 0 ? 90 : quality;
    }

    public static JpegHeader? Read(ReadOnlySpan<byte> file)
    {
        JpegHeader? header = null;
        var orientation = 0;
        var segments = new JpegSegments(file);
        while (segments.MoveNext())
        {
            var segment = segments.Current;
            if (JpegMarker.IsFrame(segment.Marker) && header is null)
            {
                header = ReadFrame(segment.Data(file));
                if (header is null)
                {
                    return null;
                }
                header.IsProgressive = segment.Marker is JpegMarker.Progressive or JpegMarker.ArithmeticProgressive;
                header.IsCommon = segment.Data(file)[0] == 8 && segment.Marker is (JpegMarker.Baseline or JpegMarker.Extended
                    or JpegMarker.Progressive or JpegMarker.Arithmetic or JpegMarker.ArithmeticProgressive);
            }
            else if (orientation == 0 && JpegApp.IsExif(file, segment)) // of several, readers take the first
            {
                orientation = ExifBlock.ReadOrientation(segment.Data(file)[JpegApp.ExifPrefix.Length..]);
            }
        }
        if (header is null || !segments.ReachedScan)
        {
            return null;
        }
        header.Facts = header.Facts with { Orientation = Math.Max(1, orientation) };
        return header;
    }

    private static JpegHeader? ReadFrame(ReadOnlySpan<byte> data)
    {
        if (data.Length < 9 || data.Length < 6 + 3 * data[5])
        {
            return null;
        }
        int height = BinaryPrimitives.ReadUInt16BigEndian(data[1..]);
        int width = BinaryPrimitives.ReadUInt16BigEndian(data[3..]);
        if (width == 0 || height == 0 || data[5] is 0 or > 4)
        {
            return null; // a height of 0 would be told after the first scan (DNL): no encoder does that
        }
        return new JpegHeader(new MediaFacts(width, height))
        {
            IsHalved = data[5] == 3 && data[7] == 0x22 && data[10] == 0x11 && data[13] == 0x11,
        };
    }
}
