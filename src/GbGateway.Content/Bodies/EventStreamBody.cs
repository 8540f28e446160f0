using System.Buffers;
using GbGateway.Content.Profiles;
using GbGateway.Labels;

namespace GbGateway.Content.Bodies;

/// <summary>A response that is a stream of JSON documents. Subclasses frame them; <see cref="StreamLabels"/> decides what the labels are.</summary>
public abstract partial class EventStreamBody(Exchange exchange) : BodyRewriter
{
    /// <summary>Events without a trace of the API the path names that are looked at for another's.</summary>
    private const int MostStrangers = 4;

    private readonly SlotHits _shape = new();
    private readonly PooledBuffer _error = new();
    private StreamLabels? _labels;
    private bool _recognized;
    private int _strangers;

    /// <inheritdoc/>
    public override bool HoldsHead => false;

    /// <inheritdoc/>
    public override bool HoldsText => _labels?.HoldsText ?? false;

    /// <summary>The exchange.</summary>
    protected Exchange Exchange { get; } = exchange;

    /// <summary>Longest event accepted.</summary>
    protected int MaxEventBytes => Exchange.Policy.Limits.MaxEventBytes;

    /// <summary>Whether <see cref="CloseRuns"/> has anything to write.</summary>
    protected bool OwesLabels => _labels?.OwesLabels ?? false;

    /// <summary>Writes <paramref name="json"/> as an event of its own.</summary>
    /// <param name="eventName">Its SSE name; empty to repeat that of the event beside it.</param>
    /// <param name="json">Its document.</param>
    /// <param name="output">Gets it.</param>
    internal abstract void WriteFramed(ReadOnlySpan<byte> eventName, ReadOnlySpan<byte> json, IBufferWriter<byte> output);

    /// <summary>The name of the event at hand, in framings that have names.</summary>
    internal virtual ReadOnlyMemory<byte> EventName => default;

    /// <summary>Whether the stream was ended here; nothing may follow.</summary>
    protected bool HasEnded => _labels is { HasEnded: true };

    /// <summary>Writes what a stream that is ended here needs behind its last event.</summary>
    internal virtual void WriteEnd(ApiProfile profile, IBufferWriter<byte> output)
    {
    }

    /// <summary>Reads one event's document and decides; writes what goes before it.</summary>
    /// <returns><see cref="RewriteStatus.Done"/> if the document may follow, by <see cref="Apply"/>.</returns>
    protected RewriteStatus Plan(ReadOnlySpan<byte> json, IBufferWriter<byte> output)
    {
        if (!_recognized)
        {
            Recognize(json);
        }
        if (Exchange.Profile is not { } profile)
        {
            return RewriteStatus.Done;
        }
        _labels ??= profile.LabelStream(Exchange, this);
        if (Left > 0)
        {
            return _labels.PlanRest(json, Left) is { } unfit ? Stop(unfit) : RewriteStatus.Done;
        }
        if (_labels.HoldsPictures && ReleasePictures(json, output) is var released and not RewriteStatus.Done)
        {
            return released;
        }
        if (_labels.Plan(json, output) is { } refusal)
        {
            return Stop(refusal);
        }
        return HasEnded ? RewriteStatus.Ended : RewriteStatus.Done;
    }

    /// <summary>Whether the event just planned waits until the next one shows what it was.</summary>
    protected bool HoldsEvent => _labels?.HoldsEvent ?? false;

    /// <summary>The place where a held event is kept, framing and all.</summary>
    private protected PooledBuffer HeldEvent => _labels!.Held;

    /// <summary>Whether the event just planned stays as it is.</summary>
    protected bool LeavesEvent => _labels?.LeavesEvent ?? true;

    /// <summary>Writes the planned document.</summary>
    protected RewriteStatus Apply(ReadOnlySpan<byte> json, IBufferWriter<byte> output)
    {
        if (_labels is null)
        {
            output.Write(json);
            return RewriteStatus.Done;
        }
        var status = _labels.Apply(json, output, out var refusal);
        PixelsWanted = _labels.PixelsWanted;
        Refusal ??= refusal;
        return status;
    }

    /// <summary>
    /// Writes what is left of texts, the label of every run that is owed one, and what was held; <see cref="HasEnded"/> tells whether that
    /// ended the stream. A picture at the end of a text may need a permit first: then it is called again.
    /// </summary>
    protected RewriteStatus CloseRuns(IBufferWriter<byte> output)
    {
        if (_labels is { HoldsPictures: true } && ReleasePictures([], output) is var released and not RewriteStatus.Done)
        {
            return released;
        }
        _labels?.End(output);
        return RewriteStatus.Done;
    }

    private RewriteStatus ReleasePictures(ReadOnlySpan<byte> json, IBufferWriter<byte> output)
    {
        var status = _labels!.ReleasePictures(json, output, out var refusal);
        PixelsWanted = _labels.PixelsWanted;
        Refusal ??= refusal;
        return status;
    }

    // What the path says holds unless the first events have another API's shape.
    private void Recognize(ReadOnlySpan<byte> json)
    {
        var depth = Exchange.Policy.Limits.MaxDepth;
        _shape.EventName = EventName;
        if (Exchange.Profile is { } known)
        {
            _recognized = !JsonScanner.TryScan(json, known.Stream, _shape, depth) || ApiProfile.ShowsShape(known.Stream, _shape) || ++_strangers > MostStrangers;
            if (_recognized)
            {
                return;
            }
        }
        if (Exchange.Policy.Profiles.ByShape(json, streamed: true, _shape, depth, Exchange.Profile) is { } found)
        {
            _labels?.Dispose();
            _labels = null;
            Exchange.Profile = found;
            _recognized = true;
        }
    }

    /// <inheritdoc/>
    public override void Abort(IBufferWriter<byte> output, string? why = null)
    {
        if (Left > 0)
        {
            return; // within an event there is no band to say anything in
        }
        _labels?.Close(output);
        if ((Refusal?.Reason ?? Refusal?.Outcome.ToString() ?? why) is not { } reason)
        {
            return;
        }
        _error.Clear();
        var profile = Exchange.Profile ?? ApiProfiles.Default;
        profile.WriteError(Refusal is null ? "upstream_cut" : "label_unavailable", reason, _error);
        WriteFramed(profile.Errors.EventName.Span, _error.Span, output);
    }

    /// <summary>Refuses the rest of the stream.</summary>
    protected RewriteStatus Stop(LabelReceipt receipt)
    {
        Refusal = receipt;
        return RewriteStatus.Refused;
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        _shape.Dispose();
        _error.Dispose();
        _labels?.Dispose();
        _arriving?.Dispose();
    }
}
