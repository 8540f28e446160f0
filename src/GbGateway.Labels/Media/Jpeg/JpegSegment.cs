namespace GbGateway.Labels.Media.Jpeg;

/// <summary>One marker segment by its place in the file, from its marker on. Fill bytes and stray ones before it are of no segment: copied behind SOI, they would make the file no JPEG.</summary>
internal readonly record struct JpegSegment(byte Marker, int Start, int DataStart, int End)
{
    public ReadOnlySpan<byte> Data(ReadOnlySpan<byte> file) => file[DataStart..End];

    public ReadOnlySpan<byte> Whole(ReadOnlySpan<byte> file) => file[Start..End];
}
