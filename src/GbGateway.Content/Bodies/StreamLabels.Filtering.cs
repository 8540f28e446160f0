using System.Buffers;
using GbGateway.Content.Profiles;
using GbGateway.Labels;

namespace GbGateway.Content.Bodies;

/// <summary>
/// Keywords in a stream. 1. A text leaves in its place as the filter released it. 2. What the filter still holds when the text ends leaves
/// in an event of its own, or in the finish event's text. 3. Labels see released text only, and come after it. 4. At a hit that blocks,
/// the event that brought it is dropped: what was released before leaves, with its label, then the API's own words for a refusal.
/// </summary>
internal partial class StreamLabels
{
    private readonly record struct Piece(TextRun? Run, ContentSlot Slot, int Index, int From, int Length, bool Noted, int Part = 0)
    {
        public bool IsEmpty => Length == 0;

        public ReadOnlySpan<byte> Of(ReadOnlySpan<byte> texts) => texts.Slice(From, Length);
    }

    private readonly PooledBuffer _texts = new();
    private readonly PooledBuffer _identity = new();
    private readonly List<SideRun> _sides = [];
    private readonly List<Piece> _pieces = [];
    private readonly HashSet<int> _early = [];
    private bool _blocked;

    /// <summary>Whether a text ended before a hit, and the stream ends with it.</summary>
    protected bool IsBlocked => _blocked;

    /// <summary>Whether the stream was ended here: the event at hand may not follow, nor any other.</summary>
    public bool HasEnded { get; private set; }

    /// <summary>Whether text waits that may still become a keyword.</summary>
    public bool HoldsText
    {
        get
        {
            if (!Filters)
            {
                return false;
            }
            foreach (var run in Runs)
            {
                if (run.Filter is { Holds: true })
                {
                    return true;
                }
            }
            foreach (var side in _sides)
            {
                if (side.Filter.Holds)
                {
                    return true;
                }
            }
            return false;
        }
    }

    private bool Filters => Exchange.KeywordsFor(FilterDirection.Answer) is not null;

    // Whether each event repeats the whole text.
    private bool Cumulates => Profile.Cumulates && !Exchange.Facts.Incremental;

    /// <summary>The upstream's framing ended: closes all texts, and the stream itself if that brings a hit to light.</summary>
    public void End(IBufferWriter<byte> output)
    {
        if (!HasEnded)
        {
            ForgetTexts();
            Close(output);
            if (_blocked)
            {
                Refuse(output);
            }
        }
    }

    /// <summary>The number an event of a run's text goes by.</summary>
    protected virtual int EventIndex(TextRun run) => run.Index;

    /// <summary>Writes the events that tell the client of a refusal and end the stream.</summary>
    /// <returns>Whether there are any.</returns>
    protected virtual bool WriteRefusal(IBufferWriter<byte> output)
    {
        var written = false;
        foreach (var end in Profile.Refusals)
        {
            foreach (var run in Runs)
            {
                if (!end.NamesRun || (!run.IsFinished && !Runs.Exists(other => other.Index == run.Index && Runs.IndexOf(other) < Runs.IndexOf(run))))
                {
                    written = true;
                    WriteText(end, run.Index, Exchange.Policy.Refusal.Json.Span, end.SaysIdentity ? default : _echo.Span, output);
                    if (!end.NamesRun)
                    {
                        break;
                    }
                }
            }
        }
        return written;
    }

    /// <summary>Writes what the filters still hold of all texts, in events of their own.</summary>
    protected void FlushTexts(IBufferWriter<byte> output)
    {
        if (!Filters)
        {
            return;
        }
        foreach (var side in _sides)
        {
            FlushSide(side, output);
        }
        foreach (var run in Runs)
        {
            FlushText(run, output);
        }
    }

    /// <summary>Writes what the filter still holds of a run's text.</summary>
    protected void FlushText(TextRun run, IBufferWriter<byte> output)
    {
        if (run is not { Filter: { } filter, Slot: { } slot })
        {
            return;
        }
        var from = _texts.Length;
        filter.Flush(_texts);
        _blocked |= filter.Blocked;
        if (_texts.Length > from)
        {
            if (!filter.Repeated.IsEmpty)
            {
                from = _texts.Length;
                _texts.Append(filter.Repeated);
            }
            Say(new Piece(run, slot, EventIndex(run), from, _texts.Length - from, Noted: false), output);
        }
    }

    /// <summary>Writes what the filters still hold of a run's reasoning and refusals.</summary>
    protected void FlushSides(TextRun run, IBufferWriter<byte> output)
    {
        foreach (var side in _sides)
        {
            if (side.Run == run)
            {
                FlushSide(side, output);
            }
        }
    }

    private void FlushSide(SideRun side, IBufferWriter<byte> output)
    {
        var from = _texts.Length;
        side.Filter.Flush(_texts);
        _blocked |= side.Filter.Blocked;
        Say(new Piece(null, side.Slot, EventIndex(side.Run), from, _texts.Length - from, Noted: true, side.Part), output);
    }

    // Whether the policy has what stands there filtered: reasoning, a refusal, what is said to a tool.
    private bool FiltersSide(SlotHit hit) => Filters
        && (hit.IsText || (hit.Token == JsonToken.Object && Profile.Stream.Slots[hit.Slot].Kind == SlotKind.Arguments))
        && (Exchange.Policy.FilteredSides & Profile.Stream.Slots[hit.Slot].Side) != 0;

    // What the filter makes of one piece of text; the event is changed if that differs.
    private Piece Filter(ReadOnlySpan<byte> json, TextRun run, ContentSlot slot, SlotHit hit, bool ends)
    {
        run.Slot ??= slot;
        var from = _texts.Length;
        run.Filter!.Push(hit.Of(json), _texts);
        if (ends)
        {
            run.Filter.Flush(_texts);
        }
        var piece = new Piece(run, slot, EventIndex(run), from, _texts.Length - from, Noted: true);
        if (run.Filter.Blocked)
        {
            _blocked = true;
            _pieces.Add(piece with { Noted = false });
            return default;
        }
        Put(json, hit, piece);
        return piece;
    }

    private LabelReceipt? PlanSide(ReadOnlySpan<byte> json, SlotHit hit)
    {
        if (FindRun(Profile.RunOf(json, Hits, hit)) is not { } run)
        {
            return new LabelReceipt(LabelOutcome.TooLarge, "json", "", $"the stream has more than {MaxRuns} texts");
        }
        var slot = Profile.Stream.Slots[hit.Slot];
        var part = PartOf(json, hit);
        if (FindSide(json, run, slot, part, hit.Token) is not { } side)
        {
            return new LabelReceipt(LabelOutcome.TooLarge, "json", "", $"the stream has more than {MaxRuns} texts");
        }
        var from = _texts.Length;
        side.Filter.Push(hit.Of(json), _texts);
        if (hit.Token == JsonToken.Object || slot.Event is null)
        {
            side.Filter.Flush(_texts);
        }
        _blocked |= side.Filter.Blocked;
        var piece = new Piece(null, slot, EventIndex(run), from, _texts.Length - from, Noted: true, part);
        if (!side.Filter.Blocked)
        {
            Put(json, hit, piece);
        }
        else if (hit.Token != JsonToken.Object)
        {
            _pieces.Add(piece);
        }
        return null;
    }

    private SideRun? FindSide(ReadOnlySpan<byte> json, TextRun run, ContentSlot slot, int part, JsonToken token)
    {
        foreach (var known in _sides)
        {
            if (known.Slot == slot && known.Run == run && known.Part == part)
            {
                return known;
            }
        }
        if (_sides.Count == MaxRuns)
        {
            return null;
        }
        var form = slot.Kind != SlotKind.Arguments ? TextForm.Text : token == JsonToken.Object ? TextForm.Json : TextForm.JsonInString;
        var side = new SideRun(slot, run, new FilteredText(Exchange, cumulates: Cumulates, form: form), part);
        _sides.Add(side);
        if (_echo.Length == 0)
        {
            NoteEcho(json);
        }
        return side;
    }

    // Which of several calls a piece belongs to: what its nearest sibling index says.
    private int PartOf(ReadOnlySpan<byte> json, SlotHit hit)
    {
        if (Profile.Stream.Slots[hit.Slot].Side != SideTexts.ToolArguments || !Hits.MayHave(SlotKind.PartIndex))
        {
            return 0;
        }
        foreach (var other in Hits.Span)
        {
            if (other.Ordinal == hit.Ordinal && other.Inner == hit.Inner && Profile.Stream.Slots[other.Slot].Kind == SlotKind.PartIndex
                && JsonText.TryReadInt(other.Of(json), out var index))
            {
                return index;
            }
        }
        return 0;
    }

    // The rest of a text goes into the finish event's own text, if it has one, else before it.
    private void FlushAtFinish(ReadOnlySpan<byte> json, TextRun run, SlotHit? last, IBufferWriter<byte> output)
    {
        NoteEcho(json);
        FlushSides(run, output);
        if (run.Filter is null || last is not { Length: 0 } empty)
        {
            FlushText(run, output);
            return;
        }
        var from = _texts.Length;
        run.Filter!.Flush(_texts);
        if (run.Filter.Blocked || _texts.Length == from)
        {
            _blocked |= run.Filter.Blocked;
            _pieces.Add(new Piece(run, Profile.Stream.Slots[empty.Slot], EventIndex(run), from, _texts.Length - from, Noted: false));
            return;
        }
        var piece = new Piece(run, Profile.Stream.Slots[empty.Slot], EventIndex(run), from, _texts.Length - from, Noted: true);
        PlanStart(json, run, piece.Slot, empty, piece.Of(_texts.Span), output);
        Put(json, empty, piece);
    }

    // A later copy of a text says what the stream said. False if it brings a hit that blocks.
    private bool FilterCopy(ReadOnlySpan<byte> json, SlotHit hit, TextRun run, IBufferWriter<byte> output)
    {
        NoteEcho(json);
        FlushSides(run, output);
        FlushText(run, output);
        var text = hit.Of(json);
        var (form, pictures) = (Profile.Stream.Slots[hit.Slot].Kind == SlotKind.ArgumentsCopy ? TextForm.JsonInString : TextForm.Text, new PictureFinder());
        for (var at = 0; at < text.Length && !_blocked;)
        {
            var from = at;
            var isPicture = false;
            if (form == TextForm.Text)
            {
                pictures.Next(text, ref at, out isPicture);
            }
            else
            {
                at = text.Length;
            }
            var part = hit with { Start = hit.Start + from, Length = at - from };
            if (isPicture && !MediaSlot.IsProse(part.Of(json)))
            {
                _edits.AddPictureInText(part.Start, part.Length);
                continue;
            }
            using var whole = new FilteredText(Exchange, form: form);
            var filtered = _texts.Length;
            whole.Push(part.Of(json), _texts);
            whole.Flush(_texts);
            _blocked |= whole.Blocked;
            if (!_blocked && !part.Of(json).SequenceEqual(_texts.Span[filtered..]))
            {
                _edits.Replace(part.Start, part.Length, _texts.Span[filtered..]);
            }
        }
        return !_blocked;
    }

    private void Put(ReadOnlySpan<byte> json, SlotHit hit, Piece piece)
    {
        _pieces.Add(piece);
        if (!piece.Of(_texts.Span).SequenceEqual(hit.Of(json)))
        {
            _edits.Replace(hit.Start, hit.Length, piece.Of(_texts.Span));
        }
    }

    private LabelReceipt? LeaveOut(SlotHit hit)
    {
        if (hit.Token is JsonToken.Object or JsonToken.Array)
        {
            _edits.Replace(hit.Start, hit.Length, hit.Token == JsonToken.Array ? "[]"u8 : "null"u8);
        }
        return null;
    }

    private LabelReceipt? NoteIdentity(ReadOnlySpan<byte> json, SlotHit hit)
    {
        if (Filters)
        {
            WriteMember(Profile.Stream.Slots[hit.Slot], json, hit, _identity);
        }
        return null;
    }

    private void ForgetTexts()
    {
        _texts.Clear();
        _pieces.Clear();
        _early.Clear();
    }

    // Whether the event also says that this text is over, and brings no more of it. What it says stands in the same element, or for all.
    private bool EndsRun(ReadOnlySpan<byte> json, int index)
    {
        var text = Hits.Span[index];
        for (var i = index + 1; i < Hits.Count && Hits.Span[i].Ordinal == text.Ordinal; i++)
        {
            if (Hits.Span[i].IsText && Profile.Stream.Slots[Hits.Span[i].Slot].Kind == SlotKind.Text)
            {
                return false;
            }
        }
        for (var i = FirstOfElement(index); i < Hits.Count && Hits.Span[i].Ordinal == text.Ordinal; i++)
        {
            if (Profile.Stream.Slots[Hits.Span[i].Slot].Kind == SlotKind.Finish && Says(json, Hits.Span[i]))
            {
                return true;
            }
        }
        return EndsAll(json);
    }

    private bool EndsAll(ReadOnlySpan<byte> json) =>
        (Hits.First(Profile.Stream, SlotKind.End) is { } end && Says(json, end)) || (Hits.First(Profile.Stream, SlotKind.Error) is { } error && Says(json, error));

    // Writes released text as an event of its own.
    private void Say(Piece piece, IBufferWriter<byte> output)
    {
        if (piece.IsEmpty || piece.Slot.Event is not { } own)
        {
            return;
        }
        if (!piece.Noted && piece.Run!.Append(piece.Of(_texts.Span)))
        {
            NoteText(piece.Run, piece.Slot, output, at: 0);
        }
        WriteText(own, piece.Index, piece.Of(_texts.Span), _echo.Span, output, piece.Part);
    }

    private void Refuse(IBufferWriter<byte> output)
    {
        HasEnded = true;
        foreach (var piece in _pieces)
        {
            Say(piece, output);
        }
        Close(output);
        if (!WriteRefusal(output))
        {
            _event.Clear();
            Profile.WriteError(ErrorDialect.ContentFilter, Exchange.Policy.Refusal.Text, _event);
            body.WriteFramed(Profile.Errors.EventName.Span, _event.Span, output);
        }
        body.WriteEnd(Profile, output);
    }
}
