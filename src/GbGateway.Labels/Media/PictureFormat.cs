using System.Buffers;
using GbGateway.Labels.Explicit;
using GbGateway.Labels.Media.Pixels;
using GbGateway.Labels.Watermark;

namespace GbGateway.Labels.Media;

/// <summary>
/// A format of pictures. Labelling one is: 1 survey the container, 2 mind content credentials, 3 with a watermark mark it, under the label;
/// without one and without an explicit label write metadata only, 4 try the surgical writer, 5 else decode, stamp and encode, and put the new pixels into the old container.
/// </summary>
public abstract class PictureFormat : MediaFormat
{
    /// <summary>Bytes of a streamed picture held until its label's rows are there, at most.</summary>
    private const int MaxHeld = 32 << 20;

    /// <inheritdoc/>
    public sealed override bool TryReadFacts(ReadOnlySpan<byte> file, out MediaFacts facts) => TryReadHeader(file, out facts);

    /// <inheritdoc/>
    public sealed override void FindImplicitLabels(ReadOnlySpan<byte> file, List<FoundLabel> found)
    {
        if (Survey(file) is { } survey)
        {
            found.AddRange(survey.Labels.Take(PictureSurvey.MaxLabels));
        }
    }

    /// <inheritdoc/>
    public sealed override LabelReceipt WriteLabels(ReadOnlyMemory<byte> file, LabelOrder order, IBufferWriter<byte> output)
    {
        // 1
        if (Survey(file.Span) is not { } survey)
        {
            return new LabelReceipt(LabelOutcome.Malformed, Name, "", "the container is malformed or cut short");
        }
        var resolved = order.For(survey.UpstreamLabel);
        return resolved.IsWritable
            ? WriteSurveyed(file, resolved, output, survey)
            : Refusal(LabelOutcome.Unsupported, "the implicit label holds characters that GB-E-j does not allow", survey);
    }

    /// <inheritdoc/>
    public sealed override PictureStream? OpenStream(LabelOrder order, int maxHeld)
    {
        // A label at the bottom is there only when the picture is, and a mark needs all of it; a manifest that may not be touched, and a label
        // whose producer stays, must be known of before a byte leaves.
        var streams = order is
            {
                Role: LabelRole.Producer, Wording: not null, Watermark: null,
                Position: LabelPosition.TopLeft or LabelPosition.TopRight, ContentCredentials: not ContentCredentials.Refuse,
            }
            && order.IsWritable;
        return streams ? Stream(order, Math.Min(MaxHeld, maxHeld)) : null;
    }

    /// <summary>Reads the header; see <see cref="MediaFormat.TryReadFacts"/>.</summary>
    private protected abstract bool TryReadHeader(ReadOnlySpan<byte> file, out MediaFacts facts);

    /// <summary>Walks the container; null if it is malformed or cut short.</summary>
    private protected abstract PictureSurvey? Survey(ReadOnlySpan<byte> file);

    /// <summary>Writes the file with exactly one implicit label, its pixels taken from <paramref name="encoded"/> if that is not empty.</summary>
    /// <returns>Why it could not, or null.</returns>
    private protected abstract string? WriteContainer(ReadOnlySpan<byte> file, ReadOnlySpan<byte> encoded, LabelOrder order, IBufferWriter<byte> output);

    /// <summary>Writes both labels without decoding the picture, where the format has such a writer and it understands this file.</summary>
    /// <returns>Why it fell back to decoding, with nothing written; or null.</returns>
    private protected virtual string? TryWriteSurgically(
        ReadOnlyMemory<byte> file, PictureSurvey survey, LabelOrder order, PlacedStamp stamp, IBufferWriter<byte> output) =>
        "this format has no surgical writer";

    /// <summary>Writes the watermark and both labels without a decoder's loss, where the format has such a writer and it understands this file.</summary>
    /// <returns>Why it fell back to decoding; or null. With any receipt but <see cref="WatermarkOutcome.Marked"/> nothing was written.</returns>
    private protected virtual string? TryWriteMarked(
        ReadOnlyMemory<byte> file, PictureSurvey survey, LabelOrder order, WatermarkOrder mark, PlacedStamp? stamp, IBufferWriter<byte> output, out WatermarkReceipt receipt)
    {
        receipt = mark.Unmarked(WatermarkOutcome.Unsupported);
        return "this format has no writer of marks";
    }

    /// <summary>Decodes the pixels, marks and stamps them, and encodes them in this format.</summary>
    private protected abstract TranscodedPixels Transcode(ReadOnlyMemory<byte> file, PixelWork work);

    /// <summary>Opens a stream for an order that can be written while the picture arrives, where the format has one.</summary>
    private protected virtual PictureStream? Stream(LabelOrder order, int maxHeld) => null;


    private LabelReceipt WriteSurveyed(ReadOnlyMemory<byte> file, LabelOrder order, IBufferWriter<byte> output, PictureSurvey survey)
    {
        // 2
        if (survey.HasContentCredentials && order.ContentCredentials == ContentCredentials.Refuse)
        {
            return Refusal(LabelOutcome.Refused, "the file carries content credentials (C2PA)", survey);
        }
        // 3
        if (order.Watermark is { } mark)
        {
            return WriteMarked(file, order, mark, output, survey);
        }
        if (order.Wording is not { } wording)
        {
            return Written("metadata", WriteContainer(file.Span, [], order, output), survey);
        }
        if (survey.Unstampable is { } why)
        {
            return Refusal(LabelOutcome.Unsupported, why, survey);
        }
        // 4
        var stamp = PlacedStamp.For(wording, order.Position, survey.Facts, order.Font);
        if (TryWriteSurgically(file, survey, order, stamp, output) is not { } fallback)
        {
            return Written("surgical", null, survey);
        }
        // 5
        var pixels = Transcode(file, new PixelWork(survey.Facts, stamp, null));
        return pixels.Encoded is { } encoded
            ? Written("transcode", WriteContainer(file.Span, encoded, order, output), survey, fallback)
            : Refusal(pixels.Outcome, pixels.Reason!, survey, fallback);
    }

    /// <summary>With a watermark: a picture that can't bear one gets its other labels all the same, and the receipt says why.</summary>
    private LabelReceipt WriteMarked(ReadOnlyMemory<byte> file, LabelOrder order, WatermarkOrder mark, IBufferWriter<byte> output, PictureSurvey survey)
    {
        var bare = order with { Watermark = null };
        if (WatermarkOrder.IsTooSmall(survey.Facts) || survey.Unstampable is not null)
        {
            var unmarked = mark.Unmarked(survey.Unstampable is null ? WatermarkOutcome.TooSmall : WatermarkOutcome.Unsupported);
            return WriteSurveyed(file, bare, output, survey) with { Watermark = unmarked };
        }
        PlacedStamp? stamp = order.Wording is { } wording ? PlacedStamp.For(wording, order.Position, survey.Facts, order.Font) : null;
        var fallback = TryWriteMarked(file, survey, order, mark, stamp, output, out var receipt);
        if (fallback is null)
        {
            return (receipt.Outcome == WatermarkOutcome.Marked ? Written("recoded", null, survey) : WriteSurveyed(file, bare, output, survey))
                with { Watermark = receipt };
        }
        var pixels = Transcode(file, new PixelWork(survey.Facts, stamp, mark));
        if (pixels.Watermark is { Outcome: WatermarkOutcome.TooCoarse or WatermarkOutcome.TooFlat })
        {
            return WriteSurveyed(file, bare, output, survey) with { Watermark = pixels.Watermark };
        }
        if (pixels.Encoded is { } encoded && (stamp is not null || pixels.Watermark is { Outcome: WatermarkOutcome.Marked }))
        {
            return Written("transcode", WriteContainer(file.Span, encoded, order, output), survey, fallback) with { Watermark = pixels.Watermark };
        }
        return stamp is null
            ? WriteSurveyed(file, bare, output, survey) with { Watermark = pixels.Watermark ?? mark.Unmarked(WatermarkOutcome.Unsupported) }
            : Refusal(pixels.Outcome, pixels.Reason!, survey, fallback);
    }

    private LabelReceipt Written(string path, string? failure, PictureSurvey survey, string? fallback = null) => failure is null
        ? Receipt(LabelOutcome.Labelled, path, null, survey, fallback)
        : Refusal(LabelOutcome.Unsupported, failure, survey, fallback);

    private LabelReceipt Refusal(LabelOutcome outcome, string reason, PictureSurvey survey, string? fallback = null) =>
        Receipt(outcome, "", reason, survey, fallback);

    private LabelReceipt Receipt(LabelOutcome outcome, string path, string? reason, PictureSurvey survey, string? fallback) =>
        new(outcome, Name, path, reason)
        {
            Width = survey.Facts.Width,
            Height = survey.Facts.Height,
            UpstreamLabel = survey.UpstreamLabel,
            HadContentCredentials = survey.HasContentCredentials,
            FallbackReason = fallback,
        };
}
