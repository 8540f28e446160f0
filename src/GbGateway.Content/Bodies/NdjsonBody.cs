using System.Buffers;
using GbGateway.Labels;

namespace GbGateway.Content.Bodies;

/// <summary>A response of one JSON document a line. Lines that hold nothing to change leave byte for byte.</summary>
public sealed class NdjsonBody(Exchange exchange) : EventStreamBody(exchange)
{
    private readonly PooledBuffer _line = new();
    private JsonLinesBody? _documents;
    private bool _begun;
    private bool _linePending;
    private bool _looksAgain;
    private bool _planned;

    /// <inheritdoc/>
    public override BodyKind Kind => BodyKind.Ndjson;

    /// <inheritdoc/>
    public override RewriteStatus Write(ReadOnlySpan<byte> input, IBufferWriter<byte> output, out int consumed)
    {
        var rest = input;
        var status = _documents is not null ? GiveLine(output) : _linePending ? WriteLine(output) : _looksAgain ? Look(output) : RewriteStatus.Done;
        while (status == RewriteStatus.Done && !rest.IsEmpty)
        {
            if (_documents is not null)
            {
                status = Follow(_documents.Write(rest, output, out var taken));
                rest = rest[taken..];
                continue;
            }
            status = IsPassing ? Pass(ref rest, output) : Take(ref rest, output);
        }
        consumed = input.Length - rest.Length;
        return status;
    }

    /// <inheritdoc/>
    public override RewriteStatus Complete(IBufferWriter<byte> output)
    {
        if (_documents is not null)
        {
            return GiveLine(output) is var given and not RewriteStatus.Done ? given : Follow(_documents.Complete(output));
        }
        if (IsPassing)
        {
            return StopWithin();
        }
        if (_line.Length > 0)
        {
            _linePending = true;
            var endsLine = _line.Span[^1] == (byte)'\n';
            var status = WriteLine(output);
            if (status != RewriteStatus.Done)
            {
                return status;
            }
            if (_documents is not null)
            {
                return Follow(_documents.Complete(output));
            }
            if (!endsLine && OwesLabels)
            {
                output.Write("\n"u8);
            }
        }
        return CloseRuns(output);
    }

    /// <inheritdoc/>
    internal override void WriteFramed(ReadOnlySpan<byte> eventName, ReadOnlySpan<byte> json, IBufferWriter<byte> output)
    {
        output.Write(json);
        output.Write("\n"u8);
    }

    /// <inheritdoc/>
    public override void Abort(IBufferWriter<byte> output, string? why = null)
    {
        if (_documents is not null)
        {
            _documents.Abort(output, why);
            return;
        }
        base.Abort(output, why);
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        _line.Dispose();
        _documents?.Dispose();
    }

    // Lines of no API's stream may be whole answers each, as batch results are: the first tells.
    private bool AreDocuments()
    {
        using var hits = new SlotHits();
        if (Exchange.Profile is not null
            || Exchange.Policy.Profiles.ByShape(_line.Span, streamed: false, hits, Exchange.Policy.Limits.MaxDepth) is not { LinesAreDocuments: true } profile)
        {
            return false;
        }
        Exchange.Profile = profile;
        _documents = new JsonLinesBody(Exchange, profile);
        return true;
    }

    // The first line, which was kept, goes the way of the others; once more after a permit.
    private RewriteStatus GiveLine(IBufferWriter<byte> output)
    {
        var status = Follow(_documents!.Write(_line.Span, output, out var taken));
        _line.Drop(taken);
        return status;
    }

    private RewriteStatus Follow(RewriteStatus status)
    {
        (PixelsWanted, Refusal) = (_documents!.PixelsWanted, _documents.Refusal);
        return status;
    }

    private RewriteStatus Take(ref ReadOnlySpan<byte> rest, IBufferWriter<byte> output)
    {
        // The refusal stands at the same byte wherever the stream was cut.
        var room = MaxEventBytes - _line.Length;
        if (room == 0)
        {
            return Stop(new LabelReceipt(LabelOutcome.TooLarge, "ndjson", "", $"a line is longer than MaxEventBytes, {MaxEventBytes}"));
        }
        var slice = rest[..Math.Min(rest.Length, Math.Min(room, MaxSlice))];
        var end = slice.IndexOf((byte)'\n');
        var take = end < 0 ? slice.Length : end > 0 && _line.Length + end > ShortEvent ? end : end + 1;
        _line.Append(slice[..take]);
        rest = rest[take..];
        _linePending = take == end + 1;
        return _linePending ? WriteLine(output) : Look(output);
    }

    private RewriteStatus Look(IBufferWriter<byte> output)
    {
        _looksAgain = false;
        if (_line.Length <= ShortEvent || Exchange.Profile is null)
        {
            return RewriteStatus.Done;
        }
        PassByteOrderMark(output);
        var status = Advance(_line, 0, output);
        _looksAgain = status == RewriteStatus.NeedsPixels;
        return status;
    }

    private void PassByteOrderMark(IBufferWriter<byte> output)
    {
        if (!_begun && _line.Span.StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF]))
        {
            output.Write(_line.Span[..3]);
            _line.Drop(3);
        }
        _begun = true;
    }

    private RewriteStatus WriteLine(IBufferWriter<byte> output)
    {
        var isFirst = !_begun;
        PassByteOrderMark(output);
        if (isFirst && AreDocuments())
        {
            _linePending = false;
            return GiveLine(output);
        }
        if (_line.Span.Trim(" \t\r\n"u8).IsEmpty)
        {
            output.Write(_line.Span);
        }
        else
        {
            if (!_planned && Plan(_line.Span, output) is var planned and not RewriteStatus.Done)
            {
                return planned;
            }
            _planned = true;
            var status = Apply(_line.Span, output);
            if (status != RewriteStatus.Done)
            {
                return status;
            }
        }
        _line.Clear();
        EndEvent();
        (_linePending, _planned) = (false, false);
        return RewriteStatus.Done;
    }
}
