using System.Buffers;
using GbGateway.Labels.Explicit;
using GbGateway.Labels.Media.Pixels;
using GbGateway.Labels.Watermark;

namespace GbGateway.Labels.Media.Png;

/// <summary>PNG (ISO/IEC 15948, third edition).</summary>
public sealed class PngFormat : PictureFormat
{
    /// <inheritdoc/>
    public override string Name => "png";

    /// <inheritdoc/>
    public override string ContentType => "image/png";

    /// <inheritdoc/>
    public override bool Matches(ReadOnlySpan<byte> head) => PngChunks.HasSignature(head);

    private protected override bool TryReadHeader(ReadOnlySpan<byte> file, out MediaFacts facts) => PngHeader.TryReadFacts(file, out facts);

    private protected override PictureSurvey? Survey(ReadOnlySpan<byte> file) => PngContainer.Survey(file);

    private protected override string? TryWriteSurgically(
        ReadOnlyMemory<byte> file, PictureSurvey survey, LabelOrder order, PlacedStamp stamp, IBufferWriter<byte> output) =>
        PngSurgicalWriter.TryWrite(file.Span, survey, order, stamp, output);

    private protected override string? TryWriteMarked(
        ReadOnlyMemory<byte> file, PictureSurvey survey, LabelOrder order, WatermarkOrder mark, PlacedStamp? stamp, IBufferWriter<byte> output, out WatermarkReceipt receipt) =>
        PngMarkedWriter.TryWrite(file.Span, survey, order, mark, stamp, output, out receipt);

    private protected override TranscodedPixels Transcode(ReadOnlyMemory<byte> file, PixelWork work) =>
        PngPixels.Transcode(file, work);

    private protected override PictureStream Stream(LabelOrder order, int maxHeld) => new PngPictureStream(this, order, maxHeld);


    private protected override string? WriteContainer(
        ReadOnlySpan<byte> file, ReadOnlySpan<byte> encoded, LabelOrder order, IBufferWriter<byte> output)
    {
        PngContainer.Write(file, encoded, order, output);
        return null;
    }
}
