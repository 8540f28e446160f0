using GbGateway.Ledger.Queries;
using GbGateway.Ledger.Records;
using GbGateway.Ledger.Signing;
using GbGateway.Ledger.Sinks;

namespace GbGateway.Ledger.Writing;

/// <summary>Writes the ledger: one thread of its own takes what waits as a group, chains it and makes it durable, in the sink or in the spool.</summary>
/// <remarks>
/// 1 An opening waits in a bounded queue; a full queue refuses at once, and a stuck sink after a time-out. Sealings are never refused: there is at most one for
///   each opening let through, and one for each picture in it. What somebody awaits wakes the thread, the rest is gathered for a moment (<see cref="EntryQueue"/>).
/// 2 The thread chains a group, signs a checkpoint when one is due, and hands both to the sink as one.
/// 3 If the sink fails, the same links go to the spool; if the spool fails too, openings are refused and sealings wait in memory.
/// 4 A sink that is down is tried again; when it is back, the spool goes into it first.
/// The thread is not the pool's: a disk that flushes would keep one of few pool threads from answering requests.
/// </remarks>
public sealed class LedgerWriter : IAsyncDisposable
{
    private readonly EntryQueue _queue = new();
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly LedgerWriterOptions _options;
    private readonly TimeProvider _time;
    private readonly GroupCommit _commit;
    private readonly LedgerSpool _spool;
    private readonly LedgerFigures _figures;
    private readonly ITimer _timer;

    private LedgerWriter(LedgerWriterOptions options, LedgerSpool spool, GroupCommit commit, LedgerFigures figures, TimeProvider time)
    {
        (_options, _spool, _commit, _figures, _time) = (options, spool, commit, figures, time);
        var tick = TimeSpan.FromTicks(Math.Min(options.RetryInterval.Ticks, options.CheckpointInterval.Ticks) / 2);
        _timer = time.CreateTimer(static writer => ((LedgerWriter)writer!).Tick(), this, tick, tick);
        new Thread(Run) { IsBackground = true, Name = "ledger" }.Start();
    }

    /// <summary>What the writer is doing.</summary>
    public LedgerState State => _commit.State;

    /// <summary>Whether neither the sink nor the spool took the last openings: the next will hardly fare better.</summary>
    public bool IsRefusing => _commit.IsRefusing;

    /// <summary>Bytes in the spool.</summary>
    public long SpoolLength => _spool.Length;

    /// <summary>Openings that wait.</summary>
    public int QueuedOpenings => _queue.Openings;

    /// <summary>Sealings that wait in memory because neither sink nor spool takes them.</summary>
    public int CarriedSealings => _queue.Carried;

    /// <summary>Entries made durable since the start.</summary>
    public long DurableEntries => _commit.DurableEntries;

    /// <summary>The ledger's age in microseconds, as of the last group (see <see cref="LedgerEntry.Age"/>).</summary>
    public long Age => _commit.Age;

    /// <summary>Starts writing. A sink that is down is no failure: see <see cref="State"/>; without a spool from before, openings are refused until it was reached once.</summary>
    /// <exception cref="IOException">The spool can't be opened: another writer holds it, or its disk is bad.</exception>
    public static async Task<LedgerWriter> StartAsync(
        LedgerSink sink, LedgerWriterOptions options, SigningKey key, TimeProvider time, ILogger logger, LedgerFigures? figures = null)
    {
        var spool = LedgerSpool.Open(options.SpoolPath, options.SpoolBytes);
        figures ??= new LedgerFigures();
        var commit = new GroupCommit(sink, spool, options, key, time, logger, figures);
        await commit.ReopenAsync().ConfigureAwait(false);
        return new LedgerWriter(options, spool, commit, figures, time);
    }

    /// <summary>Records that an item is about to leave; only a durable answer lets it. The answer is awaited, once.</summary>
    public ValueTask<LedgerAck> OpenAsync(LedgerOpening opening)
    {
        var pending = Rent(LedgerEntryKind.Open, awaited: true);
        opening.Encode(pending);
        return Add(pending);
    }

    /// <summary>Records that an item is about to leave, which does not wait for that.</summary>
    /// <returns>False if the ledger takes no records at the moment.</returns>
    public bool TryOpen(LedgerOpening opening)
    {
        if (!IsRefusing)
        {
            var pending = Rent(LedgerEntryKind.Open, awaited: false);
            opening.Encode(pending);
            if (_queue.TryAdd(pending, _options.QueuedOpenings, out _))
            {
                return true;
            }
            pending.Release();
        }
        _figures.CountRefused(1);
        return false;
    }

    /// <summary>Records how an item ended. It is never refused while the writer runs; the answer, awaited once, comes when the record is durable.</summary>
    public ValueTask<LedgerAck> SealAsync(LedgerSealing sealing)
    {
        var pending = Rent(LedgerEntryKind.Seal, awaited: true);
        sealing.Encode(pending);
        return Add(pending);
    }

    /// <summary>Records how an item ended, and nobody waits for the answer.</summary>
    public void Seal(LedgerSealing sealing)
    {
        var pending = Rent(LedgerEntryKind.Seal, awaited: false);
        sealing.Encode(pending);
        if (!_queue.TryAdd(pending, _options.QueuedOpenings, out _))
        {
            pending.Release();
        }
    }

    /// <summary>Ends writing: what waits is made durable and a checkpoint is signed.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_queue.Close())
        {
            await _timer.DisposeAsync().ConfigureAwait(false);
            await _ended.Task.ConfigureAwait(false);
            await _commit.CloseAsync().ConfigureAwait(false);
            _queue.Refuse(LedgerAck.Refused("the ledger was closed while it could not write"));
            _spool.Dispose();
        }
    }

    internal ValueTask<LedgerAck> WriteAsync(LedgerEntryKind kind, ReadOnlySpan<byte> body)
    {
        var pending = Rent(kind, awaited: true);
        body.CopyTo(pending.GetSpan(body.Length));
        pending.Advance(body.Length);
        return Add(pending);
    }

    private PendingEntry Rent(LedgerEntryKind kind, bool awaited) =>
        PendingEntry.Rent(kind, LedgerQuery.Microseconds(_time.GetUtcNow()), _time.GetTimestamp(), awaited);

    private ValueTask<LedgerAck> Add(PendingEntry pending)
    {
        var answer = pending.Answer;
        if (!_queue.TryAdd(pending, _options.QueuedOpenings, out var closed))
        {
            _figures.CountRefused(1);
            pending.TrySetResult(LedgerAck.Refused(closed ? "the ledger is closed" : "the ledger's queue is full"));
            pending.Release();
        }
        return answer;
    }

    private void Tick()
    {
        _queue.Expire(_time.GetTimestamp() - (long)(_options.AckTimeout.TotalSeconds * _time.TimestampFrequency), LedgerAck.Refused("the ledger did not answer in time"));
        _queue.Tick();
    }

    private void Run()
    {
        try
        {
            while (_queue.Take(_options.GroupEntries, _commit.IsBusy) is { } group)
            {
                // A step of a sink on this machine has ended by now; one across a network is waited for here, on the writer's own thread.
                _commit.StepAsync(group).AsTask().GetAwaiter().GetResult();
                _queue.Done();
            }
            _ended.SetResult();
        }
        catch (Exception e)
        {
            _queue.Close();
            _queue.Done();
            _queue.Refuse(LedgerAck.Refused("the ledger's writer failed"));
            _commit.Fail(e);
            _ended.SetResult();
        }
    }
}
