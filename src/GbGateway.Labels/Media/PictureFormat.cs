using System.Buffers;
using GbGateway.Labels.Explicit;
using GbGateway.Labels.Media.Pixels;

namespace GbGateway.Labels.Media;

/// <summary>
/// A format of pictures. Labelling one is: 1 survey the container, 2 mind content credentials, 3 without an explicit label write metadata
/// only, 4 try the surgical writer, 5 else decode, stamp and encode, and put the new pixels into the old container.
/// </summary>
public abstract class PictureFormat : MediaFormat
{
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
            return Refusal(LabelOutcome.Malformed, "the container is malformed or cut short");
        }
        if (!order.Metadata.IsWritable)
        {
            return Refusal(LabelOutcome.Unsupported, "the implicit label holds characters that GB-E-j does not allow");
        }
        var receipt = WriteSurveyed(file, order, output, survey);
        return receipt with
        {
            Width = survey.Facts.Width,
            Height = survey.Facts.Height,
            UpstreamLabel = survey.UpstreamLabel,
            HadContentCredentials = survey.HasContentCredentials,
        };
    }

    /// <summary>Reads the header; see <see cref="MediaFormat.TryReadFacts"/>.</summary>
    private protected abstract bool TryReadHeader(ReadOnlySpan<byte> file, out MediaFacts facts);

    /// <summary>Walks the container; null if it is malformed or cut short.</summary>
    private protected abstract PictureSurvey? Survey(ReadOnlySpan<byte> file);

    /// <summary>Writes the file with exactly one implicit label, its pixels taken from <paramref name="encoded"/> if that is not empty.</summary>
    /// <returns>Why it could not, or null.</returns>
    private protected abstract string? WriteContainer(ReadOnlySpan<byte> file, ReadOnlySpan<byte> encoded, LabelOrder order, IBufferWriter<byte> output);

    /// <summary>Writes both labels without decoding the picture, where the format has such a writer and it understands this file.</summary>
    /// <remarks>Returns false, with nothing written, to fall back to decoding.</remarks>
    private protected virtual bool TryWriteSurgically(ReadOnlyMemory<byte> file, LabelOrder order, PlacedStamp stamp, IBufferWriter<byte> output) => false;

    /// <summary>Decodes the pixels, stamps them and encodes them in this format.</summary>
    private protected abstract TranscodedPixels Transcode(ReadOnlyMemory<byte> file, MediaFacts facts, PlacedStamp stamp);

    private LabelReceipt WriteSurveyed(ReadOnlyMemory<byte> file, LabelOrder order, IBufferWriter<byte> output, PictureSurvey survey)
    {
        // 2
        if (survey.HasContentCredentials && order.ContentCredentials == ContentCredentials.Refuse)
        {
            return Refusal(LabelOutcome.Refused, "the file carries content credentials (C2PA)");
        }
        // 3
        if (order.Wording is not { } wording)
        {
            return Written("metadata", WriteContainer(file.Span, [], order, output));
        }
        if (survey.Unstampable is { } why)
        {
            return Refusal(LabelOutcome.Unsupported, why);
        }
        // 4
        var stamp = PlacedStamp.For(wording, order.Position, survey.Facts);
        if (TryWriteSurgically(file, order, stamp, output))
        {
            return Written("surgical", null);
        }
        // 5
        var pixels = Transcode(file, survey.Facts, stamp);
        return pixels.Encoded is { } encoded
            ? Written("transcode", WriteContainer(file.Span, encoded, order, output))
            : Refusal(pixels.Outcome, pixels.Reason!);
    }

    private LabelReceipt Written(string path, string? failure) =>
        failure is null ? new LabelReceipt(LabelOutcome.Labelled, Name, path) : Refusal(LabelOutcome.Unsupported, failure);

    private LabelReceipt Refusal(LabelOutcome outcome, string reason) => new(outcome, Name, "", reason);
}
