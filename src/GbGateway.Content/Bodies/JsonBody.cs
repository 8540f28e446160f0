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
        if (_labels is null)
        {
            exchange.Profile ??= ShapeOf(json);
            if (exchange.Profile is null)
            {
                // Nothing here that any known API would call content: UnknownApis let it this far.
                output.Write(_body.Span);
                return RewriteStatus.Done;
            }
            _labels = new DocumentLabels(exchange, exchange.Profile);
            if (_labels.Plan(json) is { } refusal)
            {
                return Refuse(refusal);
            }
            output.Write(_body.Span[..bom]);
        }
        var status = _labels.Apply(json, output, out var receipt);
        PixelsWanted = _labels.PixelsWanted;
        return receipt is null ? status : Refuse(receipt);
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
    }

    private ApiProfile? ShapeOf(ReadOnlySpan<byte> json)
    {
        using var hits = new SlotHits();
        return ApiProfiles.ByShape(json, streamed: false, hits, exchange.Policy.Limits.MaxDepth);
    }

    private RewriteStatus Refuse(LabelReceipt receipt)
    {
        Refusal = receipt;
        return RewriteStatus.Refused;
    }
}
