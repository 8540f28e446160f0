namespace GbGateway.Labels.Media.Gif;

/// <summary>One block of a GIF by its place in the file.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Start">Where its introducer stands.</param>
/// <param name="DataStart">Where its first sub-block's length stands; of an image, the code size before it.</param>
/// <param name="End">One past its last byte.</param>
internal readonly record struct GifBlock(GifBlockKind Kind, int Start, int DataStart, int End)
{
    public ReadOnlySpan<byte> Whole(ReadOnlySpan<byte> file) => file[Start..End];
}
