using System.Buffers;
using GbGateway.Content.Profiles;
using GbGateway.Labels;
using GbGateway.Labels.Text;

namespace GbGateway.Content.Bodies;

/// <summary>
/// A response that is one JSON document. It is kept whole, within <see cref="BodyLimits.MaxBodyBytes"/>, because what stands late in it
/// decides about what stands early, and because a refusal can then still be a clean error.
/// </summary>
public sealed class JsonBody(Exchange exchange) : BodyRewriter
{
    private readonly PooledBuffer _body = new();
    private readonly SlotHits _hits = new();
    private readonly DocumentEdits _edits = new();
    private bool _planned;

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
        if (!_planned)
        {
            _planned = true;
            exchange.Profile ??= ApiProfiles.ByShape(json, streamed: false, _hits, exchange.Policy.Limits.MaxDepth);
            if (exchange.Profile is null)
            {
                // Nothing here that any known API would call content: UnknownApis let it this far.
                output.Write(_body.Span);
                return RewriteStatus.Done;
            }
            if (Plan(json, exchange.Profile) is { } refusal)
            {
                return Refuse(refusal);
            }
            output.Write(_body.Span[..bom]);
        }
        else if (_edits.IsEmpty)
        {
            return RewriteStatus.Done;
        }
        var status = _edits.Apply(json, exchange, output, out var receipt);
        PixelsWanted = _edits.PixelsWanted;
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
        _hits.Dispose();
        _edits.Dispose();
    }

    private LabelReceipt? Plan(ReadOnlySpan<byte> json, ApiProfile profile)
    {
        var tree = profile.Document;
        if (!JsonScanner.TryScan(json, tree, _hits, exchange.Policy.Limits.MaxDepth))
        {
            return new LabelReceipt(LabelOutcome.Malformed, "json", "", "the answer is not well-formed JSON, is nested too deep, or repeats a member");
        }
        var hasContent = false;
        SlotHit? first = null;
        SlotHit? last = null;
        foreach (var hit in _hits.Span)
        {
            var kind = tree.Slots[hit.Slot].Kind;
            if (kind is SlotKind.Image or SlotKind.Audio)
            {
                if (_edits.AddMedia(json, hit, kind, exchange.Policy) is { } refusal)
                {
                    return refusal;
                }
                hasContent |= hit is { Token: JsonToken.String, Length: > 0 };
            }
            else if (kind is SlotKind.Text or SlotKind.SideText && hit.Token == JsonToken.String && !JsonText.IsBlank(json.Slice(hit.Start, hit.Length)))
            {
                hasContent = true;
                if (kind == SlotKind.Text)
                {
                    if (last is { } previous && previous.Ordinal != hit.Ordinal)
                    {
                        PlanText(json, first!.Value, previous);
                        first = null;
                    }
                    (first, last) = (first ?? hit, hit);
                }
            }
        }
        if (last is { } end)
        {
            PlanText(json, first!.Value, end);
        }
        if (hasContent && exchange.Policy.AigcMember)
        {
            _edits.AddMember(tree, _hits, exchange.AigcMember);
        }
        return null;
    }

    // The texts of one choice: the label stands before the first and after the last of them.
    private void PlanText(ReadOnlySpan<byte> json, SlotHit first, SlotHit last)
    {
        var placement = exchange.TextPlacement;
        var label = exchange.Policy.TextLabel;
        exchange.Note(new LabelEvent(ContentKind.Text, Inline: placement != TextLabelPlacement.OutOfBand));
        if (label.StandsIn(json.Slice(first.Start, first.Length)) || label.StandsIn(json.Slice(last.Start, last.Length)))
        {
            return;
        }
        if (placement is TextLabelPlacement.Start or TextLabelPlacement.Both)
        {
            _edits.Splice(first.Start, label.AtStart);
        }
        if (placement is TextLabelPlacement.End or TextLabelPlacement.Both)
        {
            _edits.Splice(last.Start + last.Length, label.AtEnd);
        }
    }

    private RewriteStatus Refuse(LabelReceipt receipt)
    {
        Refusal = receipt;
        return RewriteStatus.Refused;
    }
}
