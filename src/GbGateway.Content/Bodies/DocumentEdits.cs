using System.Buffers;
using GbGateway.Content.Links;
using GbGateway.Content.Profiles;
using GbGateway.Labels;

namespace GbGateway.Content.Bodies;

/// <summary>
/// The changes to one JSON document, in its order: texts spliced in, pictures replaced. Everything between them is copied byte by byte.
/// Applying stops before each picture to ask for a permit and goes on where it stopped.
/// </summary>
internal sealed class DocumentEdits : IDisposable
{
    /// <summary>One change. What is put in at a place stands before what is replaced there; else the order of planning holds.</summary>
    private readonly record struct Edit(int At, int Remove, ReadOnlyMemory<byte> Text, EditKind Kind, int From, int Length, int Number) : IComparable<Edit>
    {
        public int CompareTo(Edit other)
        {
            var order = At.CompareTo(other.At);
            order = order != 0 ? order : (Remove > 0).CompareTo(other.Remove > 0);
            return order != 0 ? order : Number.CompareTo(other.Number);
        }
    }

    private enum EditKind
    {
        /// <summary>Text in the place of what is removed.</summary>
        Text,

        /// <summary>A picture that stands in the document.</summary>
        Picture,

        /// <summary>A picture in a text that stands in the document. If it can't be labelled and is short, it is an example, and stays.</summary>
        PictureInText,

        /// <summary>A picture in a text that earlier documents brought, kept here.</summary>
        KeptPicture,
    }

    private readonly List<Edit> _edits = [];
    private readonly MediaSlot _media = new();
    private readonly PooledBuffer _texts = new();
    private int _next;
    private int _copied;
    private bool _opened;
    private bool _sorted = true;

    /// <summary>Whether there is anything to change.</summary>
    public bool IsEmpty => _edits.Count == 0;

    /// <summary>Pixels of the picture that waits for a permit.</summary>
    public long PixelsWanted => _media.Pixels;

    /// <summary>Forgets the edits.</summary>
    public void Clear()
    {
        _edits.Clear();
        _texts.Clear();
        (_next, _copied, _opened, _sorted) = (0, 0, false, true);
    }

    /// <summary>Puts <paramref name="text"/> in, after taking <paramref name="remove"/> bytes out.</summary>
    public void Splice(int at, ReadOnlyMemory<byte> text, int remove = 0) => Add(at, remove, EditKind.Text, text);

    /// <summary>Puts a copy of <paramref name="text"/> in the place of <paramref name="remove"/> bytes.</summary>
    public void Replace(int at, int remove, ReadOnlySpan<byte> text)
    {
        AddText(at, remove, _texts.Length, text.Length);
        _texts.Append(text);
    }

    /// <summary>Labels the picture of <paramref name="length"/> bytes of base64 that stands at a place, in the middle of a text.</summary>
    public void AddPictureInText(int at, int length) => Add(at, length, EditKind.PictureInText);

    /// <summary>Puts a picture into a text, labelled, whose base64 other documents brought.</summary>
    public void AddPictureInText(int at, ReadOnlySpan<byte> base64)
    {
        Add(at, 0, EditKind.KeptPicture, default, _texts.Length, base64.Length);
        _texts.Append(base64);
    }

    /// <summary>Plans what a picture or sound slot needs.</summary>
    /// <returns>Null, or why the document may not leave.</returns>
    public LabelReceipt? AddMedia(ReadOnlySpan<byte> json, SlotTree tree, SlotHits hits, SlotHit hit, SlotKind kind, Exchange exchange)
    {
        if (!hit.IsText)
        {
            return null;
        }
        var isSoundOrVideo = kind == SlotKind.Audio || hits.IsSoundOrVideo(json, tree, hit.Parent);
        if (tree.Slots[hit.Slot].IsLink || LinkTarget.IsLink(hit.Of(json)))
        {
            var refusal = LinkLabels.Plan(hit.Of(json), isSoundOrVideo, exchange, out var link);
            if (link.Length > 0)
            {
                Splice(hit.Start, link, hit.Length);
            }
            return refusal;
        }
        if (isSoundOrVideo)
        {
            return exchange.Policy.SoundAndVideo == Foreign.Pass
                ? null
                : new LabelReceipt(LabelOutcome.Unsupported, "audio", "", "this version labels neither sound nor video, and this route's SoundAndVideo is Refuse");
        }
        Add(hit.Start, hit.Length, EditKind.Picture);
        return null;
    }

    /// <summary>Plans it for a document's beginning. False for what may not leave, and for links: one is issued, and noted, once.</summary>
    public bool TryAddMedia(ReadOnlySpan<byte> json, SlotTree tree, SlotHits hits, SlotHit hit, SlotKind kind, Exchange exchange) =>
        !hit.IsText || (kind == SlotKind.Image && !LinkTarget.IsLink(hit.Of(json)) && AddMedia(json, tree, hits, hit, kind, exchange) is null);

    /// <summary>Puts the implicit label into the root object as its last member, or in place of the upstream's.</summary>
    public void AddMember(SlotTree tree, SlotHits hits, Exchange exchange)
    {
        var from = _texts.Length;
        if (hits.First(tree, SlotKind.ImplicitLabel) is { } hit)
        {
            var quotes = hit.Token == JsonToken.String ? 1 : 0;
            exchange.WriteAigcValue(_texts);
            AddText(hit.Start - quotes, hit.Length + 2 * quotes, from, _texts.Length - from);
        }
        else if (hits.RootEnd >= 0)
        {
            if (!hits.RootIsEmpty)
            {
                _texts.Append(","u8);
            }
            exchange.WriteAigcMember(_texts);
            AddText(hits.RootEnd, 0, from, _texts.Length - from);
        }
    }

    /// <summary>What stands before <paramref name="at"/> has left already, changed.</summary>
    public void SkipTo(int at)
    {
        Sort();
        _copied = at;
        while (_next < _edits.Count && _edits[_next].At < at)
        {
            _next++;
        }
    }

    /// <summary>Writes the changed document, or as much of it as there are permits for.</summary>
    public RewriteStatus Apply(ReadOnlySpan<byte> json, Exchange exchange, IBufferWriter<byte> output, out LabelReceipt? refusal)
    {
        refusal = null;
        Sort();
        // Given a document's beginning only, the edits behind it wait.
        for (; _next < _edits.Count && _edits[_next].At <= json.Length; _next++)
        {
            var edit = _edits[_next];
            if (edit.Kind == EditKind.Text)
            {
                output.Write(json[_copied..edit.At]);
                output.Write(edit.Text.Span);
                output.Write(_texts.Span.Slice(edit.From, edit.Length));
            }
            else if (!_opened)
            {
                refusal = _media.Open(SourceOf(edit, json), exchange);
                _opened = refusal is null;
                if (_opened || !IsExample(edit))
                {
                    return _opened ? RewriteStatus.NeedsPixels : RewriteStatus.Refused;
                }
                refusal = null;
                output.Write(json[_copied..edit.At]);
                output.Write(SourceOf(edit, json));
            }
            else
            {
                output.Write(json[_copied..edit.At]);
                var receipt = _media.Write(exchange.MediaOrder, output);
                if (receipt.IsLabelled)
                {
                    exchange.Note(new LabelEvent(ContentKind.Image, Inline: true, receipt) { ContentHash = _media.ContentHash, Length = _media.Length });
                }
                else if (IsExample(edit))
                {
                    output.Write(SourceOf(edit, json));
                }
                else
                {
                    refusal = receipt;
                    return RewriteStatus.Refused;
                }
                _opened = false;
            }
            _copied = edit.At + edit.Remove;
        }
        output.Write(json[_copied..]);
        _copied = json.Length;
        return RewriteStatus.Done;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _media.Dispose();
        _texts.Dispose();
    }

    private ReadOnlySpan<byte> SourceOf(Edit edit, ReadOnlySpan<byte> json) =>
        edit.Kind == EditKind.KeptPicture ? _texts.Span.Slice(edit.From, edit.Length) : json.Slice(edit.At, edit.Remove);

    private static bool IsExample(Edit edit) => edit.Kind != EditKind.Picture && Math.Max(edit.Length, edit.Remove) < MediaSlot.LongestExample;

    private void AddText(int at, int remove, int from, int length) => Add(at, remove, EditKind.Text, default, from, length);

    private void Add(int at, int remove, EditKind kind, ReadOnlyMemory<byte> text = default, int from = 0, int length = 0)
    {
        var edit = new Edit(at, remove, text, kind, from, length, _edits.Count);
        _sorted &= _edits.Count == 0 || _edits[^1].CompareTo(edit) < 0;
        _edits.Add(edit);
    }

    private void Sort()
    {
        if (!_sorted)
        {
            _edits.Sort();
            _sorted = true;
        }
    }
}
