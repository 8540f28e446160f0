using System.Buffers;
using System.Buffers.Text;
using GbGateway.Content.Profiles;
using GbGateway.Labels;
using GbGateway.Labels.Text;

namespace GbGateway.Content.Bodies;

/// <summary>
/// A response that is a stream of JSON documents, whatever frames them. The label is an event of its own in the API's dialect, before the
/// event that ends its choice, or a splice into that event's text if it brings some.
/// </summary>
public abstract class EventStreamBody(Exchange exchange) : BodyRewriter
{
    /// <summary>More choices than any API allows: an upstream that invents them is hostile.</summary>
    private const int MaxRuns = 256;

    private readonly SlotHits _hits = new();
    private readonly DocumentEdits _edits = new();
    private readonly List<TextRun> _runs = [];
    private readonly PooledBuffer _echo = new();
    private readonly PooledBuffer _event = new();
    private bool _memberWritten;

    /// <inheritdoc/>
    public override bool HoldsHead => false;

    /// <summary>The exchange.</summary>
    protected Exchange Exchange { get; } = exchange;

    /// <summary>Longest event accepted.</summary>
    protected int MaxEventBytes => Exchange.Policy.Limits.MaxEventBytes;

    /// <summary>Writes <paramref name="json"/> as an event of its own.</summary>
    protected abstract void WriteFramed(ReadOnlySpan<byte> json, IBufferWriter<byte> output);

    /// <summary>Reads one event's document and decides; writes the label events that go before it.</summary>
    /// <returns>Whether the document may follow, by <see cref="Apply"/>.</returns>
    protected bool Plan(ReadOnlySpan<byte> json, IBufferWriter<byte> output)
    {
        _edits.Clear();
        Exchange.Profile ??= ApiProfiles.ByShape(json, streamed: true, _hits, Exchange.Policy.Limits.MaxDepth);
        if (Exchange.Profile is not { } profile)
        {
            return true;
        }
        var tree = profile.Stream;
        if (!JsonScanner.TryScan(json, tree, _hits, Exchange.Policy.Limits.MaxDepth))
        {
            return Refuse(new LabelReceipt(LabelOutcome.Malformed, "json", "", "an event is not well-formed JSON, is nested too deep, or repeats a member"));
        }
        var failed = false;
        for (var i = 0; i < _hits.Count; i++)
        {
            var hit = _hits.Span[i];
            switch (tree.Slots[hit.Slot].Kind)
            {
                case SlotKind.Text when hit is { Token: JsonToken.String, Length: > 0 }:
                    if (!PlanText(json, hit, profile, output))
                    {
                        return false;
                    }
                    break;
                case SlotKind.Finish when Says(json, hit):
                    PlanFinish(json, hit, profile, output);
                    break;
                case SlotKind.Error when Says(json, hit):
                    failed = true;
                    break;
                case var kind and (SlotKind.Image or SlotKind.Audio):
                    if (_edits.AddMedia(json, hit, kind, Exchange.Policy) is { } refusal)
                    {
                        return Refuse(refusal);
                    }
                    break;
            }
        }
        if (failed)
        {
            // What was said before the error is content and gets its label before the client stops reading.
            CloseRuns(output);
        }
        else if (!_memberWritten && Exchange.Policy.AigcMember && _hits.RootEnd >= 0)
        {
            _memberWritten = true;
            _edits.AddMember(tree, _hits, Exchange.AigcMember);
        }
        return true;
    }

    /// <summary>Writes the planned document.</summary>
    protected RewriteStatus Apply(ReadOnlySpan<byte> json, IBufferWriter<byte> output)
    {
        var status = _edits.Apply(json, Exchange, output, out var refusal);
        PixelsWanted = _edits.PixelsWanted;
        Refusal ??= refusal;
        return status;
    }

    /// <summary>Writes the label of every choice that has text and none yet.</summary>
    protected void CloseRuns(IBufferWriter<byte> output)
    {
        foreach (var run in _runs)
        {
            if (Owes(run))
            {
                WriteText(run, Exchange.Policy.TextLabel.AtEnd.Span, _echo.Span, output);
            }
            run.IsClosed = true;
        }
    }

    /// <summary>Whether <see cref="CloseRuns"/> has anything to write.</summary>
    protected bool OwesLabels
    {
        get
        {
            foreach (var run in _runs)
            {
                if (Owes(run))
                {
                    return true;
                }
            }
            return false;
        }
    }

    /// <inheritdoc/>
    public override void Abort(IBufferWriter<byte> output)
    {
        CloseRuns(output);
        _event.Clear();
        (Exchange.Profile ?? ApiProfiles.All[0]).WriteError(
            Refusal is null ? "upstream_cut" : "label_unavailable",
            Refusal?.Reason ?? "the upstream ended its answer before it was complete",
            _event);
        WriteFramed(_event.Span, output);
    }

    /// <summary>Refuses the rest of the stream.</summary>
    protected bool Refuse(LabelReceipt receipt)
    {
        Refusal = receipt;
        return false;
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        _hits.Dispose();
        _edits.Dispose();
        _echo.Dispose();
        _event.Dispose();
        foreach (var run in _runs)
        {
            run.Dispose();
        }
        _runs.Clear();
    }

    private bool PlanText(ReadOnlySpan<byte> json, SlotHit hit, ApiProfile profile, IBufferWriter<byte> output)
    {
        if (FindRun(RunIndex(json, hit.Ordinal, profile)) is not { } run)
        {
            return Refuse(new LabelReceipt(LabelOutcome.TooLarge, "json", "", $"the stream has more than {MaxRuns} choices"));
        }
        if (!run.Append(json.Slice(hit.Start, hit.Length)))
        {
            return true;
        }
        WriteEcho(json, profile, _echo);
        Exchange.Note(new LabelEvent(ContentKind.Text, Inline: Exchange.TextPlacement != TextLabelPlacement.OutOfBand));
        if (Exchange.TextPlacement is TextLabelPlacement.Start or TextLabelPlacement.Both)
        {
            WriteText(run, Exchange.Policy.TextLabel.AtStart.Span, _echo.Span, output);
        }
        return true;
    }

    private void PlanFinish(ReadOnlySpan<byte> json, SlotHit finish, ApiProfile profile, IBufferWriter<byte> output)
    {
        if (FindRun(RunIndex(json, finish.Ordinal, profile)) is not { } run)
        {
            return;
        }
        // A finish event may bring the last text itself, before or after the finish: members have no order.
        SlotHit? last = null;
        for (var i = 0; i < _hits.Count; i++)
        {
            var hit = _hits.Span[i];
            if (hit.Ordinal == finish.Ordinal && hit is { Token: JsonToken.String, Length: > 0 } && profile.Stream.Slots[hit.Slot].Kind == SlotKind.Text)
            {
                last = hit;
                if (hit.Start > finish.Start && !PlanText(json, hit, profile, output))
                {
                    return;
                }
            }
        }
        if (Owes(run))
        {
            if (last is { } text)
            {
                _edits.Splice(text.Start + text.Length, Exchange.Policy.TextLabel.AtEnd);
            }
            else
            {
                WriteEcho(json, profile, _echo);
                WriteText(run, Exchange.Policy.TextLabel.AtEnd.Span, _echo.Span, output);
            }
        }
        run.IsClosed = true;
    }

    private bool Owes(TextRun run) =>
        run is { HasText: true, IsClosed: false } && Exchange.TextPlacement is TextLabelPlacement.End or TextLabelPlacement.Both && !run.LabelStands;

    private void WriteText(TextRun run, ReadOnlySpan<byte> text, ReadOnlySpan<byte> echo, IBufferWriter<byte> output)
    {
        _event.Clear();
        Exchange.Profile!.WriteTextEvent(echo, run.Index, text, _event);
        if (_event.Length > 0)
        {
            WriteFramed(_event.Span, output);
        }
    }

    private void WriteEcho(ReadOnlySpan<byte> json, ApiProfile profile, PooledBuffer echo)
    {
        var isFirst = true;
        foreach (var hit in _hits.Span)
        {
            var slot = profile.Stream.Slots[hit.Slot];
            if (slot.Kind == SlotKind.Echo)
            {
                if (isFirst)
                {
                    echo.Clear();
                    isFirst = false;
                }
                var quotes = hit.Token == JsonToken.String ? 1 : 0;
                echo.Write("\""u8);
                echo.Write(slot.NameBytes.Span);
                echo.Write("\":"u8);
                echo.Write(json.Slice(hit.Start - quotes, hit.Length + 2 * quotes));
                echo.Write(","u8);
            }
        }
    }

    private int RunIndex(ReadOnlySpan<byte> json, int ordinal, ApiProfile profile)
    {
        foreach (var hit in _hits.Span)
        {
            if (hit.Ordinal == ordinal && hit.Token == JsonToken.Number && profile.Stream.Slots[hit.Slot].Kind == SlotKind.RunIndex
                && Utf8Parser.TryParse(json.Slice(hit.Start, hit.Length), out int index, out _))
            {
                return index;
            }
        }
        return ordinal;
    }

    private TextRun? FindRun(int index)
    {
        foreach (var known in _runs)
        {
            if (known.Index == index)
            {
                return known;
            }
        }
        if (_runs.Count == MaxRuns)
        {
            return null;
        }
        var run = new TextRun(index, Exchange.Policy.TextLabel);
        _runs.Add(run);
        return run;
    }

    // A finish or an error that is null, empty, false or (DashScope) the string "null" says nothing.
    private static bool Says(ReadOnlySpan<byte> json, SlotHit hit) => hit.Token switch
    {
        JsonToken.Null or JsonToken.False => false,
        JsonToken.String => hit.Length > 0 && !json.Slice(hit.Start, hit.Length).SequenceEqual("null"u8),
        _ => true,
    };
}
