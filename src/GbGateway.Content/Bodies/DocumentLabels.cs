using System.Buffers;
using GbGateway.Content.Links;
using GbGateway.Content.Profiles;
using GbGateway.Labels;
using GbGateway.Labels.Text;

namespace GbGateway.Content.Bodies;

/// <summary>
/// Decides what the labels of one whole answer are, and writes it with them. Texts go through the keywords first: labels see what is left
/// of them. The texts of a choice that has a blocked one become the refusal's wording. Reused from document to document.
/// </summary>
internal sealed class DocumentLabels : IArrivingDocument, IDisposable
{
    /// <summary>A text, or the words between two pictures of one.</summary>
    /// <param name="Hit">Where it stands.</param>
    /// <param name="Kind">What it is.</param>
    /// <param name="From">Where what the filter made of it begins, or -1.</param>
    /// <param name="Length">Its length then.</param>
    /// <param name="FollowsPicture">Whether a picture stands before it, so that it counts though it be blank.</param>
    /// <param name="IsLast">Whether the text ends with it.</param>
    private readonly record struct Planned(SlotHit Hit, SlotKind Kind, int From, int Length, bool FollowsPicture, bool IsLast)
    {
        public bool IsSide => Kind is not (SlotKind.Text or SlotKind.Copy);
    }

    private static readonly Spares<DocumentLabels> Spares = new(Math.Max(16, 4 * Environment.ProcessorCount));

    private Exchange _exchange = null!;
    private ApiProfile _profile = null!;
    private readonly SlotHits _hits = new();
    private readonly DocumentEdits _edits = new();
    private readonly PooledBuffer _texts = new();
    private readonly List<Planned> _planned = [];
    private readonly List<SlotHit> _pictures = [];
    private readonly HashSet<int> _blocked = [];
    private readonly HashSet<int> _blockedItems = [];
    private readonly List<(int Start, int End)> _gone = [];

    private DocumentLabels()
    {
    }

    /// <summary>Takes one for the documents of an exchange; disposing of it gives it back.</summary>
    public static DocumentLabels Rent(Exchange exchange, ApiProfile profile)
    {
        var labels = Spares.Take() ?? new DocumentLabels();
        (labels._exchange, labels._profile) = (exchange, profile);
        return labels;
    }

    /// <summary>Whether the document planned last holds content.</summary>
    public bool HasContent { get; private set; }

    /// <summary>Pixels of the picture that waits for a permit.</summary>
    public long PixelsWanted => _edits.PixelsWanted;

    /// <inheritdoc/>
    /// <remarks>It can be told where no text stands before the picture: nothing that comes later decides about the rest.</remarks>
    public bool TryPlanHead(ReadOnlySpan<byte> json, int from, int picture)
    {
        Clear();
        var tree = _profile.Document;
        if (!JsonScanner.TryScan(json, tree, _hits, _exchange.Policy.Limits.MaxDepth))
        {
            return false;
        }
        var found = false;
        foreach (var hit in _hits.Span)
        {
            var slot = tree.Slots[hit.Slot];
            if (hit.Start < from)
            {
                continue;
            }
            if (hit.Start == picture)
            {
                found |= slot.Kind == SlotKind.Image && hit.Token == JsonToken.String && !_hits.IsSoundOrVideo(json, tree, hit.Parent);
            }
            else if ((slot.Kind is (SlotKind.Text or SlotKind.Copy or SlotKind.Output or SlotKind.SideText or SlotKind.Arguments) && hit.Length > 0)
                || (_exchange.ChangesTexts(FilterDirection.Answer) && (!slot.WhenBlocked.IsEmpty || slot.Kind == SlotKind.TokenTexts))
                || (slot.Kind is (SlotKind.Image or SlotKind.Audio) && !_edits.TryAddMedia(json, tree, _hits, hit, slot.Kind, _exchange)))
            {
                return false;
            }
        }
        if (found && _exchange.Policy.AigcMember)
        {
            _edits.AddMember(tree, _hits, _exchange);
        }
        _edits.SkipTo(from);
        return found;
    }

    /// <summary>Reads a document and plans its labels.</summary>
    /// <param name="json">The document.</param>
    /// <param name="from">What stands before has left by <see cref="TryPlanHead"/>, up to a picture.</param>
    /// <returns>Null, or why it may not leave.</returns>
    public LabelReceipt? Plan(ReadOnlySpan<byte> json, int from = 0)
    {
        Clear();
        var tree = _profile.Document;
        if (!JsonScanner.TryScan(json, tree, _hits, _exchange.Policy.Limits.MaxDepth))
        {
            return new LabelReceipt(LabelOutcome.Malformed, "json", "", "the answer is not well-formed JSON, is nested too deep, or repeats a member");
        }
        HasContent = from > 0;
        foreach (var hit in _hits.Span)
        {
            var kind = tree.Slots[hit.Slot].Kind;
            if (hit.Start < from)
            {
                continue;
            }
            if (kind == SlotKind.Output)
            {
                kind = LinkTarget.IsLink(hit.Of(json)) || MediaSlot.HoldsPicture(hit.Of(json)) ? SlotKind.Image : SlotKind.Text;
            }
            if (kind is SlotKind.Image or SlotKind.Audio)
            {
                if (_edits.AddMedia(json, tree, _hits, hit, kind, _exchange) is { } refusal)
                {
                    return refusal;
                }
                HasContent |= hit.IsText;
            }
            else if (kind is (SlotKind.Text or SlotKind.SideText or SlotKind.Copy) && hit.IsText && !JsonText.IsBlank(hit.Of(json)))
            {
                HasContent |= tree.Slots[hit.Slot].Side != SideTexts.ToolArguments;
                AddText(json, hit, kind);
            }
            else if (kind == SlotKind.Arguments && (hit.IsText || hit.Token is (JsonToken.Object or JsonToken.Array)))
            {
                AddText(json, hit, kind);
            }
            else if (kind == SlotKind.TokenTexts && _exchange.ChangesTexts(FilterDirection.Answer) && hit.Token is (JsonToken.Object or JsonToken.Array))
            {
                _edits.Replace(hit.Start, hit.Length, hit.Token == JsonToken.Array ? "[]"u8 : "null"u8);
            }
        }
        PlanBlocked(tree);
        PlanPictures();
        PlanTexts(json);
        if (HasContent && _hits.First(tree, SlotKind.ImplicitLabel) is { } label)
        {
            _exchange.Adopt(UpstreamMember.TryRead(json, label));
        }
        // An upstream's own label is replaced even where none is added: one answer, one label (GB-6.1-c).
        if (HasContent && (_exchange.Policy.AigcMember || _hits.MayHave(SlotKind.ImplicitLabel)))
        {
            _edits.AddMember(tree, _hits, _exchange);
        }
        _edits.SkipTo(from);
        return null;
    }

    /// <inheritdoc/>
    public RewriteStatus Apply(ReadOnlySpan<byte> json, IBufferWriter<byte> output, out LabelReceipt? refusal) =>
        _edits.Apply(json, _exchange, output, out refusal);

    /// <inheritdoc/>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _exchange, null!) is null)
        {
            return; // given back already
        }
        Clear();
        (_profile, HasContent) = (null!, false);
        _hits.Dispose();
        _edits.Dispose();
        _texts.Dispose();
        Spares.Put(this);
    }

    private void Clear()
    {
        _edits.Clear();
        _texts.Clear();
        _planned.Clear();
        _pictures.Clear();
        _blocked.Clear();
        _blockedItems.Clear();
        _gone.Clear();
    }

    // A text is words, and pictures between them; what is no text is words.
    private void AddText(ReadOnlySpan<byte> json, SlotHit hit, SlotKind kind)
    {
        var text = hit.Of(json);
        var pictures = new PictureFinder();
        var (words, follows) = (0, false);
        for (var at = 0; at < text.Length && kind is SlotKind.Text or SlotKind.Copy;)
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
        var side = _profile.Document.Slots[hit.Slot].Side;
        if (_exchange.KeywordsFor(FilterDirection.Answer) is null || (side != SideTexts.None && (_exchange.Policy.FilteredSides & side) == 0))
        {
            _planned.Add(new Planned(hit, kind, From: -1, hit.Length, follows, isLast));
            return;
        }
        var form = kind != SlotKind.Arguments ? TextForm.Text : hit.Token == JsonToken.String ? TextForm.JsonInString : TextForm.Json;
        using var text = new FilteredText(_exchange, form: form);
        var from = _texts.Length;
        text.Push(hit.Of(json), _texts);
        text.Flush(_texts);
        if (text.Blocked)
        {
            _blocked.Add(_profile.RunOf(hit));
            _blockedItems.Add(hit.Ordinal);
        }
        _planned.Add(new Planned(hit, kind, from, _texts.Length - from, follows, isLast));
    }

    // Where a text was blocked, its pictures go as well.
    private void PlanPictures()
    {
        foreach (var picture in _pictures)
        {
            if (_blocked.Contains(_profile.RunOf(picture)))
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
            if (_blocked.Contains(_profile.RunOf(text.Hit)))
            {
                var wording = text.Kind == SlotKind.Arguments ? "{}"u8
                    : !text.IsSide && wordings.Add(_profile.RunOf(text.Hit)) ? _exchange.Policy.Refusal.Json.Span : default;
                _planned[i] = text with { From = _texts.Length, Length = wording.Length };
                _texts.Append(wording);
            }
        }
        foreach (var hit in _hits.Span)
        {
            var slot = tree.Slots[hit.Slot];
            if (!slot.WhenBlocked.IsEmpty && (!slot.Path.Contains('[') || _blockedItems.Contains(hit.Ordinal)))
            {
                var quotes = hit.Token == JsonToken.String ? 1 : 0;
                _edits.Splice(hit.Start - quotes, slot.WhenBlocked, hit.Length + 2 * quotes);
                if (slot.Kind == SlotKind.ToolCalls)
                {
                    _gone.Add((hit.Start, hit.Start + hit.Length));
                }
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
                if (last is { } previous && !AreOne(previous.Hit, text.Hit))
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
            if (!Of(text, json).SequenceEqual(text.Hit.Of(json)) && !IsGone(text.Hit.Start))
            {
                _edits.Replace(text.Hit.Start, text.Hit.Length, Of(text, json));
            }
        }
    }

    private bool IsGone(int at)
    {
        foreach (var (start, end) in _gone)
        {
            if (at >= start && at < end)
            {
                return true;
            }
        }
        return false;
    }

    // The texts of one choice are one; what it refuses or speaks is another.
    private bool AreOne(SlotHit one, SlotHit other) =>
        _profile.RunOf(one) == _profile.RunOf(other) && _profile.Document.Slots[one.Slot].Side == _profile.Document.Slots[other.Slot].Side;

    // Where nothing was filtered, the text as it stands.
    private ReadOnlySpan<byte> Of(Planned text, ReadOnlySpan<byte> json) =>
        text.From < 0 ? text.Hit.Of(json) : _texts.Span.Slice(text.From, text.Length);

    // The texts of one choice: the label stands before the first and after the last of them.
    private void PlanText(ReadOnlySpan<byte> json, Planned first, Planned last)
    {
        var placement = _exchange.TextPlacement;
        var label = _exchange.Policy.TextLabel;
        if (first.Kind != SlotKind.Copy)
        {
            _exchange.Note(new LabelEvent(ContentKind.Text, Inline: placement != TextLabelPlacement.OutOfBand));
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
