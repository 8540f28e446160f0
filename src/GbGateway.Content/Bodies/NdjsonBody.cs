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
    private bool _planned;

    /// <inheritdoc/>
    public override BodyKind Kind => BodyKind.Ndjson;

    /// <inheritdoc/>
    public override RewriteStatus Write(ReadOnlySpan<byte> input, IBufferWriter<byte> output, out int consumed)
    {
        consumed = 0;
        while (true)
        {
            if (_documents is not null)
            {
                var status = Follow(_documents.Write(input[consumed..], output, out var more));
                consumed += more;
                return status;
            }
            if (_linePending)
            {
                var status = WriteLine(output);
                if (status != RewriteStatus.Done)
                {
                    return status;
                }
                continue;
            }
            var rest = input[consumed..];
            if (rest.IsEmpty)
            {
                return RewriteStatus.Done;
            }
            var end = rest.IndexOf((byte)'\n');
            var take = end < 0 ? rest.Length : end + 1;
            if ((long)_line.Length + take > MaxEventBytes)
            {
                consumed = input.Length;
                Refuse(new LabelReceipt(LabelOutcome.TooLarge, "ndjson", "", $"a line is longer than MaxEventBytes, {MaxEventBytes}"));
                return RewriteStatus.Refused;
            }
            _line.Append(rest[..take]);
            consumed += take;
            _linePending = end >= 0;
        }
    }

    /// <inheritdoc/>
    public override RewriteStatus Complete(IBufferWriter<byte> output)
    {
        if (_documents is not null)
        {
            return Follow(_documents.Complete(output));
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

    private RewriteStatus Follow(RewriteStatus status)
    {
        (PixelsWanted, Refusal) = (_documents!.PixelsWanted, _documents.Refusal);
        return status;
    }

    private RewriteStatus WriteLine(IBufferWriter<byte> output)
    {
        if (!_begun && _line.Span.StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF]))
        {
            output.Write(_line.Span[..3]);
            _line.Drop(3);
        }
        if (!_begun && AreDocuments())
        {
            _linePending = false;
            return Follow(_documents!.Write(_line.Span, output, out _));
        }
        _begun = true;
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
        (_linePending, _planned) = (false, false);
        return RewriteStatus.Done;
    }
}
