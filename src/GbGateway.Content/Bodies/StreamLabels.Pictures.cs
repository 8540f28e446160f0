using System.Buffers;
using GbGateway.Content.Profiles;
using GbGateway.Labels;

namespace GbGateway.Content.Bodies;

/// <summary>
/// Pictures in streamed texts. 1. A picture's URI leaves as it comes, up to its base64. 2. The base64 is held back, event by event, and the
/// events leave without it. 3. The event that brings the picture's end brings all of it, labelled. 4. Where the text ends with the picture,
/// the picture leaves in an event of its own before the one that says so.
/// </summary>
internal partial class StreamLabels
{
    private MediaSlot? _picture;
    private bool _pictureOpen;

    /// <summary>Whether a picture in a text waits for its end.</summary>
    public bool HoldsPictures => Runs.Exists(static run => run.HoldsPicture);

    /// <summary>Lets the pictures go whose text ends with this event, which brings nothing of it. Called again after a permit.</summary>
    /// <param name="json">The event; empty where the stream itself ends.</param>
    /// <param name="output">Gets the events of the pictures.</param>
    /// <param name="refusal">Why one can't be labelled.</param>
    public RewriteStatus ReleasePictures(ReadOnlySpan<byte> json, IBufferWriter<byte> output, out LabelReceipt? refusal)
    {
        refusal = null;
        if (!HoldsPictures || (!json.IsEmpty && !JsonScanner.TryScan(json, Profile.Stream, Hits, Exchange.Policy.Limits.MaxDepth, _shape)))
        {
            return RewriteStatus.Done;
        }
        foreach (var run in Runs)
        {
            if (run.HoldsPicture && (json.IsEmpty || EndsPicture(json, run)) && ReleasePicture(run, output, out refusal) is var status and not RewriteStatus.Done)
            {
                return status;
            }
        }
        return RewriteStatus.Done;
    }

    /// <summary>Whether an event ends a run's text without a word of it.</summary>
    protected virtual bool EndsPicture(ReadOnlySpan<byte> json, TextRun run)
    {
        var ends = EndsAll(json);
        foreach (var hit in Hits.Span)
        {
            var kind = Profile.Stream.Slots[hit.Slot].Kind;
            if (kind == SlotKind.Text && hit.IsText && Profile.Stream.Slots[hit.Slot].Side == run.Side && Profile.RunOf(json, Hits, hit) == run.Index)
            {
                return false;
            }
            ends |= kind == SlotKind.Finish && Says(json, hit) && Profile.RunOf(json, Hits, hit) == run.Index;
        }
        return ends;
    }

    private RewriteStatus ReleasePicture(TextRun run, IBufferWriter<byte> output, out LabelReceipt? refusal)
    {
        refusal = null;
        var held = run.Picture!;
        var isExample = held.Length < MediaSlot.LongestExample;
        if (!_pictureOpen && !MediaSlot.IsProse(held.Span))
        {
            _picture ??= new MediaSlot();
            refusal = _picture.Open(held.Span, Exchange);
            _pictureOpen = refusal is null;
            if (_pictureOpen || !isExample)
            {
                return _pictureOpen ? RewriteStatus.NeedsPixels : RewriteStatus.Refused;
            }
            refusal = null;
        }
        ForgetTexts();
        if (_pictureOpen)
        {
            _pictureOpen = false;
            var receipt = _picture!.Write(Exchange.MediaOrder, _texts);
            if (receipt.IsLabelled)
            {
                Exchange.Note(new LabelEvent(ContentKind.Image, Inline: true, receipt));
            }
            else if (!isExample)
            {
                refusal = receipt;
                return RewriteStatus.Refused;
            }
        }
        if (_texts.Length > 0)
        {
            WriteText(run.Slot!.Event!, EventIndex(run), _texts.Span, _echo.Span, output);
        }
        else if (run.Filter is { } filter)
        {
            filter.Push(held.Span, _texts);
            _blocked |= filter.Blocked;
            Say(new Piece(run, run.Slot!, EventIndex(run), 0, _texts.Length, Noted: false), output);
        }
        else
        {
            run.Append(held.Span);
            WriteText(run.Slot!.Event!, EventIndex(run), held.Span, _echo.Span, output);
        }
        held.Clear();
        run.Pictures = default;
        return RewriteStatus.Done;
    }

    // A part of a picture: labelled where it is whole, else held back.
    private LabelReceipt? PlanPicture(ReadOnlySpan<byte> json, TextRun run, ContentSlot slot, SlotHit part, bool ends, IBufferWriter<byte> output)
    {
        if (ends && !run.HoldsPicture)
        {
            if (MediaSlot.IsProse(part.Of(json)))
            {
                PlanWords(json, run, slot, part, ends: false, output);
            }
            else
            {
                _edits.AddPictureInText(part.Start, part.Length);
            }
            return null;
        }
        if (Cumulates)
        {
            return new LabelReceipt(LabelOutcome.Unsupported, "unknown", "", "a picture in a text that every event repeats");
        }
        var held = run.Picture ??= new PooledBuffer();
        var all = (long)part.Length;
        foreach (var other in Runs)
        {
            all += other.Picture?.Length ?? 0;
        }
        if (all > Exchange.Policy.Limits.MaxEventBytes)
        {
            return new LabelReceipt(LabelOutcome.TooLarge, "unknown", "", $"the pictures in texts are longer than MaxEventBytes, {Exchange.Policy.Limits.MaxEventBytes}");
        }
        held.Append(part.Of(json));
        _edits.Splice(part.Start, default, part.Length);
        if (ends)
        {
            PutHeld(json, run, slot, part, output);
        }
        return null;
    }

    // What was held goes where its last part stood.
    private void PutHeld(ReadOnlySpan<byte> json, TextRun run, ContentSlot slot, SlotHit part, IBufferWriter<byte> output)
    {
        var (held, end) = (run.Picture!, part.Start + part.Length);
        if (!MediaSlot.IsProse(held.Span))
        {
            _edits.AddPictureInText(end, held.Span);
        }
        else if (run.Filter is null)
        {
            PlanStart(json, run, slot, part, held.Span, output);
            _edits.Replace(end, 0, held.Span);
        }
        else
        {
            var from = _texts.Length;
            run.Filter.Push(held.Span, _texts);
            _blocked |= run.Filter.Blocked;
            var piece = new Piece(run, slot, EventIndex(run), from, _texts.Length - from, Noted: !run.Filter.Blocked);
            _pieces.Add(piece);
            if (!run.Filter.Blocked)
            {
                PlanStart(json, run, slot, part, piece.Of(_texts.Span), output);
                _edits.Replace(end, 0, piece.Of(_texts.Span));
            }
        }
        held.Clear();
    }

    private void PlanCopiedPictures(ReadOnlySpan<byte> json, SlotHit copy)
    {
        var text = copy.Of(json);
        var pictures = new PictureFinder();
        for (var at = 0; at < text.Length;)
        {
            var from = at;
            pictures.Next(text, ref at, out var isPicture);
            if (isPicture && at > from && !MediaSlot.IsProse(text[from..at]))
            {
                _edits.AddPictureInText(copy.Start + from, at - from);
            }
        }
    }
}
