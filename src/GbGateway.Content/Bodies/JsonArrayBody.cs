using System.Buffers;
using GbGateway.Content.Profiles;
using GbGateway.Labels;

namespace GbGateway.Content.Bodies;

/// <summary>A response that is one JSON array, streamed an element at a time (Gemini without <c>alt=sse</c>). Cut anywhere.</summary>
public sealed class JsonArrayBody(Exchange exchange) : EventStreamBody(exchange)
{
    private readonly PooledBuffer _element = new();
    private int _depth;
    private bool _inString;
    private bool _escaped;
    private bool _opened;
    private bool _closing;
    private bool _closed;
    private bool _needsComma;
    private bool _pending;
    private bool _looksAgain;
    private bool _planned;

    /// <inheritdoc/>
    public override BodyKind Kind => BodyKind.Json;

    /// <inheritdoc/>
    public override RewriteStatus Write(ReadOnlySpan<byte> input, IBufferWriter<byte> output, out int consumed)
    {
        consumed = 0;
        while (true)
        {
            if (_looksAgain && Look(output) is var looked and not RewriteStatus.Done)
            {
                return looked;
            }
            if (_pending && WriteElement(output) is var status and not RewriteStatus.Done)
            {
                return status;
            }
            if (_closing)
            {
                if (CloseRuns(output) is var closed and not RewriteStatus.Done)
                {
                    return closed;
                }
                (_closing, _closed) = (false, true);
                if (!HasEnded)
                {
                    output.Write("]"u8);
                }
            }
            if (HasEnded)
            {
                return RewriteStatus.Ended;
            }
            if (consumed == input.Length)
            {
                return RewriteStatus.Done;
            }
            var rest = input[consumed..];
            var went = IsPassing ? Pass(ref rest, output) : _depth == 0 ? Between(ref rest, output) : Inside(ref rest, output);
            consumed = input.Length - rest.Length;
            if (went != RewriteStatus.Done)
            {
                return went;
            }
        }
    }

    /// <inheritdoc/>
    public override RewriteStatus Complete(IBufferWriter<byte> output)
    {
        if (!_closed)
        {
            return IsPassing ? StopWithin() : Stop(new LabelReceipt(LabelOutcome.Malformed, "json", "", "the array does not end"));
        }
        return RewriteStatus.Done;
    }

    /// <inheritdoc/>
    internal override void WriteFramed(ReadOnlySpan<byte> eventName, ReadOnlySpan<byte> json, IBufferWriter<byte> output)
    {
        if (_needsComma)
        {
            output.Write(",\n"u8);
        }
        output.Write(json);
        _needsComma = true;
    }

    /// <inheritdoc/>
    internal override void WriteEnd(ApiProfile profile, IBufferWriter<byte> output) => output.Write("\n]"u8);

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        _element.Dispose();
    }

    // One byte of what stands between elements: space, commas, the array's own brackets.
    private RewriteStatus Between(ref ReadOnlySpan<byte> input, IBufferWriter<byte> output)
    {
        var value = input[0];
        switch (value)
        {
            case (byte)' ' or (byte)'\n' or (byte)'\r' or (byte)'\t' or 0xEF or 0xBB or 0xBF:
                break;
            case (byte)'[' when !_opened:
                _opened = true;
                break;
            case (byte)',' when _needsComma && !_closed:
                _needsComma = false;
                break;
            case (byte)']' when _opened && !_closed:
                _closing = true;
                input = input[1..];
                return RewriteStatus.Done;
            case (byte)'{' when _opened && !_closed && !_needsComma:
                _depth = 1;
                _element.Append(input[..1]);
                input = input[1..];
                return RewriteStatus.Done;
            default:
                return Stop(new LabelReceipt(LabelOutcome.Malformed, "json", "", "the answer is not an array of objects"));
        }
        output.Write(input[..1]);
        input = input[1..];
        return RewriteStatus.Done;
    }

    private RewriteStatus Inside(ref ReadOnlySpan<byte> input, IBufferWriter<byte> output)
    {
        // The refusal stands at the same byte wherever the answer was cut.
        var room = MaxEventBytes - _element.Length;
        if (room == 0)
        {
            return Stop(new LabelReceipt(LabelOutcome.TooLarge, "json", "", $"an element is longer than MaxEventBytes, {MaxEventBytes}"));
        }
        var slice = input[..Math.Min(input.Length, Math.Min(room, MaxSlice))];
        var at = 0;
        while (at < slice.Length && _depth > 0)
        {
            if (_escaped)
            {
                _escaped = false;
                at++;
                continue;
            }
            var stop = _inString ? slice[at..].IndexOfAny((byte)'"', (byte)'\\') : slice[at..].IndexOfAny("\"{}[]"u8);
            if (stop < 0)
            {
                at = slice.Length;
                break;
            }
            at += stop + 1;
            switch (slice[at - 1])
            {
                case (byte)'"':
                    _inString = !_inString;
                    break;
                case (byte)'\\':
                    _escaped = true;
                    break;
                case (byte)'{' or (byte)'[':
                    _depth++;
                    break;
                default:
                    _depth--;
                    break;
            }
        }
        _element.Append(slice[..at]);
        input = input[at..];
        _pending = _depth == 0;
        return Look(output);
    }

    private RewriteStatus Look(IBufferWriter<byte> output)
    {
        _looksAgain = false;
        if (_element.Length <= ShortEvent)
        {
            return RewriteStatus.Done;
        }
        var status = Advance(_element, 0, output);
        _looksAgain = status == RewriteStatus.NeedsPixels;
        _escaped &= !IsPassing;
        return status;
    }

    private RewriteStatus WriteElement(IBufferWriter<byte> output)
    {
        if (!_planned)
        {
            if (Plan(_element.Span, output) is var planned and not RewriteStatus.Done)
            {
                return planned;
            }
            _planned = true;
            if (_needsComma)
            {
                output.Write(",\n"u8);
            }
        }
        var status = Apply(_element.Span, output);
        if (status == RewriteStatus.Done)
        {
            _element.Clear();
            EndEvent();
            (_pending, _planned, _needsComma) = (false, false, true);
        }
        return status;
    }
}
