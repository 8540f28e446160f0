using System.Buffers;
using GbGateway.Labels.Media.Pixels;
using NetVips;

namespace GbGateway.Labels.Media.Tiff;

/// <summary>TIFF (revision 6.0) of one page. Of several pages only the first would show the label: such files get metadata only, or are refused.</summary>
public sealed class TiffFormat : PictureFormat
{
    private const int Compression = 259;

    /// <inheritdoc/>
    public override string Name => "tiff";

    /// <inheritdoc/>
    public override string ContentType => "image/tiff";

    /// <inheritdoc/>
    public override bool Matches(ReadOnlySpan<byte> head) => TiffDirectory.IsTiff(head);

    private protected override bool TryReadHeader(ReadOnlySpan<byte> file, out MediaFacts facts) => TiffContainer.TryReadFacts(file, out facts);

    private protected override PictureSurvey? Survey(ReadOnlySpan<byte> file) => TiffContainer.Survey(file);

    private protected override TranscodedPixels Transcode(ReadOnlyMemory<byte> file, PixelWork work)
    {
        TiffDirectory.TryReadFirst(file.Span, out var first);
        var (compression, predictor) = first.Number(Compression) switch
        {
            1 => (Enums.ForeignTiffCompression.None, Enums.ForeignTiffPredictor.None),
            5 => (Enums.ForeignTiffCompression.Lzw, Enums.ForeignTiffPredictor.Horizontal),
            7 => (Enums.ForeignTiffCompression.Jpeg, Enums.ForeignTiffPredictor.None),
            32773 => (Enums.ForeignTiffCompression.Packbits, Enums.ForeignTiffPredictor.None),
            _ => (Enums.ForeignTiffCompression.Deflate, Enums.ForeignTiffPredictor.Horizontal),
        };
        return PixelCodec.Transcode(
            file, work,
            static bytes => Image.TiffloadBuffer(bytes, failOn: Enums.FailOn.Error),
            image => image.TiffsaveBuffer(
                compression: compression, q: 92, predictor: predictor,
                keep: Enums.ForeignKeep.Exif | Enums.ForeignKeep.Icc | Enums.ForeignKeep.Iptc | Enums.ForeignKeep.Other));
    }

    private protected override string? WriteContainer(ReadOnlySpan<byte> file, ReadOnlySpan<byte> encoded, LabelOrder order, IBufferWriter<byte> output) =>
        TiffContainer.Write(file, encoded, order, output);
}
