using System.Buffers;
using GbGateway.Labels.Explicit;
using GbGateway.Labels.Media.Pixels;
using GbGateway.Labels.Watermark;

namespace GbGateway.Labels.Media.Jpeg;

/// <summary>JPEG (ISO/IEC 10918-1, JFIF, EXIF).</summary>
public sealed class JpegFormat : PictureFormat
{
    /// <inheritdoc/>
    public override string Name => "jpeg";

    /// <inheritdoc/>
    public override string ContentType => "image/jpeg";

    /// <inheritdoc/>
    public override bool Matches(ReadOnlySpan<byte> head) => head is [0xFF, JpegMarker.StartOfImage, 0xFF, ..];

    private protected override bool TryReadHeader(ReadOnlySpan<byte> file, out MediaFacts facts)
    {
        var header = JpegHeader.Read(file);
        facts = header?.Facts ?? default;
        return header is not null;
    }

    private protected override PictureSurvey? Survey(ReadOnlySpan<byte> file) => JpegContainer.Survey(file);

    private protected override string? TryWriteSurgically(
        ReadOnlyMemory<byte> file, PictureSurvey survey, LabelOrder order, PlacedStamp stamp, IBufferWriter<byte> output) =>
        JpegSurgicalWriter.TryWrite(file.Span, order, stamp, output);

    private protected override string? TryWriteMarked(
        ReadOnlyMemory<byte> file, PictureSurvey survey, LabelOrder order, WatermarkOrder mark, PlacedStamp? stamp, IBufferWriter<byte> output, out WatermarkReceipt receipt) =>
        JpegSurgicalWriter.TryWriteMarked(file.Span, order, mark, stamp, output, out receipt);

    private protected override TranscodedPixels Transcode(ReadOnlyMemory<byte> file, PixelWork work) =>
        JpegPixels.Transcode(file, work);

    private protected override PictureStream Stream(LabelOrder order, int maxHeld) => new JpegPictureStream(this, order, maxHeld);


    private protected override string? WriteContainer(
        ReadOnlySpan<byte> file, ReadOnlySpan<byte> encoded, LabelOrder order, IBufferWriter<byte> output) =>
        JpegContainer.Write(file, encoded, order, output);
}
