using System.Buffers;
using GbGateway.Content.Profiles;
using GbGateway.Labels;

namespace GbGateway.Content.Bodies;

/// <summary>
/// A response that is one JSON document. It is kept whole, within <see cref="BodyLimits.MaxBodyBytes"/>, because what stands late in it
/// decides about what stands early, and because a refusal can then still be a clean error.
/// </summary>
public sealed class JsonBody(Exchange exchange) : BodyRewriter
{
    private readonly PooledBuffer _body = new();
    private DocumentLabels? _labels;
    private BodyRewriter? _pieces;
    private int _given;

    /// <inheritdoc/>
    public override BodyKind Kind => BodyKind.Json;

    /// <inheritdoc/>
    public override bool HoldsHead => true;

    /// <inheritdoc/>
    public override RewriteStatus Write(ReadOnlySpan<byte> input, IBufferWriter<byte> output, out int consumed)
    {
        consumed = input.Length;
        if ((long)_body.Length + input.Length > exchange.Policy.Limits.MaxBodyBytes)
        {
            return Refuse(new LabelReceipt(LabelOutcome.TooLarge, "json", "", $"the answer is longer than MaxBodyBytes, {exchange.Policy.Limits.MaxBodyBytes}"));
        }
        _body.Append(input);
        return RewriteStatus.Done;
    }

    /// <inheritdoc/>
    public override RewriteStatus Complete(IBufferWriter<byte> output)
    {
        var bom = _body.Span.StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF]) ? 3 : 0;
        var json = _body.Span[bom..];
        if (_pieces is not null)
        {
            return WritePieces(json, output);
        }
        if (_labels is null)
        {
            if (Plan(json) is { } refusal)
            {
                if (_pieces is null && !IsStream(json))
                {
                    return Refuse(refusal);
                }
                output.Write(_body.Span[..bom]);
                return WritePieces(json, output);
            }
            if (_labels is null)
            {
                // Nothing here that any known API would call content: UnknownApis let it this far.
                output.Write(_body.Span);
                return RewriteStatus.Done;
            }
            output.Write(_body.Span[..bom]);
        }
        var status = _labels.Apply(json, output, out var receipt);
        PixelsWanted = _labels.PixelsWanted;
        return receipt is null ? status : Refuse(receipt);
    }

    // What the path says holds, unless the answer shows nothing of that API and something of another.
    private LabelReceipt? Plan(ReadOnlySpan<byte> json)
    {
        if (exchange.Profile is { } known)
        {
            _labels = new DocumentLabels(exchange, known);
            if (_labels.Plan(json) is { } refusal)
            {
                return refusal;
            }
            if (_labels.HasContent)
            {
                return null;
            }
        }
        if (ShapeOf(json) is { } found)
        {
            exchange.Profile = found;
            _labels?.Dispose();
            _labels = new DocumentLabels(exchange, found);
            return _labels.Plan(json);
        }
        return IsStream(json) ? new LabelReceipt(LabelOutcome.Malformed, "json", "", "the answer is a stream") : null;
    }

    /// <summary>
    /// Whether the answer is a stream that calls itself one document: lines of JSON, or an array of events. It was kept whole, so it is
    /// labelled whole, piece by piece.
    /// </summary>
    private bool IsStream(ReadOnlySpan<byte> json)
    {
        _pieces = BodyPieces.Of(json, exchange);
        return _pieces is not null;
    }

    private RewriteStatus WritePieces(ReadOnlySpan<byte> json, IBufferWriter<byte> output)
    {
        RewriteStatus status;
        do
        {
            // Once more with nothing left, too: a picture may have waited for its permit.
            status = _pieces!.Write(json[_given..], output, out var consumed);
            _given += consumed;
        }
        while (status == RewriteStatus.Done && _given < json.Length);
        status = status == RewriteStatus.Done ? _pieces!.Complete(output) : status;
        PixelsWanted = _pieces!.PixelsWanted;
        Refusal = _pieces.Refusal;
        return status == RewriteStatus.Ended ? RewriteStatus.Done : status;
    }

    /// <summary>The head was held: there is no band to say anything in.</summary>
    public override void Abort(IBufferWriter<byte> output)
    {
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        _body.Dispose();
        _labels?.Dispose();
        _pieces?.Dispose();
    }

    private ApiProfile? ShapeOf(ReadOnlySpan<byte> json)
    {
        using var hits = new SlotHits();
        return exchange.Policy.Profiles.ByShape(json, streamed: false, hits, exchange.Policy.Limits.MaxDepth, exchange.Profile);
    }

    private RewriteStatus Refuse(LabelReceipt receipt)
    {
        Refusal = receipt;
        return RewriteStatus.Refused;
    }
}
