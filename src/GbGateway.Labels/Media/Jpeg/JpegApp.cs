namespace GbGateway.Labels.Media.Jpeg;

/// <summary>What an application segment holds, by its signature.</summary>
internal static class JpegApp
{
    public static ReadOnlySpan<byte> ExifPrefix => "Exif\0\0"u8;

    public static ReadOnlySpan<byte> XmpPrefix => "http://ns.adobe.com/xap/1.0/\0"u8;

    public static ReadOnlySpan<byte> ExtendedXmpPrefix => "http://ns.adobe.com/xmp/extension/\0"u8;

    public static ReadOnlySpan<byte> MpfPrefix => "MPF\0"u8;

    public static bool IsJfif(ReadOnlySpan<byte> file, JpegSegment segment) => Is(file, segment, JpegMarker.App0, "JFIF\0"u8);

    public static bool IsExif(ReadOnlySpan<byte> file, JpegSegment segment) => Is(file, segment, JpegMarker.App1, ExifPrefix);

    public static bool IsXmp(ReadOnlySpan<byte> file, JpegSegment segment) => Is(file, segment, JpegMarker.App1, XmpPrefix);

    public static bool IsExtendedXmp(ReadOnlySpan<byte> file, JpegSegment segment) => Is(file, segment, JpegMarker.App1, ExtendedXmpPrefix);

    public static bool IsMpf(ReadOnlySpan<byte> file, JpegSegment segment) => Is(file, segment, JpegMarker.App2, MpfPrefix);

    public static bool IsAdobe(ReadOnlySpan<byte> file, JpegSegment segment) => Is(file, segment, JpegMarker.App14, "Adobe"u8);

    /// <summary>
    /// Whether a segment may hold a bare label among other bytes: comments and application segments of no known kind. ICC profiles, Photoshop
    /// resources, JUMBF and what has a reader of its own are left alone.
    /// </summary>
    public static bool IsFree(ReadOnlySpan<byte> file, JpegSegment segment) =>
        segment.Marker == JpegMarker.Comment
        || JpegMarker.IsApplication(segment.Marker) && segment.Marker is not (JpegMarker.App11 or JpegMarker.App13)
            && !IsJfif(file, segment) && !IsExif(file, segment) && !IsXmp(file, segment) && !IsExtendedXmp(file, segment)
            && !IsMpf(file, segment) && !IsAdobe(file, segment) && !segment.Data(file).StartsWith("ICC_PROFILE\0"u8);

    private static bool Is(ReadOnlySpan<byte> file, JpegSegment segment, byte marker, ReadOnlySpan<byte> prefix) =>
        segment.Marker == marker && segment.Data(file).StartsWith(prefix);
}
