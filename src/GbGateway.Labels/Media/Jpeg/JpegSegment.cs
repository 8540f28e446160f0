namespace GbGateway.Labels.Media.Jpeg;

/// <summary>One marker segment by its place in the file; <paramref name="Start"/> takes in fill bytes and stray ones before the marker.</summary>
internal readonly record struct JpegSegment(byte Marker, int Start, int DataStart, int End)
{
    public ReadOnlySpan<byte> Data(ReadOnlySpan<byte> file) => file[DataStart..End];

    public ReadOnlySpan<byte> Whole(ReadOnlySpan<byte> file) => file[Start..End];
}
