using System.Buffers;
using System.Buffers.Text;
using GbGateway.Content.Profiles;
using GbGateway.Labels;
using GbGateway.Labels.Text;

namespace GbGateway.Content.Bodies;

/// <summary>
/// Decides, event by event, what the labels of one stream are. A text's label is an event of its own in the API's dialect, before the event
/// that ends the text; or a splice into that event, if it brings the last words itself.
/// </summary>
internal partial class StreamLabels(Exchange exchange, ApiProfile profile, EventStreamBody body) : IDisposable
{
    /// <summary>More runs than any API allows: an upstream that invents them is hostile.</summary>
    private const int MaxRuns = 1024;

    private readonly DocumentEdits _edits = new();
    private readonly EventShape _shape = new();
    private readonly PooledBuffer _echo = new();
    private readonly PooledBuffer _event = new();
    private readonly PooledBuffer _numbers = new();
    private bool _memberWritten;
    private bool _echoNoted;
    private long _sequence = -1;
    private long _inserted;

    /// <summary>The runs met so far.</summary>
    protected List<TextRun> Runs { get; } = [];

    /// <summary>The hits of the event at hand.</summary>
    protected SlotHits Hits { get; } = new();

    /// <summary>The exchange.</summary>
    protected Exchange Exchange { get; } = exchange;

    /// <summary>The API.</summary>
    protected ApiProfile Profile { get; } = profile;

    /// <summary>An event that waits, framed, until the next one shows what it was.</summary>
    public PooledBuffer Held { get; } = new();

    /// <summary>Whether the event just planned goes to <see cref="Held"/>.</summary>
    public bool HoldsEvent { get; protected set; }

    /// <summary>Pixels of the picture that waits for a permit.</summary>
    public long PixelsWanted => _pictureOpen ? _picture!.Pixels : _edits.PixelsWanted;

    /// <summary>Whether <see cref="Close"/> has anything to write.</summary>
    public virtual bool OwesLabels
    {
        get
        {
            foreach (var run in Runs)
            {
                if (Owes(run) || run.HoldsPicture || run.Filter is { Holds: true })
                {
                    return true;
                }
            }
            return Held.Length > 0 || _sides.Exists(static side => side.Filter.Holds);
        }
    }

    /// <summary>Plans one event; writes what goes before it.</summary>
    /// <returns>Null, or why the stream may not go on.</returns>
    public LabelReceipt? Plan(ReadOnlySpan<byte> json, IBufferWriter<byte> output)
    {
        _edits.Clear();
        ForgetTexts();
        HoldsEvent = false;
        _echoNoted = false;
        Hits.EventName = body.EventName;
        // Events of one shape may differ by their names.
        if (!JsonScanner.TryScan(json, Profile.Stream, Hits, Exchange.Policy.Limits.MaxDepth, Profile.Stream.NamesEvents ? null : _shape))
        {
            return new LabelReceipt(LabelOutcome.Malformed, "json", "", "an event is not well-formed JSON, is nested too deep, or repeats a member");
        }
        if (PlanEvent(json, output) is { } refusal)
        {
            return refusal;
        }
        var failed = Hits.First(Profile.Stream, SlotKind.Error) is { } error && Says(json, error);
        if (failed || (Hits.First(Profile.Stream, SlotKind.End) is { } end && Says(json, end)))
        {
            // What was said before is content and gets its label before the client stops reading.
            Close(output);
        }
        if (!_blocked && (Hits.MayHave(SlotKind.Copy) || Hits.MayHave(SlotKind.SideCopy) || Hits.MayHave(SlotKind.ArgumentsCopy)))
        {
            PlanCopies(json, output);
        }
        if (_blocked)
        {
            NoteEcho(json);
            Refuse(output);
            return null;
        }
        PlanSequence(json);
        if (!failed && (Exchange.Policy.AigcMember || Hits.MayHave(SlotKind.ImplicitLabel)) && Hits.RootEnd >= 0 && WantsMember(json))
        {
            _memberWritten = true;
            if (Hits.First(Profile.Stream, SlotKind.ImplicitLabel) is { } label)
            {
                Exchange.Adopt(UpstreamMember.TryRead(json, label));
            }
            _edits.AddMember(Profile.Stream, Hits, Exchange);
        }
        return null;
    }

    // The first event carries it. An upstream's own label is replaced wherever it stands (GB-6.1-c); a propagator, whose label is made from
    // it, waits for it until the text ends.
    private bool WantsMember(ReadOnlySpan<byte> json)
    {
        if (Hits.MayHave(SlotKind.ImplicitLabel))
        {
            return true;
        }
        if (_memberWritten || Exchange.Policy.Role == LabelRole.Producer || Exchange.IsPropagated)
        {
            return !_memberWritten;
        }
        return (Hits.First(Profile.Stream, SlotKind.Finish) is { } finish && Says(json, finish)) || (Hits.First(Profile.Stream, SlotKind.End) is { } end && Says(json, end));
    }

    /// <summary>Whether the event just planned stays as it is.</summary>
    public bool LeavesEvent => _edits.IsEmpty;

    /// <inheritdoc/>
    public RewriteStatus Apply(ReadOnlySpan<byte> json, IBufferWriter<byte> output, out LabelReceipt? refusal) =>
        _edits.Apply(json, Exchange, output, out refusal);

    /// <summary>Writes what is left of every text, the label of every run that has text and none yet, and what was held.</summary>
    public virtual void Close(IBufferWriter<byte> output)
    {
        FlushTexts(output);
        foreach (var run in Runs)
        {
            if (Owes(run))
            {
                WriteEnd(run, _echo.Span, output);
            }
            run.IsClosed = run.HasText;
        }
        Release(output);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Hits.Dispose();
        _shape.Dispose();
        Held.Dispose();
        _edits.Dispose();
        _echo.Dispose();
        _event.Dispose();
        _numbers.Dispose();
        _texts.Dispose();
        _identity.Dispose();
        _picture?.Dispose();
        foreach (var side in _sides)
        {
            side.Filter.Dispose();
        }
        _sides.Clear();
        foreach (var run in Runs)
        {
            run.Dispose();
        }
        Runs.Clear();
    }

    /// <summary>Plans texts, ends of runs and media of the event at hand, in its order.</summary>
    protected virtual LabelReceipt? PlanEvent(ReadOnlySpan<byte> json, IBufferWriter<byte> output)
    {
        for (var i = 0; i < Hits.Count; i++)
        {
            var hit = Hits.Span[i];
            var refusal = Profile.Stream.Slots[hit.Slot].Kind switch
            {
                SlotKind.Text when hit.IsText && !_early.Contains(hit.Start) => PlanText(json, i, output),
                SlotKind.SideText or SlotKind.Arguments when FiltersSide(hit) => PlanSide(json, hit),
                SlotKind.TokenTexts when Exchange.ChangesTexts(FilterDirection.Answer) => LeaveOut(hit),
                SlotKind.Identity => NoteIdentity(json, hit),
                SlotKind.Finish when Says(json, hit) => PlanFinish(json, i, output),
                var kind and (SlotKind.Image or SlotKind.Audio) when hit.Start >= _from => _edits.AddMedia(json, Profile.Stream, Hits, hit, kind, Exchange),
                _ => null,
            };
            if (refusal is not null || _blocked)
            {
                return refusal;
            }
        }
        return null;
    }

    // Notes a piece of text, part by part: words, and pictures between them.
    private LabelReceipt? PlanText(ReadOnlySpan<byte> json, int index, IBufferWriter<byte> output)
    {
        var hit = Hits.Span[index];
        var slot = Profile.Stream.Slots[hit.Slot];
        if (FindRun(Profile.RunOf(json, Hits, hit), slot.Side) is not { } run)
        {
            return new LabelReceipt(LabelOutcome.TooLarge, "json", "", $"the stream has more than {MaxRuns} texts");
        }
        if (run.IsClosed && Profile.ReusesRuns)
        {
            run.Reopen();
        }
        if (Cumulates)
        {
            run.Pictures = default; // each event tells the text from its beginning
        }
        var text = hit.Of(json);
        for (var at = 0; at < text.Length && !_blocked;)
        {
            var from = at;
            run.Pictures.Next(text, ref at, out var isPicture);
            var part = hit with { Start = hit.Start + from, Length = at - from };
            var ends = at == text.Length && Filters | run.Pictures.InPicture && EndsRun(json, index);
            if (!isPicture)
            {
                PlanWords(json, run, slot, part, ends || run.Pictures.InPicture, output);
            }
            else if (PlanPicture(json, run, slot, part, ends || !run.Pictures.InPicture, output) is { } refusal)
            {
                return refusal;
            }
        }
        return null;
    }

    private void PlanWords(ReadOnlySpan<byte> json, TextRun run, ContentSlot slot, SlotHit words, bool ends, IBufferWriter<byte> output)
    {
        if (run.Filter is null)
        {
            PlanStart(json, run, slot, words, words.Of(json), output);
        }
        else if (Filter(json, run, slot, words, ends) is { IsEmpty: false } piece)
        {
            PlanStart(json, run, slot, words, piece.Of(_texts.Span), output);
        }
    }

    // At the first words of a run, writes the label that stands before them.
    private void PlanStart(ReadOnlySpan<byte> json, TextRun run, ContentSlot slot, SlotHit hit, ReadOnlySpan<byte> text, IBufferWriter<byte> output)
    {
        if (!run.Append(text))
        {
            return;
        }
        NoteEcho(json);
        NoteText(run, slot, output, hit.Start);
    }

    private void NoteText(TextRun run, ContentSlot slot, IBufferWriter<byte> output, int at)
    {
        run.Slot = slot;
        Exchange.Note(new LabelEvent(ContentKind.Text, Inline: Exchange.TextPlacement != TextLabelPlacement.OutOfBand));
        if (Exchange.TextPlacement is TextLabelPlacement.Start or TextLabelPlacement.Both && !run.LabelStands)
        {
            if (run.Slot.Event is { } own)
            {
                WriteText(own, EventIndex(run), Exchange.Policy.TextLabel.AtStart.Span, _echo.Span, output);
            }
            else
            {
                _edits.Splice(at, Exchange.Policy.TextLabel.AtStart);
            }
            run.HasStartLabel = true;
        }
    }

    /// <summary>Whether a run has text and no label at its end, though it should.</summary>
    protected bool Owes(TextRun run) =>
        run is { HasText: true, IsClosed: false } && Exchange.TextPlacement is TextLabelPlacement.End or TextLabelPlacement.Both && !run.LabelStands;

    /// <summary>Writes the label that ends a run, as an event of its own.</summary>
    protected void WriteEnd(TextRun run, ReadOnlySpan<byte> echo, IBufferWriter<byte> output)
    {
        if (run.Slot?.Event is { } own)
        {
            var text = Exchange.Policy.TextLabel.AtEnd.Span;
            if (run.Filter is { Repeated.IsEmpty: false } all)
            {
                _texts.Append(all.Repeated);
                _texts.Append(text);
                text = _texts.Span[^(all.Repeated.Length + text.Length)..];
            }
            WriteText(own, EventIndex(run), text, echo, output);
            run.HasEndLabel = true;
        }
    }

    /// <summary>Writes an event of nothing but text.</summary>
    protected void WriteText(TextEvent own, int run, ReadOnlySpan<byte> text, ReadOnlySpan<byte> echo, IBufferWriter<byte> output, int part = 0)
    {
        _event.Clear();
        if (HasEnded && !_memberWritten && Exchange.Policy.AigcMember)
        {
            // The event that would have carried it was dropped.
            _memberWritten = true;
            _numbers.Clear();
            _numbers.Append(echo);
            Exchange.WriteAigcMember(_numbers);
            _numbers.Append(","u8);
            echo = _numbers.Span;
        }
        own.Write(echo, run, text, _sequence + 1 + _inserted, _event, _identity.Span, part);
        _inserted += _sequence >= 0 ? 1 : 0;
        body.WriteFramed(own.Name.Span, _event.Span, output);
    }

    /// <summary>Lets the held event go.</summary>
    protected void Release(IBufferWriter<byte> output)
    {
        output.Write(Held.Span);
        Held.Clear();
    }

    /// <summary>A finish or an error that is null, empty, false, or says so in a word (DashScope, watsonx) says nothing.</summary>
    protected static bool Says(ReadOnlySpan<byte> json, SlotHit hit) => hit.Token switch
    {
        JsonToken.Null or JsonToken.False => false,
        JsonToken.String => hit.Length > 0 && !hit.Of(json).SequenceEqual("null"u8) && !hit.Of(json).SequenceEqual("not_finished"u8),
        _ => true,
    };

    /// <summary>The run of that number, made at its first text; null if there are too many.</summary>
    /// <param name="index">The upstream's number of the choice.</param>
    /// <param name="side">What of the choice it is: its text, a refusal, what is spoken.</param>
    protected TextRun? FindRun(int index, SideTexts side = SideTexts.None)
    {
        foreach (var known in Runs)
        {
            if (known.Index == index && known.Side == side)
            {
                return known;
            }
        }
        if (Runs.Count == MaxRuns)
        {
            return null;
        }
        var filters = Filters && (side == SideTexts.None || (Exchange.Policy.FilteredSides & side) != 0);
        var run = new TextRun(index, side, Exchange.Policy.TextLabel) { Filter = filters ? new FilteredText(Exchange, cumulates: Cumulates) : null };
        Runs.Add(run);
        return run;
    }

    // A choice ends: its text, and what it refuses or speaks. The event may bring the last words itself, before or after the finish: members
    // have no order, but all stand in one element.
    private LabelReceipt? PlanFinish(ReadOnlySpan<byte> json, int index, IBufferWriter<byte> output)
    {
        var finish = Hits.Span[index];
        var number = Profile.RunOf(json, Hits, finish);
        if (FindRun(number) is null)
        {
            return null;
        }
        for (var i = index + 1; i < Hits.Count && Hits.Span[i].Ordinal == finish.Ordinal; i++)
        {
            if (Hits.Span[i].IsText && Profile.Stream.Slots[Hits.Span[i].Slot].Kind == SlotKind.Text)
            {
                _early.Add(Hits.Span[i].Start);
                if (PlanText(json, i, output) is { } refusal)
                {
                    return refusal;
                }
            }
        }
        for (var i = 0; i < Runs.Count && !_blocked; i++)
        {
            if (Runs[i].Index == number)
            {
                FinishRun(json, Runs[i], LastText(index, Runs[i].Side), output);
            }
        }
        return null;
    }

    private void FinishRun(ReadOnlySpan<byte> json, TextRun run, SlotHit? last, IBufferWriter<byte> output)
    {
        run.IsFinished = true;
        if (!_blocked && Filters)
        {
            FlushAtFinish(json, run, last, output);
        }
        if (_blocked)
        {
            return;
        }
        if (Owes(run))
        {
            if (last is { } text)
            {
                _edits.Splice(text.Start + text.Length, Exchange.Policy.TextLabel.AtEnd);
                run.HasEndLabel = true;
            }
            else
            {
                NoteEcho(json);
                WriteEnd(run, _echo.Span, output);
            }
        }
        // A finish without text may be a step of an agent's turn: the text is still to come.
        run.IsClosed = run.HasText;
    }

    // The last text in the element of a finish.
    private SlotHit? LastText(int index, SideTexts side)
    {
        SlotHit? last = null;
        var ordinal = Hits.Span[index].Ordinal;
        for (var i = FirstOfElement(index); i < Hits.Count && Hits.Span[i].Ordinal == ordinal; i++)
        {
            var hit = Hits.Span[i];
            var slot = Profile.Stream.Slots[hit.Slot];
            if (slot.Kind == SlotKind.Text && slot.Side == side && hit.Token == JsonToken.String && (hit.Length > 0 || Profile.SplicesFinish))
            {
                last = hit;
            }
        }
        return last;
    }

    private int FirstOfElement(int index)
    {
        var ordinal = Hits.Span[index].Ordinal;
        while (index > 0 && Hits.Span[index - 1].Ordinal == ordinal)
        {
            index--;
        }
        return index;
    }

    // The later copies of a text say what the stream said: pictures, label and all.
    private void PlanCopies(ReadOnlySpan<byte> json, IBufferWriter<byte> output)
    {
        for (var i = 0; i < Hits.Count; i++)
        {
            var hit = Hits.Span[i];
            var kind = Profile.Stream.Slots[hit.Slot].Kind;
            if (kind is (SlotKind.Copy or SlotKind.SideCopy or SlotKind.ArgumentsCopy) && hit.IsText
                && FindRun(Profile.RunOf(json, Hits, hit), kind == SlotKind.Copy ? Profile.Stream.Slots[hit.Slot].Side : SideTexts.None) is { } run)
            {
                if (kind == SlotKind.Copy && !run.HasText)
                {
                    NoteWhole(run, hit.Of(json));
                }
                if ((kind == SlotKind.Copy ? run.Filter is not null : FiltersSide(hit)) && !FilterCopy(json, hit, run, output))
                {
                    return;
                }
                if (kind != SlotKind.Copy)
                {
                    continue;
                }
                if (run.Filter is null)
                {
                    PlanCopiedPictures(json, hit);
                }
                if (run.HasStartLabel)
                {
                    _edits.Splice(hit.Start, Exchange.Policy.TextLabel.AtStart);
                }
                if (run.HasEndLabel)
                {
                    _edits.Splice(hit.Start + hit.Length, Exchange.Policy.TextLabel.AtEnd);
                }
            }
        }
    }

    // The first of a text is all of it: no event of its own came before.
    private void NoteWhole(TextRun run, ReadOnlySpan<byte> text)
    {
        if (!run.Append(text))
        {
            return;
        }
        var placement = Exchange.TextPlacement;
        Exchange.Note(new LabelEvent(ContentKind.Text, Inline: placement != TextLabelPlacement.OutOfBand));
        run.HasEndLabel = Owes(run);
        run.HasStartLabel = placement is TextLabelPlacement.Start or TextLabelPlacement.Both && !run.LabelStands;
        run.IsClosed = true;
    }

    private void PlanSequence(ReadOnlySpan<byte> json)
    {
        if (Hits.First(Profile.Stream, SlotKind.Sequence) is not { } hit || !Utf8Parser.TryParse(hit.Of(json), out long number, out _))
        {
            return;
        }
        _sequence = number;
        if (_inserted > 0)
        {
            _numbers.Clear();
            TextEvent.WriteNumber(number + _inserted, _numbers);
            _edits.Splice(hit.Start, _numbers.Memory, hit.Length);
        }
    }

    private void NoteEcho(ReadOnlySpan<byte> json)
    {
        if (_echoNoted)
        {
            return;
        }
        _echoNoted = true;
        var isFirst = true;
        foreach (var hit in Hits.Span)
        {
            var slot = Profile.Stream.Slots[hit.Slot];
            if (slot.Kind == SlotKind.Echo)
            {
                if (isFirst)
                {
                    _echo.Clear();
                    isFirst = false;
                }
                WriteMember(slot, json, hit, _echo);
            }
        }
    }

    private static void WriteMember(ContentSlot slot, ReadOnlySpan<byte> json, SlotHit hit, PooledBuffer output)
    {
        var quotes = hit.Token == JsonToken.String ? 1 : 0;
        output.Write("\""u8);
        output.Write(slot.Name.Span);
        output.Write("\":"u8);
        output.Write(json.Slice(hit.Start - quotes, hit.Length + 2 * quotes));
        output.Write(","u8);
    }
}
