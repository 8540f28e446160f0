using System.Buffers;
using GbGateway.Labels;
using GbGateway.Labels.Media;

namespace GbGateway.Content.Bodies;

/// <summary>
/// A response that is one media file.
/// 1. The first bytes are kept: a small file is labelled whole, and a refusal is a clean error.
/// 2. A longer one is labelled while it arrives (<see cref="PictureStream"/>); once its label's rows are there the head leaves.
/// 3. What can't be labelled that way is kept whole, up to <see cref="BodyLimits.MaxBodyBytes"/>.
/// </summary>
public sealed class MediaBody(Exchange exchange, MediaFormat format) : BodyRewriter
{
    /// <summary>A file up to this length is not worth a head that leaves early: it comes in one or two reads.</summary>
    public const int SmallLength = 64 << 10;

    private readonly PooledBuffer _file = new();
    private PictureStream? _stream;
    private long _length;
    private int _label = -1;
    private bool _isWhole;
    private bool _permitAsked;

    /// <inheritdoc/>
    public override BodyKind Kind => BodyKind.Media;

    /// <inheritdoc/>
    public override bool HoldsHead => _label < 0;

    /// <inheritdoc/>
    public override LabelReceipt? FindExcess(long length) => length > exchange.Policy.MediaLimits.MaxBytes ? TooLong() : null;

    /// <inheritdoc/>
    public override RewriteStatus Write(ReadOnlySpan<byte> input, IBufferWriter<byte> output, out int consumed)
    {
        consumed = input.Length;
        var fits = (int)Math.Min(input.Length, exchange.Policy.MediaLimits.MaxBytes - _length);
        var status = Take(input[..fits], output);
        return status == RewriteStatus.Done && fits < input.Length ? Refuse(TooLong()) : status;
    }

    /// <inheritdoc/>
    public override RewriteStatus Complete(IBufferWriter<byte> output)
    {
        if (_stream is not null)
        {
            var finished = _stream.TryFinish();
            if (_label >= 0)
            {
                if (!finished)
                {
                    return Refuse(_stream.Receipt);
                }
                exchange.Amend(_label, new LabelEvent(ContentKind.Image, Inline: true, _stream.Receipt));
                return RewriteStatus.Done;
            }
            KeepWhole(_stream, []);
        }
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
        exchange.Adopt(receipt.UpstreamLabel);
        exchange.Note(new LabelEvent(ContentKind.Image, Inline: true, receipt));
        return RewriteStatus.Done;
    }

    /// <summary>A file has no band to say anything in: it just ends.</summary>
    public override void Abort(IBufferWriter<byte> output, string? why = null)
    {
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        _file.Dispose();
        _stream?.Dispose();
    }

    private RewriteStatus Take(ReadOnlySpan<byte> input, IBufferWriter<byte> output)
    {
        _length += input.Length;
        if (_stream is not null)
        {
            return Push(_stream, input, output);
        }
        if (_isWhole && _length > exchange.Policy.Limits.MaxBodyBytes)
        {
            return Refuse(new LabelReceipt(LabelOutcome.TooLarge, format.Name, "", "the file is longer than MaxBodyBytes"));
        }
        _file.Append(input);
        if (_isWhole || _length <= SmallLength)
        {
            return RewriteStatus.Done;
        }
        _stream = format.OpenStream(exchange.MediaOrder, exchange.Policy.Limits.MaxBodyBytes);
        if (_stream is null)
        {
            _isWhole = true;
            return Take([], output);
        }
        var status = Push(_stream, _file.Span, output);
        if (!_isWhole)
        {
            _file.Dispose();
        }
        return status;
    }

    private RewriteStatus Push(PictureStream stream, ReadOnlySpan<byte> input, IBufferWriter<byte> output)
    {
        var before = stream.Pushed;
        switch (stream.Push(input, output))
        {
            case PictureStreamStep.Leaving when _label < 0:
                NoteLabel(stream);
                break;
            case PictureStreamStep.Declined:
                KeepWhole(stream, input[(int)(stream.Pushed - before)..]);
                return Take([], output);
            case PictureStreamStep.Broken:
                if (_label < 0)
                {
                    NoteLabel(stream);
                }
                return Refuse(stream.Receipt);
        }
        return RewriteStatus.Done;
    }

    private void NoteLabel(PictureStream stream)
    {
        _label = exchange.Labels.Count;
        exchange.Note(new LabelEvent(ContentKind.Image, Inline: true, stream.Receipt with { Outcome = LabelOutcome.Labelled, Reason = null }));
    }

    // The stream holds all it was given; what it did not take follows.
    private void KeepWhole(PictureStream stream, ReadOnlySpan<byte> rest)
    {
        if (_file.Length == 0)
        {
            _file.Append(stream.Held);
            _file.Append(rest);
        }
        _isWhole = true;
        stream.Dispose();
        _stream = null;
    }

    private LabelReceipt TooLong() =>
        new(LabelOutcome.TooLarge, format.Name, "", $"the file is longer than MaxPictureBytes, {exchange.Policy.MediaLimits.MaxBytes}");

    private RewriteStatus Refuse(LabelReceipt receipt)
    {
        Refusal = receipt;
        return RewriteStatus.Refused;
    }
}
