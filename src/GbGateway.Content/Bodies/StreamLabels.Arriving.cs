using GbGateway.Content.Profiles;
using GbGateway.Labels;
using GbGateway.Labels.Text;

namespace GbGateway.Content.Bodies;

/// <summary>
/// Events whose picture is labelled while it arrives. Labels are events before the one that ends a text, so an event may begin to leave only
/// where none can be wanted before it: no text of the stream waits for its label or for the filter, none stands in it before the picture.
/// </summary>
internal partial class StreamLabels : IArrivingDocument
{
    private int _from;

    /// <inheritdoc/>
    public bool TryPlanHead(ReadOnlySpan<byte> json, int from, int picture)
    {
        var tree = Profile.Stream;
        _edits.Clear();
        if (OwesLabels || (tree.HasTexts && (Filters || Exchange.TextPlacement is TextLabelPlacement.Start or TextLabelPlacement.Both))
            || !JsonScanner.TryScan(json, tree, Hits, Exchange.Policy.Limits.MaxDepth))
        {
            return false;
        }
        var found = false;
        foreach (var hit in Hits.Span)
        {
            var kind = tree.Slots[hit.Slot].Kind;
            if (hit.Start < from)
            {
                continue;
            }
            if (hit.Start == picture)
            {
                found |= kind == SlotKind.Image && hit.Token == JsonToken.String && !Hits.IsSoundOrVideo(json, tree, hit.Parent);
            }
            else if ((kind is (SlotKind.Text or SlotKind.Copy) && hit.IsText) || kind == SlotKind.ImplicitLabel
                || (kind is (SlotKind.Image or SlotKind.Audio) && !_edits.TryAddMedia(json, tree, Hits, hit, kind, Exchange)))
            {
                return false;
            }
        }
        PlanSequence(json);
        _edits.SkipTo(from);
        return found;
    }

    /// <summary>Plans an event whose beginning has left, pictures and all.</summary>
    /// <param name="json">What is kept of it.</param>
    /// <param name="from">What stands before has left.</param>
    /// <returns>Null, or why it may not go on.</returns>
    public LabelReceipt? PlanRest(ReadOnlySpan<byte> json, int from)
    {
        using var before = new PooledBuffer();
        _from = from;
        var refusal = Plan(json, before);
        _from = 0;
        _edits.SkipTo(from);
        return refusal ?? (before.Length > 0 || HoldsEvent
            ? new LabelReceipt(LabelOutcome.Unsupported, "json", "", "an event that needs a label before it, and has begun to leave for its picture")
            : null);
    }
}
