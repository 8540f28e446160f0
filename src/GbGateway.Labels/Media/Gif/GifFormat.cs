using System.Buffers;
using GbGateway.Labels.Media.Pixels;
using NetVips;

namespace GbGateway.Labels.Media.Gif;

/// <summary>GIF (87a and 89a), every frame of an animation labelled.</summary>
public sealed class GifFormat : PictureFormat
{
    /// <inheritdoc/>
    public override string Name => "gif";

    /// <inheritdoc/>
    public override string ContentType => "image/gif";

    /// <inheritdoc/>
    public override bool Matches(ReadOnlySpan<byte> head) => GifBlocks.Is(head);

    private protected override bool TryReadHeader(ReadOnlySpan<byte> file, out MediaFacts facts) => GifContainer.TryReadFacts(file, out facts);

    private protected override PictureSurvey? Survey(ReadOnlySpan<byte> file) => GifContainer.Survey(file);

    // Frames are composed as they are shown and coded anew with palettes of their own: a frame that redraws a part of the label's box,
    // or clears it, must show the label all the same.
    private protected override TranscodedPixels Transcode(ReadOnlyMemory<byte> file, PixelWork work) =>
        PixelCodec.Transcode(
            file, work,
            static bytes => Image.GifloadBuffer(bytes, n: -1, access: Enums.Access.Sequential, failOn: Enums.FailOn.Error),
            static image => image.GifsaveBuffer(dither: 0, effort: 4, keep: Enums.ForeignKeep.None));

    private protected override string? WriteContainer(
        ReadOnlySpan<byte> file, ReadOnlySpan<byte> encoded, LabelOrder order, IBufferWriter<byte> output)
    {
        GifContainer.Write(file, encoded, order, output);
        return null;
    }
}
