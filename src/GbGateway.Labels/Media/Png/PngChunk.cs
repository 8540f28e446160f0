namespace GbGateway.Labels.Media.Png;

/// <summary>One chunk of a PNG by its place in the file.</summary>
/// <param name="Type">The type, its four letters as a big-endian number (see <see cref="PngChunkType"/>).</param>
/// <param name="Start">Where its length field starts.</param>
/// <param name="Length">Bytes of its data.</param>
internal readonly record struct PngChunk(uint Type, int Start, int Length)
{
    public int DataStart => Start + 8;

    /// <summary>One past its CRC.</summary>
    public int End => Start + 12 + Length;

    public ReadOnlySpan<byte> Data(ReadOnlySpan<byte> file) => file.Slice(DataStart, Length);

    public ReadOnlySpan<byte> Whole(ReadOnlySpan<byte> file) => file[Start..End];
}
