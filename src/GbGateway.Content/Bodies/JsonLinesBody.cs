using System.Buffers;
using GbGateway.Content.Profiles;
using GbGateway.Labels;

namespace GbGateway.Content.Bodies;

/// <summary>A response whose every line is a whole answer, as batch results are: hundreds of megabytes, one line at a time.</summary>
public sealed class JsonLinesBody(Exchange exchange, ApiProfile profile) : BodyRewriter
{
    private readonly PooledBuffer _line = new();
    private readonly DocumentLabels _labels = DocumentLabels.Rent(exchange, profile);
    private bool _begun;
    private bool _linePending;
    private bool _planned;

    /// <inheritdoc/>
    public override BodyKind Kind => BodyKind.Ndjson;

    /// <inheritdoc/>
    public override bool HoldsHead => false;

    /// <inheritdoc/>
    public override RewriteStatus Write(ReadOnlySpan<byte> input, IBufferWriter<byte> output, out int consumed)
    {
        consumed = 0;
        while (true)
        {
            if (_linePending && WriteLine(output) is var status and not RewriteStatus.Done)
            {
                return status;
            }
            var rest = input[consumed..];
            if (rest.IsEmpty)
            {
                return RewriteStatus.Done;
            }
            var end = rest.IndexOf((byte)'\n');
            var take = end < 0 ? rest.Length : end + 1;
            consumed += take;
            if ((long)_line.Length + take > exchange.Policy.Limits.MaxEventBytes)
            {
                return Refuse(new LabelReceipt(LabelOutcome.TooLarge, "ndjson", "", $"a line is longer than MaxEventBytes, {exchange.Policy.Limits.MaxEventBytes}"));
            }
            _line.Append(rest[..take]);
            _linePending = end >= 0;
        }
    }

    /// <inheritdoc/>
    public override RewriteStatus Complete(IBufferWriter<byte> output) => _line.Length > 0 ? WriteLine(output) : RewriteStatus.Done;

    /// <inheritdoc/>
    public override void Abort(IBufferWriter<byte> output, string? why = null)
    {
        if ((Refusal?.Reason ?? Refusal?.Outcome.ToString() ?? why) is not { } reason)
        {
            return;
        }
        profile.WriteError(Refusal is null ? "upstream_cut" : "label_unavailable", reason, output);
        output.Write("\n"u8);
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        _line.Dispose();
        _labels.Dispose();
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
            if (!_planned && _labels.Plan(_line.Span) is { } mistake)
            {
                return Refuse(mistake);
            }
            _planned = true;
            var status = _labels.Apply(_line.Span, output, out var refusal);
            PixelsWanted = _labels.PixelsWanted;
            if (status != RewriteStatus.Done)
            {
                return refusal is null ? status : Refuse(refusal);
            }
        }
        _line.Clear();
        (_linePending, _planned) = (false, false);
        return RewriteStatus.Done;
    }

    private RewriteStatus Refuse(LabelReceipt receipt)
    {
        Refusal = receipt;
        return RewriteStatus.Refused;
    }
}
