using System.Buffers;
using GbGateway.Content.Profiles;
using GbGateway.Labels;

namespace GbGateway.Content.Bodies;

/// <summary>A response of server-sent events. Events that hold nothing to change leave byte for byte.</summary>
public sealed class SseBody(Exchange exchange) : EventStreamBody(exchange)
{
    private readonly SseFrameReader _reader = new();
    private readonly PooledBuffer _changed = new();
    private bool _framePending;
    private bool _looksAgain;
    private bool _planned;
    private bool _ending;
    private PlainTextRun? _plain;

    /// <inheritdoc/>
    public override BodyKind Kind => BodyKind.Sse;

    /// <inheritdoc/>
    public override RewriteStatus Write(ReadOnlySpan<byte> input, IBufferWriter<byte> output, out int consumed)
    {
        var rest = input;
        var status = _framePending ? WriteFrame(output) : _looksAgain ? Look(output) : RewriteStatus.Done;
        while (status == RewriteStatus.Done && !rest.IsEmpty)
        {
            status = IsPassing ? Pass(ref rest, output) : Take(ref rest, output);
        }
        consumed = input.Length - rest.Length;
        return status;
    }

    /// <inheritdoc/>
    public override RewriteStatus Complete(IBufferWriter<byte> output)
    {
        if (IsPassing)
        {
            return StopWithin();
        }
        while (_framePending || _reader.TryReadRest(output))
        {
            _ending = true;
            if (WriteFrame(output) is var status and not RewriteStatus.Done)
            {
                return status;
            }
        }
        if (_ending && (OwesLabels || _plain is { Owes: true }))
        {
            // The last event has no blank line of its own; what follows would become part of it.
            output.Write(_reader.LineEnd.Span);
            output.Write(_reader.LineEnd.Span);
        }
        _ending = false;
        _plain?.Close(_reader.LineEnd.Span, output);
        return CloseRuns(output);
    }

    /// <inheritdoc/>
    public override void Abort(IBufferWriter<byte> output, string? why = null)
    {
        _plain?.Close(_reader.LineEnd.Span, output);
        base.Abort(output, why);
    }

    /// <inheritdoc/>
    public override bool TryWriteComment(IBufferWriter<byte> output)
    {
        if (_framePending || Left > 0 || !HoldsText)
        {
            return false;
        }
        output.Write(": keep-alive"u8);
        output.Write(_reader.LineEnd.Span);
        output.Write(_reader.LineEnd.Span);
        return true;
    }

    /// <inheritdoc/>
    internal override ReadOnlyMemory<byte> EventName =>
        _reader.EventLine.IsEmpty ? default : _reader.EventLine["event:".Length..].Trim((byte)' ');

    /// <inheritdoc/>
    internal override void WriteEnd(ApiProfile profile, IBufferWriter<byte> output)
    {
        if (profile.EndsWithDone)
        {
            output.Write(_reader.DataPrefix.Span);
            output.Write("[DONE]"u8);
            output.Write(_reader.LineEnd.Span);
            output.Write(_reader.LineEnd.Span);
        }
    }

    /// <inheritdoc/>
    internal override void WriteFramed(ReadOnlySpan<byte> eventName, ReadOnlySpan<byte> json, IBufferWriter<byte> output)
    {
        if (!eventName.IsEmpty)
        {
            output.Write("event:"u8);
            output.Write(_reader.DataPrefix.Span[5..]);
            output.Write(eventName);
            output.Write(_reader.LineEnd.Span);
        }
        else if (_reader.EventLine.Length > 0)
        {
            output.Write(_reader.EventLine.Span);
            output.Write(_reader.LineEnd.Span);
        }
        output.Write(_reader.DataPrefix.Span);
        output.Write(json);
        output.Write(_reader.LineEnd.Span);
        output.Write(_reader.LineEnd.Span);
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        _reader.Dispose();
        _changed.Dispose();
    }

    private RewriteStatus Take(ref ReadOnlySpan<byte> rest, IBufferWriter<byte> output)
    {
        // The refusal stands at the same byte wherever the stream was cut.
        var room = MaxEventBytes + 1 - _reader.PendingLength;
        var slice = rest[..Math.Min(rest.Length, Math.Min(room, MaxSlice))];
        var behind = rest[slice.Length..].Length;
        var isFrame = _reader.TryRead(ref slice, ShortEvent, output);
        rest = rest[^(slice.Length + behind)..];
        return isFrame ? WriteFrame(output) : Look(output);
    }

    private RewriteStatus Look(IBufferWriter<byte> output)
    {
        _looksAgain = false;
        if (_reader.ArrivingData is >= 0 and var start && _reader.PendingLength - start > ShortEvent && Advance(_reader.Arriving, start, output) is var status and not RewriteStatus.Done)
        {
            _looksAgain = status == RewriteStatus.NeedsPixels;
            return status;
        }
        return _reader.PendingLength <= MaxEventBytes ? RewriteStatus.Done : TooLarge();
    }

    private RewriteStatus WriteFrame(IBufferWriter<byte> output)
    {
        if (_reader.Frame.Length > MaxEventBytes)
        {
            return TooLarge();
        }
        var name = EventName.Span;
        if (Exchange.Profile is null && !name.IsEmpty && _reader.HasData)
        {
            Exchange.Profile = Exchange.Policy.Profiles.ByPlainText(name, _reader.Data);
        }
        if (Exchange.Profile?.PlainText is { } plain && !name.IsEmpty)
        {
            _plain ??= new PlainTextRun(Exchange, plain);
            return _plain.Plan(name, _reader.Data, _reader.LineEnd.Span, output) is { } refusal ? Stop(refusal) : PassFrame(output);
        }
        var data = _reader.Data.Trim(" \t\r\n"u8);
        if (!_reader.HasData || data.IsEmpty || data[0] is not ((byte)'{' or (byte)'['))
        {
            return PassFrame(output);
        }
        if (Left > 0 && !_reader.IsOneLine)
        {
            return Stop(new LabelReceipt(LabelOutcome.Malformed, "sse", "", "an event goes on in another line behind a picture"));
        }
        _framePending = true;
        if (data.SequenceEqual("[DONE]"u8))
        {
            if (CloseRuns(output) is var closed and not RewriteStatus.Done)
            {
                return closed;
            }
            _framePending = false;
            return HasEnded ? RewriteStatus.Ended : PassFrame(output);
        }
        if (!_planned)
        {
            if (Plan(_reader.Data, output) is var planned and not RewriteStatus.Done)
            {
                return planned;
            }
            if (LeavesEvent)
            {
                _framePending = false;
                return PassFrame(HoldsEvent ? HeldEvent : output);
            }
            _planned = true;
            _changed.Clear();
        }
        var status = Apply(_reader.Data, _changed);
        if (status != RewriteStatus.Done)
        {
            return status;
        }
        WriteChanged(HoldsEvent ? HeldEvent : output);
        (_framePending, _planned) = (false, false);
        EndFrame();
        return RewriteStatus.Done;
    }

    private void WriteChanged(IBufferWriter<byte> output)
    {
        var frame = _reader.Frame;
        if (_reader.IsOneLine)
        {
            output.Write(Left > 0 ? [] : frame[.._reader.DataStart]);
            output.Write(_changed.Span);
            output.Write(frame[(_reader.DataStart + _reader.Data.Length)..]);
        }
        else if (_changed.Span.SequenceEqual(_reader.Data))
        {
            output.Write(frame);
        }
        else
        {
            _reader.WriteChanged(_changed.Span, output);
        }
    }

    private RewriteStatus PassFrame(IBufferWriter<byte> output)
    {
        output.Write(_reader.Frame[(Left > 0 ? _reader.DataStart + Left : 0)..]);
        EndFrame();
        return RewriteStatus.Done;
    }

    private void EndFrame()
    {
        _reader.Next();
        EndEvent();
    }

    private RewriteStatus TooLarge() =>
        Stop(new LabelReceipt(LabelOutcome.TooLarge, "sse", "", $"an event is longer than MaxEventBytes, {MaxEventBytes}"));
}
