using System.Buffers;
using GbGateway.Labels;

namespace GbGateway.Content.Bodies;

/// <summary>A response of one JSON document a line. Lines that hold nothing to change leave byte for byte.</summary>
public sealed class NdjsonBody(Exchange exchange) : EventStreamBody(exchange)
{
    private readonly PooledBuffer _line = new();
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
            if (_linePending)
            {
                var status = WriteLine(output);
                if (status != RewriteStatus.Done)
                {
                    return status;
                }
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
        if (_line.Length > 0)
        {
            _linePending = true;
            var endsLine = _line.Span[^1] == (byte)'\n';
            var status = WriteLine(output);
            if (status != RewriteStatus.Done)
            {
                return status;
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
    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        _line.Dispose();
    }

    private RewriteStatus WriteLine(IBufferWriter<byte> output)
    {
        if (!_begun && _line.Span.StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF]))
        {
            output.Write(_line.Span[..3]);
            _line.Drop(3);
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
