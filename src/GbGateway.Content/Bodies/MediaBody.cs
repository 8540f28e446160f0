using System.Buffers;
using GbGateway.Labels;
using GbGateway.Labels.Media;

namespace GbGateway.Content.Bodies;

/// <summary>A response that is one media file.</summary>
public sealed class MediaBody(Exchange exchange, MediaFormat format) : BodyRewriter
{
    private readonly PooledBuffer _file = new();
    private bool _permitAsked;

    /// <inheritdoc/>
    public override BodyKind Kind => BodyKind.Media;

    /// <inheritdoc/>
    public override bool HoldsHead => true;

    /// <inheritdoc/>
    public override RewriteStatus Write(ReadOnlySpan<byte> input, IBufferWriter<byte> output, out int consumed)
    {
        consumed = input.Length;
        if ((long)_file.Length + input.Length > Math.Min(exchange.Policy.MediaLimits.MaxBytes, exchange.Policy.Limits.MaxBodyBytes))
        {
            return Refuse(new LabelReceipt(LabelOutcome.TooLarge, format.Name, "", "the file is longer than MaxBodyBytes"));
        }
        _file.Append(input);
        return RewriteStatus.Done;
    }

    /// <inheritdoc/>
    public override RewriteStatus Complete(IBufferWriter<byte> output)
    {
        if (!_permitAsked)
        {
            if (MediaLabeler.FindExcess(format, _file.Span, exchange.Policy.MediaLimits, out var facts) is { } excess)
            {
                return Refuse(excess);
            }
            (_permitAsked, PixelsWanted) = (true, facts.Pixels);
            return RewriteStatus.NeedsPixels;
        }
        var receipt = MediaLabeler.WriteLabels(_file.Memory, exchange.MediaOrder, output);
        if (!receipt.IsLabelled)
        {
            return Refuse(receipt);
        }
        exchange.Note(new LabelEvent(ContentKind.Image, Inline: true, receipt));
        return RewriteStatus.Done;
    }

    /// <summary>A file has no band to say anything in: it just ends.</summary>
    public override void Abort(IBufferWriter<byte> output)
    {
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing) => _file.Dispose();

    private RewriteStatus Refuse(LabelReceipt receipt)
    {
        Refusal = receipt;
        return RewriteStatus.Refused;
    }
}
