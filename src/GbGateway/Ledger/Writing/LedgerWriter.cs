using System.Threading.Channels;
using GbGateway.Ledger.Queries;
using GbGateway.Ledger.Records;
using GbGateway.Ledger.Signing;
using GbGateway.Ledger.Sinks;

namespace GbGateway.Ledger.Writing;

/// <summary>Writes the ledger: one background loop takes what waits as a group, chains it and makes it durable, in the sink or in the spool.</summary>
/// <remarks>
/// 1 An opening waits in a bounded queue; a full queue refuses at once. Sealings are never refused: there is at most one for each opening let through.
/// 2 The loop chains a group, signs a checkpoint when one is due, and hands both to the sink as one.
/// 3 If the sink fails, the same links go to the spool; if the spool fails too, openings are refused and sealings wait in memory.
/// 4 A sink that is down is tried again; when it is back, the spool goes into it first.
/// </remarks>
public sealed class LedgerWriter : IAsyncDisposable
{
    private readonly Channel<PendingEntry> _queue = Channel.CreateUnbounded<PendingEntry>(new UnboundedChannelOptions { SingleReader = true });
    private readonly LedgerWriterOptions _options;
    private readonly TimeProvider _time;
    private readonly GroupCommit _commit;
    private readonly LedgerSpool _spool;
    private readonly ITimer _timer;
    private readonly Task _loop;
    private int _openings;

    private LedgerWriter(LedgerWriterOptions options, LedgerSpool spool, GroupCommit commit, TimeProvider time)
    {
        (_options, _spool, _commit, _time) = (options, spool, commit, time);
        var tick = TimeSpan.FromTicks(Math.Min(options.RetryInterval.Ticks, options.CheckpointInterval.Ticks) / 2);
        _timer = time.CreateTimer(static queue => ((ChannelWriter<PendingEntry>)queue!).TryWrite(PendingEntry.Tick), _queue.Writer, tick, tick);
        _loop = Task.Run(RunAsync);
    }

    /// <summary>What the writer is doing.</summary>
    public LedgerState State => _commit.State;

    /// <summary>Bytes in the spool.</summary>
    public long SpoolLength => _spool.Length;

    /// <summary>Openings that wait.</summary>
    public int QueuedOpenings => Volatile.Read(ref _openings);

    /// <summary>Entries made durable since the start.</summary>
    public long DurableEntries => _commit.DurableEntries;

    /// <summary>The ledger's age in microseconds, as of the last group (see <see cref="LedgerEntry.Age"/>).</summary>
    public long Age => _commit.Age;

    /// <summary>Starts writing. A sink that is down is no failure: see <see cref="State"/>; without a spool from before, openings are refused until it was reached once.</summary>
    /// <exception cref="IOException">The spool can't be opened: another writer holds it, or its disk is bad.</exception>
    public static async Task<LedgerWriter> StartAsync(LedgerSink sink, LedgerWriterOptions options, SigningKey key, TimeProvider time, ILogger logger)
    {
        var spool = LedgerSpool.Open(options.SpoolPath, options.SpoolBytes);
        var commit = new GroupCommit(sink, spool, options, key, time, logger);
        await commit.ReopenAsync().ConfigureAwait(false);
        return new LedgerWriter(options, spool, commit, time);
    }

    /// <summary>Records that an item is about to leave; only a durable answer lets it.</summary>
    public ValueTask<LedgerAck> OpenAsync(LedgerOpening opening, CancellationToken cancellation = default)
    {
        if (Interlocked.Increment(ref _openings) > _options.QueuedOpenings)
        {
            Interlocked.Decrement(ref _openings);
            return ValueTask.FromResult(LedgerAck.Refused("the ledger's queue is full"));
        }
        var pending = new PendingEntry(LedgerEntryKind.Open, opening.Encode(), LedgerQuery.Microseconds(_time.GetUtcNow()));
        if (!_queue.Writer.TryWrite(pending))
        {
            Interlocked.Decrement(ref _openings);
            return ValueTask.FromResult(LedgerAck.Refused("the ledger is closed"));
        }
        return new ValueTask<LedgerAck>(AwaitAsync(pending, cancellation));
    }

    /// <summary>Records how an item ended. It is never refused while the writer runs; the task ends when the record is durable, and need not be awaited.</summary>
    public Task<LedgerAck> SealAsync(LedgerSealing sealing) => Write(LedgerEntryKind.Seal, sealing.Encode());

    /// <summary>Ends writing: what waits is made durable and a checkpoint is signed.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_queue.Writer.TryComplete())
        {
            await _timer.DisposeAsync().ConfigureAwait(false);
            await _loop.ConfigureAwait(false);
            await _commit.CloseAsync().ConfigureAwait(false);
            _spool.Dispose();
        }
    }

    internal Task<LedgerAck> Write(LedgerEntryKind kind, byte[] body)
    {
        var pending = new PendingEntry(kind, body, LedgerQuery.Microseconds(_time.GetUtcNow()));
        if (!_queue.Writer.TryWrite(pending))
        {
            pending.SetResult(LedgerAck.Refused("the ledger is closed"));
        }
        return pending.Task;
    }

    private async Task<LedgerAck> AwaitAsync(PendingEntry pending, CancellationToken cancellation)
    {
        try
        {
            return await pending.Task.WaitAsync(_options.AckTimeout, _time, cancellation).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            return LedgerAck.Refused("the ledger did not answer in time");
        }
    }

    private async Task RunAsync()
    {
        var group = new List<PendingEntry>(_options.GroupEntries);
        while (_commit.IsBusy || await _queue.Reader.WaitToReadAsync().ConfigureAwait(false))
        {
            _commit.TakeCarried(group, _options.GroupEntries);
            while (group.Count < _options.GroupEntries && _queue.Reader.TryRead(out var pending))
            {
                if (pending.Kind == LedgerEntryKind.Open)
                {
                    Interlocked.Decrement(ref _openings);
                }
                if (pending != PendingEntry.Tick)
                {
                    group.Add(pending);
                }
            }
            await _commit.StepAsync(group).ConfigureAwait(false);
            group.Clear();
        }
    }
}
