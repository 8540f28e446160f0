using System.Buffers;
using GbGateway.Content.Profiles;
using GbGateway.Labels;
using GbGateway.Labels.Text;

namespace GbGateway.Content.Bodies;

/// <summary>Decides what the labels of one whole answer are, and writes it with them. Reused from document to document.</summary>
internal sealed class DocumentLabels(Exchange exchange, ApiProfile profile) : IDisposable
{
    private readonly SlotHits _hits = new();
    private readonly DocumentEdits _edits = new();

    /// <summary>Pixels of the picture that waits for a permit.</summary>
    public long PixelsWanted => _edits.PixelsWanted;

    /// <summary>Reads a document and plans its labels.</summary>
    /// <returns>Null, or why it may not leave.</returns>
    public LabelReceipt? Plan(ReadOnlySpan<byte> json)
    {
        _edits.Clear();
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
                if (_edits.AddMedia(json, tree, _hits, hit, kind, exchange.Policy) is { } refusal)
                {
                    return refusal;
                }
                hasContent |= hit.IsText;
            }
            else if (kind is SlotKind.Text or SlotKind.SideText && hit.IsText && !JsonText.IsBlank(hit.Of(json)))
            {
                hasContent = true;
                if (kind == SlotKind.Text)
                {
                    if (last is { } previous && profile.RunOf(previous) != profile.RunOf(hit))
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

    /// <summary>Writes the planned document, or as much of it as there are permits for.</summary>
    public RewriteStatus Apply(ReadOnlySpan<byte> json, IBufferWriter<byte> output, out LabelReceipt? refusal) =>
        _edits.Apply(json, exchange, output, out refusal);

    /// <inheritdoc/>
    public void Dispose()
    {
        _hits.Dispose();
        _edits.Dispose();
    }

    // The texts of one choice: the label stands before the first and after the last of them.
    private void PlanText(ReadOnlySpan<byte> json, SlotHit first, SlotHit last)
    {
        var placement = exchange.TextPlacement;
        var label = exchange.Policy.TextLabel;
        exchange.Note(new LabelEvent(ContentKind.Text, Inline: placement != TextLabelPlacement.OutOfBand));
        if (label.StandsIn(first.Of(json)) || label.StandsIn(last.Of(json)))
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
}
