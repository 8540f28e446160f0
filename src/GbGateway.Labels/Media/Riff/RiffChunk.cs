namespace GbGateway.Labels.Media.Riff;

/// <summary>One chunk of a RIFF file by its place in the file.</summary>
/// <param name="Type">The four letters as a big-endian number, <c>VP8X</c> = 0x56503858.</param>
/// <param name="Start">Where its type starts.</param>
/// <param name="Length">Bytes of its data, padding not counted.</param>
/// <param name="End">One past its padding.</param>
internal readonly record struct RiffChunk(uint Type, int Start, int Length, int End)
{
    public ReadOnlySpan<byte> Data(ReadOnlySpan<byte> file) => file.Slice(Start + 8, Length);

    public ReadOnlySpan<byte> Whole(ReadOnlySpan<byte> file) => file[Start..End];
}
