using System.Buffers;
using GbGateway.Labels.Explicit;
using GbGateway.Labels.Media.Pixels;
using GbGateway.Labels.Media.Riff;

namespace GbGateway.Labels.Media.Webp;

/// <summary>WebP (RFC 9649).</summary>
public sealed class WebpFormat : PictureFormat
{
    /// <inheritdoc/>
    public override string Name => "webp";

    /// <inheritdoc/>
    public override string ContentType => "image/webp";

    /// <inheritdoc/>
    public override bool Matches(ReadOnlySpan<byte> head) => RiffChunks.Is(head, WebpChunkType.Webp);

    private protected override bool TryReadHeader(ReadOnlySpan<byte> file, out MediaFacts facts)
    {
        var header = WebpHeader.Read(file);
        facts = header?.Facts ?? default;
        return header is not null;
    }

    private protected override PictureSurvey? Survey(ReadOnlySpan<byte> file) => WebpContainer.Survey(file);

    private protected override string? TryWriteSurgically(
        ReadOnlyMemory<byte> file, PictureSurvey survey, LabelOrder order, PlacedStamp stamp, IBufferWriter<byte> output) =>
        WebpSurgicalWriter.TryWrite(file.Span, order, stamp, output);

    private protected override TranscodedPixels Transcode(ReadOnlyMemory<byte> file, PixelWork work) =>
        WebpPixels.Transcode(file, work);

    private protected override string? WriteContainer(
        ReadOnlySpan<byte> file, ReadOnlySpan<byte> encoded, LabelOrder order, IBufferWriter<byte> output)
    {
        WebpContainer.Write(file, encoded, order, output);
        return null;
    }
}
