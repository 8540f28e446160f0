using System.Buffers;
using GbGateway.Content.Profiles;
using GbGateway.Labels;
using GbGateway.Labels.Text;

namespace GbGateway.Content.Bodies;

/// <summary>
/// Decides what the labels of one whole answer are, and writes it with them. Texts go through the keywords first: labels see what is left
/// of them. The texts of a choice that has a blocked one become the refusal's wording. Reused from document to document.
/// </summary>
internal sealed class DocumentLabels(Exchange exchange, ApiProfile profile) : IDisposable
{
    /// <summary>A text, or the words between two pictures of one.</summary>
    /// <param name="Hit">Where it stands.</param>
    /// <param name="Kind">Text, SideText or Copy.</param>
    /// <param name="From">Where what the filter made of it begins, or -1.</param>
    /// <param name="Length">Its length then.</param>
    /// <param name="FollowsPicture">Whether a picture stands before it, so that it counts though it be blank.</param>
    /// <param name="IsLast">Whether the text ends with it.</param>
    private readonly record struct Planned(SlotHit Hit, SlotKind Kind, int From, int Length, bool FollowsPicture, bool IsLast)
    {
        public bool IsSide => Kind == SlotKind.SideText;
    }

    private readonly SlotHits _hits = new();
    private readonly DocumentEdits _edits = new();
    private readonly PooledBuffer _texts = new();
    private readonly List<Planned> _planned = [];
    private readonly List<SlotHit> _pictures = [];
    private readonly HashSet<int> _blocked = [];
    private readonly HashSet<int> _blockedItems = [];

    /// <summary>Whether the document planned last holds content.</summary>
    public bool HasContent { get; private set; }

    /// <summary>Whether it shows the shape of the API it was read as.</summary>
    public bool ShowsShape => ApiProfile.ShowsShape(profile.Document, _hits);

    /// <summary>Pixels of the picture that waits for a permit.</summary>
    public long PixelsWanted => _edits.PixelsWanted;

    /// <summary>Reads a document and plans its labels.</summary>
    /// <returns>Null, or why it may not leave.</returns>
    public LabelReceipt? Plan(ReadOnlySpan<byte> json)
    {
        _edits.Clear();
        _texts.Clear();
        _planned.Clear();
        _pictures.Clear();
        _blocked.Clear();
        _blockedItems.Clear();
        var tree = profile.Document;
        if (!JsonScanner.TryScan(json, tree, _hits, exchange.Policy.Limits.MaxDepth))
        {
            return new LabelReceipt(LabelOutcome.Malformed, "json", "", "the answer is not well-formed JSON, is nested too deep, or repeats a member");
        }
        HasContent = false;
        foreach (var hit in _hits.Span)
        {
            var kind = tree.Slots[hit.Slot].Kind;
            if (kind == SlotKind.Output)
            {
                kind = MediaSlot.IsLink(hit.Of(json)) || MediaSlot.HoldsPicture(hit.Of(json)) ? SlotKind.Image : SlotKind.Text;
            }
            if (kind is SlotKind.Image or SlotKind.Audio)
            {
                if (_edits.AddMedia(json, tree, _hits, hit, kind, exchange.Policy) is { } refusal)
                {
                    return refusal;
                }
                HasContent |= hit.IsText;
            }
            else if (kind is (SlotKind.Text or SlotKind.SideText or SlotKind.Copy) && hit.IsText && !JsonText.IsBlank(hit.Of(json)))
            {
                HasContent = true;
                AddText(json, hit, kind);
            }
            else if (kind == SlotKind.TokenTexts && exchange.Policy.ChangesTexts && hit.Token is (JsonToken.Object or JsonToken.Array))
            {
                _edits.Replace(hit.Start, hit.Length, hit.Token == JsonToken.Array ? "[]"u8 : "null"u8);
            }
        }
        PlanBlocked(tree);
        PlanPictures();
        PlanTexts(json);
        if (HasContent && exchange.Policy.AigcMember)
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
        _texts.Dispose();
    }

    // A text is words, and pictures between them; reasoning is words.
    private void AddText(ReadOnlySpan<byte> json, SlotHit hit, SlotKind kind)
    {
        var text = hit.Of(json);
        var pictures = new PictureFinder();
        var (words, follows) = (0, false);
        for (var at = 0; at < text.Length && kind != SlotKind.SideText;)
        {
            var from = at;
            pictures.Next(text, ref at, out var isPicture);
            if (isPicture && !MediaSlot.IsProse(text[from..at]))
            {
                AddWords(json, hit with { Start = hit.Start + words, Length = from - words }, kind, follows, isLast: false);
                _pictures.Add(hit with { Start = hit.Start + from, Length = at - from });
                (words, follows) = (at, true);
            }
        }
        AddWords(json, hit with { Start = hit.Start + words, Length = hit.Length - words }, kind, follows, isLast: true);
    }

    private void AddWords(ReadOnlySpan<byte> json, SlotHit hit, SlotKind kind, bool follows, bool isLast)
    {
        if (exchange.Policy.Keywords is null)
        {
            _planned.Add(new Planned(hit, kind, From: -1, hit.Length, follows, isLast));
            return;
        }
        using var text = new FilteredText(exchange);
        var from = _texts.Length;
        text.Push(hit.Of(json), _texts);
        text.Flush(_texts);
        if (text.Blocked)
        {
            _blocked.Add(profile.RunOf(hit));
            _blockedItems.Add(hit.Ordinal);
        }
        _planned.Add(new Planned(hit, kind, from, _texts.Length - from, follows, isLast));
    }

    // Where a text was blocked, its pictures go as well.
    private void PlanPictures()
    {
        foreach (var picture in _pictures)
        {
            if (_blocked.Contains(profile.RunOf(picture)))
            {
                _edits.Splice(picture.Start, default, picture.Length);
            }
            else
            {
                _edits.AddPictureInText(picture.Start, picture.Length);
            }
        }
    }

    // The first text of a choice becomes the refusal, its other texts go, and its finish says why.
    private void PlanBlocked(SlotTree tree)
    {
        if (_blocked.Count == 0)
        {
            return;
        }
        var wordings = new HashSet<int>();
        for (var i = 0; i < _planned.Count; i++)
        {
            var text = _planned[i];
            if (_blocked.Contains(profile.RunOf(text.Hit)))
            {
                var wording = !text.IsSide && wordings.Add(profile.RunOf(text.Hit)) ? exchange.Policy.Refusal.Json : default;
                _planned[i] = text with { From = _texts.Length, Length = wording.Length };
                _texts.Append(wording.Span);
            }
        }
        foreach (var hit in _hits.Span)
        {
            var slot = tree.Slots[hit.Slot];
            if (!slot.WhenBlocked.IsEmpty && (!slot.Path.Contains('[') || _blockedItems.Contains(hit.Ordinal)))
            {
                var quotes = hit.Token == JsonToken.String ? 1 : 0;
                _edits.Splice(hit.Start - quotes, slot.WhenBlocked, hit.Length + 2 * quotes);
            }
        }
    }

    private void PlanTexts(ReadOnlySpan<byte> json)
    {
        Planned? first = null;
        Planned? last = null;
        Planned? copy = null;
        foreach (var text in _planned)
        {
            if (text.Kind == SlotKind.Copy)
            {
                copy ??= text;
                if (text.IsLast)
                {
                    PlanText(json, copy.Value, text);
                    copy = null;
                }
            }
            else if (text.Kind == SlotKind.Text && (text.FollowsPicture || !JsonText.IsBlank(Of(text, json))))
            {
                if (last is { } previous && profile.RunOf(previous.Hit) != profile.RunOf(text.Hit))
                {
                    PlanText(json, first!.Value, previous);
                    first = null;
                }
                (first, last) = (first ?? text, text);
            }
        }
        if (last is { } end)
        {
            PlanText(json, first!.Value, end);
        }
        foreach (var text in _planned)
        {
            if (!Of(text, json).SequenceEqual(text.Hit.Of(json)))
            {
                _edits.Replace(text.Hit.Start, text.Hit.Length, Of(text, json));
            }
        }
    }

    // Where nothing was filtered, the text as it stands.
    private ReadOnlySpan<byte> Of(Planned text, ReadOnlySpan<byte> json) =>
        text.From < 0 ? text.Hit.Of(json) : _texts.Span.Slice(text.From, text.Length);

    // The texts of one choice: the label stands before the first and after the last of them.
    private void PlanText(ReadOnlySpan<byte> json, Planned first, Planned last)
    {
        var placement = exchange.TextPlacement;
        var label = exchange.Policy.TextLabel;
        if (first.Kind != SlotKind.Copy)
        {
            exchange.Note(new LabelEvent(ContentKind.Text, Inline: placement != TextLabelPlacement.OutOfBand));
        }
        if (label.StandsIn(Of(first, json)) || label.StandsIn(Of(last, json)))
        {
            return;
        }
        if (placement is TextLabelPlacement.Start or TextLabelPlacement.Both)
        {
            _edits.Splice(first.Hit.Start, label.AtStart);
        }
        if (placement is TextLabelPlacement.End or TextLabelPlacement.Both)
        {
            _edits.Splice(last.Hit.Start + last.Hit.Length, label.AtEnd);
        }
    }
}
