using GbGateway.Ledger.Records;
using GbGateway.Ledger.Signing;
using GbGateway.Ledger.Sinks;

namespace GbGateway.Ledger.Writing;

/// <summary>One step of the writer's loop after another: sink, spool or refusal. Used by one thread at a time.</summary>
internal sealed class GroupCommit(LedgerSink sink, LedgerSpool spool, LedgerWriterOptions options, SigningKey key, TimeProvider time, ILogger logger, LedgerFigures figures)
{
    private readonly ChainBuilder _chain = new(sink.Chain, options, key, time);
    private readonly LedgerAnchors? _anchors = options.AnchorPath is { } path ? new LedgerAnchors(path) : null;
    private readonly List<LedgerEntry> _links = new(options.GroupEntries + 1);
    private LedgerHead _durable = LedgerHead.Genesis(sink.Chain);
    private SpoolDrain? _drain;
    private long _triedAt;
    private long _checkpointAt = time.GetTimestamp();
    private long _refusedAt;
    private bool _knowsEnd;
    private volatile bool _refusing;
    private string _reason = "";
    private int _state = (int)LedgerState.Down;
    private long _durableEntries;
    private long _durableAge;
    private long _deleteThrough;

    public LedgerState State
    {
        get => (LedgerState)Volatile.Read(ref _state);
        private set => Volatile.Write(ref _state, (int)value);
    }

    public long DurableEntries => Volatile.Read(ref _durableEntries);

    /// <summary>Whether there is work even if no entry comes.</summary>
    public bool IsBusy => State == LedgerState.Draining || (State == LedgerState.Running && _deleteThrough > 0);

    /// <summary>The ledger's age at the last group, in microseconds.</summary>
    public long Age => Volatile.Read(ref _durableAge);

    /// <summary>Whether the last openings were refused, and nothing has shown since that others would not be.</summary>
    public bool IsRefusing => _refusing;

    /// <summary>The writer's thread failed, by a mistake in this program: nothing more is taken.</summary>
    public void Fail(Exception cause)
    {
        _refusing = true;
        State = LedgerState.Down;
        Log.WriterFailed(logger, cause);
    }

    public async ValueTask StepAsync(List<PendingEntry> group)
    {
        if (State == LedgerState.Down && time.GetElapsedTime(_triedAt) >= options.RetryInterval)
        {
            await ReopenAsync().ConfigureAwait(false);
        }
        if (State == LedgerState.Draining)
        {
            await DrainAsync().ConfigureAwait(false);
        }
        if (_deleteThrough > 0 && State == LedgerState.Running)
        {
            await DeleteAsync().ConfigureAwait(false);
        }
        if (group.Count > 0 || (State == LedgerState.Running && IsCheckpointDue))
        {
            await CommitAsync(group).ConfigureAwait(false);
        }
        else if (_refusing && State == LedgerState.Down && KnowsEnd && time.GetElapsedTime(_refusedAt) >= options.RetryInterval)
        {
            _refusedAt = time.GetTimestamp();
            _refusing = !spool.HasRoom();
        }
    }

    /// <summary>Opens the sink and looks where it ends.</summary>
    public async ValueTask ReopenAsync()
    {
        _triedAt = time.GetTimestamp();
        try
        {
            using var patience = new CancellationTokenSource(options.AppendTimeout, time);
            var last = await sink.OpenAsync(patience.Token).ConfigureAwait(false);
            var tail = last is null ? LedgerHead.Genesis(sink.Chain) : LedgerHead.Of(last);
            if (WasRolledBack(tail, out var known))
            {
                Log.RolledBack(logger, tail.Sequence, known);
                await FallAsync($"the ledger ends at {tail.Sequence}, but {known} was durable: it was cut or rolled back").ConfigureAwait(false);
                return;
            }
            await ResumeAsync(tail, patience.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (e is LedgerSinkException or LedgerCorruptException or OperationCanceledException)
        {
            await FallAsync(e.Message).ConfigureAwait(false);
        }
    }

    public async ValueTask CloseAsync()
    {
        if (State == LedgerState.Running && _chain.Unchecked > 0)
        {
            await CommitAsync([], checkpoint: true).ConfigureAwait(false);
        }
        await sink.CloseAsync().ConfigureAwait(false);
    }

    private bool IsCheckpointDue =>
        _chain.Unchecked > 0
        && (_chain.Unchecked >= options.CheckpointEntries
            || _chain.Head.Index + 2 >= options.SegmentEntries
            || time.GetElapsedTime(_checkpointAt) >= options.CheckpointInterval);

    private bool WasRolledBack(LedgerHead tail, out long known)
    {
        known = _durable.Sequence;
        if (tail.Sequence == _durable.Sequence)
        {
            return !tail.Hash.Span.SequenceEqual(_durable.Hash.Span);
        }
        if (!_knowsEnd && _anchors is not null)
        {
            // At the start the exported checkpoints are all that is known of the end.
            known = _anchors.Read().Max(static anchor => anchor?.Sequence + 1) ?? 0;
        }
        return tail.Sequence < known;
    }

    private async ValueTask ResumeAsync(LedgerHead tail, CancellationToken cancellation)
    {
        if (spool.Last is not { } spooled)
        {
            _chain.Adopt(tail);
            (_durable, _drain, _knowsEnd) = (tail, null, true);
            Run();
            return;
        }
        if (!_knowsEnd)
        {
            _chain.Adopt(spooled); // new entries queue up behind the spool
        }
        var drain = new SpoolDrain(spool, sink, new ChainBuilder(sink.Chain, options, key, time));
        await drain.StartAsync(tail, cancellation).ConfigureAwait(false);
        (_drain, _knowsEnd, _durable) = (drain, true, tail);
        State = LedgerState.Draining;
        Log.SinkBack(logger, spool.Length);
    }

    private async ValueTask DrainAsync()
    {
        var drain = _drain!;
        try
        {
            using var patience = new CancellationTokenSource(options.AppendTimeout, time);
            var moved = await drain.MoveAsync(options.GroupEntries, patience.Token).ConfigureAwait(false);
            _durable = drain.Head;
            Export(moved);
            if (drain.IsThrough)
            {
                if (drain.WasRechained)
                {
                    Log.SpoolRechained(logger);
                }
                spool.Clear();
                _chain.Adopt(drain.Head);
                _drain = null;
                Log.SpoolDrained(logger);
                Run();
            }
        }
        catch (Exception e) when (e is LedgerSinkException or OperationCanceledException or IOException)
        {
            await FallAsync(e.Message).ConfigureAwait(false);
        }
    }

    private async ValueTask CommitAsync(List<PendingEntry> group, bool checkpoint = false)
    {
        if (!_knowsEnd && spool.Last is { } last && _chain.Head.Sequence == 0)
        {
            _chain.Adopt(last); // the spool of the run before says where the chain ends
        }
        var (head, uncheckedBefore) = (_chain.Head, _chain.Unchecked);
        _links.Clear();
        foreach (var pending in group)
        {
            _links.Add(_chain.Add(pending.Kind, pending.Body, pending.Time));
        }
        if (State == LedgerState.Running)
        {
            if (checkpoint || IsCheckpointDue)
            {
                _links.Add(_chain.AddCheckpoint());
                _checkpointAt = time.GetTimestamp();
            }
            if (await TryAppendAsync().ConfigureAwait(false))
            {
                _durable = _chain.Head;
                DeleteAfter(group);
                figures.CountDurable(group.Count);
                Answer(group, new LedgerAck(LedgerAckStatus.Durable));
                Export(_links);
                return;
            }
        }
        if (KnowsEnd && spool.TryAppend(_links))
        {
            figures.CountSpooled(group.Count);
            Answer(group, new LedgerAck(LedgerAckStatus.Spooled));
            return;
        }
        _chain.GoBack(head, uncheckedBefore);
        Refuse(group);
    }

    // The tombstone first, durable in the sink itself; then, in small steps between groups, what it speaks of.
    private void DeleteAfter(List<PendingEntry> group)
    {
        foreach (var pending in group)
        {
            if (pending.Kind == LedgerEntryKind.Tombstone && LedgerTombstone.TryRead(pending.Body.Span) is { } tombstone)
            {
                _deleteThrough = tombstone.LastSequence;
            }
        }
    }

    private async ValueTask DeleteAsync()
    {
        try
        {
            using var patience = new CancellationTokenSource(options.AppendTimeout, time);
            if (!await sink.DeleteThroughAsync(_deleteThrough, patience.Token).ConfigureAwait(false))
            {
                _deleteThrough = 0;
            }
        }
        catch (Exception e) when (e is LedgerSinkException or OperationCanceledException)
        {
            _deleteThrough = 0; // the next purge goes on with it
            await FallAsync(e.Message).ConfigureAwait(false);
        }
    }

    private async ValueTask<bool> TryAppendAsync()
    {
        try
        {
            using var patience = new CancellationTokenSource(options.AppendTimeout, time);
            await sink.AppendAsync(_links, patience.Token).ConfigureAwait(false);
            return true;
        }
        catch (Exception e) when (e is LedgerSinkException or OperationCanceledException)
        {
            await FallAsync(e.Message).ConfigureAwait(false);
            return false;
        }
    }

    private void Answer(List<PendingEntry> group, LedgerAck ack)
    {
        _refusing = false;
        Volatile.Write(ref _durableAge, _chain.Head.Age);
        Volatile.Write(ref _durableEntries, _durableEntries + group.Count);
        foreach (var pending in group)
        {
            if (pending is { Kind: LedgerEntryKind.Open, IsAwaited: true })
            {
                figures.OpeningWaited?.Invoke(time.GetElapsedTime(pending.Timestamp));
            }
            pending.TrySetResult(ack);
        }
    }

    private void Refuse(List<PendingEntry> group)
    {
        var reason = $"neither the ledger's sink nor its spool takes entries: {_reason}";
        _refusedAt = time.GetTimestamp();
        if (!_refusing && group.Count > 0)
        {
            _refusing = true;
            Log.Refusing(logger, reason);
        }
        foreach (var pending in group)
        {
            if (pending.Kind == LedgerEntryKind.Open)
            {
                figures.CountRefused(1);
                pending.TrySetResult(LedgerAck.Refused(reason));
            }
            else
            {
                pending.IsCarried = true; // few for each item let through: bounded
            }
        }
    }

    private void Export(IReadOnlyList<LedgerEntry> links)
    {
        if (_anchors is null)
        {
            return;
        }
        foreach (var link in links)
        {
            if (link.Kind == LedgerEntryKind.Checkpoint && LedgerCheckpoint.TryRead(link.Body.Span) is { } checkpoint)
            {
                try
                {
                    _anchors.Add(checkpoint);
                }
                catch (Exception e) when (e is IOException or UnauthorizedAccessException)
                {
                    Log.AnchorLost(logger, e.Message);
                }
            }
        }
    }

    // Without the sink's end or a spool from before, nobody knows what the next link follows.
    private bool KnowsEnd => _knowsEnd || spool.Last is not null;

    private void Run()
    {
        State = LedgerState.Running;
        _refusing = false;
        Volatile.Write(ref _durableAge, _chain.Age);
        _checkpointAt = time.GetTimestamp();
    }

    private async ValueTask FallAsync(string reason)
    {
        if (_reason != reason || State != LedgerState.Down)
        {
            figures.CountSinkFailure();
            Log.SinkDown(logger, reason);
        }
        _reason = reason;
        State = LedgerState.Down;
        _drain = null;
        _triedAt = time.GetTimestamp();
        await sink.CloseAsync().ConfigureAwait(false);
    }
}
