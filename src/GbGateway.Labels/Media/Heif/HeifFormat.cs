using System.Buffers;
using GbGateway.Labels.Media.Iso;
using GbGateway.Labels.Media.Pixels;

namespace GbGateway.Labels.Media.Heif;

/// <summary>HEIF with HEVC pictures (HEIC). Its metadata is labelled; nothing here can code HEVC, so an explicit label is refused.</summary>
public sealed class HeifFormat : PictureFormat
{
    /// <inheritdoc/>
    public override string Name => "heif";

    /// <inheritdoc/>
    public override string ContentType => "image/heif";

    /// <inheritdoc/>
    public override bool Matches(ReadOnlySpan<byte> head) => IsoBrand.Has(head, "heicheixheimheisheifhevchevxmif1msf1"u8);

    private protected override bool TryReadHeader(ReadOnlySpan<byte> file, out MediaFacts facts) => IsoContainer.TryReadFacts(file, out facts);

    private protected override PictureSurvey? Survey(ReadOnlySpan<byte> file)
    {
        var survey = IsoContainer.Survey(file, "HEIF");
        if (survey is not null)
        {
            survey.Unstampable ??= "no HEVC encoder is part of this product";
        }
        return survey;
    }

    private protected override TranscodedPixels Transcode(ReadOnlyMemory<byte> file, PixelWork work) =>
        TranscodedPixels.Refused(LabelOutcome.Unsupported, "no HEVC encoder is part of this product");

    private protected override string? WriteContainer(ReadOnlySpan<byte> file, ReadOnlySpan<byte> encoded, LabelOrder order, IBufferWriter<byte> output) =>
        IsoContainer.Write(file, encoded, "HEIF", order, output);
}
