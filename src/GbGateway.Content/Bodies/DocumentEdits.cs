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
    private readonly record struct Edit(int At, int Remove, ReadOnlyMemory<byte> Text, bool IsMedia, int From = 0, int Length = 0);

    private readonly List<Edit> _edits = [];
    private readonly MediaSlot _media = new();
    private readonly PooledBuffer _texts = new();
    private int _next;
    private int _copied;
    private bool _opened;

    /// <summary>Whether there is anything to change.</summary>
    public bool IsEmpty => _edits.Count == 0;

    /// <summary>Pixels of the picture that waits for a permit.</summary>
    public long PixelsWanted => _media.Pixels;

    /// <summary>Forgets the edits.</summary>
    public void Clear()
    {
        _edits.Clear();
        _texts.Clear();
        (_next, _copied, _opened) = (0, 0, false);
    }

    /// <summary>Puts <paramref name="text"/> in, after taking <paramref name="remove"/> bytes out.</summary>
    public void Splice(int at, ReadOnlyMemory<byte> text, int remove = 0) => Add(new Edit(at, remove, text, false));

    /// <summary>Puts a copy of <paramref name="text"/> in the place of <paramref name="remove"/> bytes.</summary>
    public void Replace(int at, int remove, ReadOnlySpan<byte> text)
    {
        Add(new Edit(at, remove, default, false, _texts.Length, text.Length));
        _texts.Append(text);
    }

    /// <summary>Plans what a picture or sound slot needs.</summary>
    /// <returns>Null, or why the document may not leave.</returns>
    public LabelReceipt? AddMedia(ReadOnlySpan<byte> json, SlotTree tree, SlotHits hits, SlotHit hit, SlotKind kind, Exchange exchange)
    {
        if (!hit.IsText)
        {
            return null;
        }
        var isSoundOrVideo = kind == SlotKind.Audio || IsSoundOrVideo(json, tree, hits, hit.Parent);
        if (LinkTarget.IsLink(hit.Of(json)))
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
        Add(new Edit(hit.Start, hit.Length, default, true));
        return null;
    }

    /// <summary>Puts the implicit label into the root object as its last member, or in place of the upstream's.</summary>
    public void AddMember(SlotTree tree, SlotHits hits, Exchange exchange)
    {
        var from = _texts.Length;
        if (hits.First(tree, SlotKind.ImplicitLabel) is { } hit)
        {
            var quotes = hit.Token == JsonToken.String ? 1 : 0;
            exchange.WriteAigcValue(_texts);
            Add(new Edit(hit.Start - quotes, hit.Length + 2 * quotes, default, false, from, _texts.Length - from));
        }
        else if (hits.RootEnd >= 0)
        {
            if (!hits.RootIsEmpty)
            {
                _texts.Append(","u8);
            }
            exchange.WriteAigcMember(_texts);
            Add(new Edit(hits.RootEnd, 0, default, false, from, _texts.Length - from));
        }
    }

    /// <summary>What stands before <paramref name="at"/> has left already, changed.</summary>
    public void SkipTo(int at)
    {
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
        // Given a document's beginning only, the edits behind it wait.
        for (; _next < _edits.Count && _edits[_next].At <= json.Length; _next++)
        {
            var edit = _edits[_next];
            if (!edit.IsMedia)
            {
                output.Write(json[_copied..edit.At]);
                output.Write(edit.Text.Span);
                output.Write(_texts.Span.Slice(edit.From, edit.Length));
            }
            else if (!_opened)
            {
                refusal = _media.Open(json.Slice(edit.At, edit.Remove), exchange);
                _opened = refusal is null;
                return _opened ? RewriteStatus.NeedsPixels : RewriteStatus.Refused;
            }
            else
            {
                output.Write(json[_copied..edit.At]);
                var receipt = _media.Write(exchange.MediaOrder, output);
                if (!receipt.IsLabelled)
                {
                    refusal = receipt;
                    return RewriteStatus.Refused;
                }
                exchange.Note(new LabelEvent(ContentKind.Image, Inline: true, receipt) { ContentHash = _media.ContentHash, Length = _media.Length });
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

    /// <summary>Whether the object at a place says of its media that they are sound or video.</summary>
    public static bool IsSoundOrVideo(ReadOnlySpan<byte> json, SlotTree tree, SlotHits hits, int parent)
    {
        foreach (var hit in hits.Span)
        {
            if (hit.Parent == parent && tree.Slots[hit.Slot].Kind == SlotKind.MediaType)
            {
                var type = hit.Of(json);
                return type.StartsWith("audio/"u8) || type.StartsWith("video/"u8) || type.StartsWith("audio\\/"u8) || type.StartsWith("video\\/"u8);
            }
        }
        return false;
    }

    // What is put in at a place stands before what is replaced there.
    private void Add(Edit edit)
    {
        var at = _edits.Count;
        while (at > 0 && (_edits[at - 1].At > edit.At || (_edits[at - 1].At == edit.At && _edits[at - 1].Remove > 0 && edit.Remove == 0)))
        {
            at--;
        }
        _edits.Insert(at, edit);
    }
}
