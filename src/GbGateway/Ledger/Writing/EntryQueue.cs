using GbGateway.Ledger.Records;

namespace GbGateway.Ledger.Writing;

/// <summary>What waits for the writer's loop: entries in order, and before them sealings that could not be made durable yet.</summary>
internal sealed class EntryQueue
{
    /// <summary>
    /// Entries that nobody awaits go with the next that somebody does, after this time at the latest, or once there are so many: a group costs
    /// the ends of a table and its indexes and a flush, whether it has one entry or a hundred.
    /// </summary>
    private static readonly TimeSpan Gathering = TimeSpan.FromMilliseconds(100);

    private const int GatheredEntries = 512;

    private readonly object _gate = new(); // its waiting thread is the writer's own
    private readonly Queue<PendingEntry> _waiting = new();
    private readonly Queue<PendingEntry> _carried = new();
    private readonly List<PendingEntry> _taken = [];
    private int _openings;
    private int _awaited;
    private int _carriedCount;
    private bool _ticked;
    private bool _closed;

    /// <summary>Openings that wait.</summary>
    public int Openings => Volatile.Read(ref _openings);

    /// <summary>Sealings that wait for a sink that takes them.</summary>
    public int Carried => Volatile.Read(ref _carriedCount);

    /// <summary>Adds an entry; false if there are as many openings as <paramref name="mostOpenings"/>, or the queue is closed.</summary>
    public bool TryAdd(PendingEntry entry, int mostOpenings, out bool closed)
    {
        lock (_gate)
        {
            closed = _closed;
            if (closed || (entry.Kind == LedgerEntryKind.Open && _openings >= mostOpenings))
            {
                return false;
            }
            _openings += entry.Kind == LedgerEntryKind.Open ? 1 : 0;
            _awaited += entry.IsAwaited ? 1 : 0;
            _waiting.Enqueue(entry);
            if (_waiting.Count is 1 or GatheredEntries || (entry.IsAwaited && _awaited == 1))
            {
                Monitor.Pulse(_gate);
            }
            return true;
        }
    }

    /// <summary>Lets the loop look whether something is due.</summary>
    public void Tick()
    {
        lock (_gate)
        {
            _ticked = true;
            Monitor.Pulse(_gate);
        }
    }

    /// <summary>No more entries are taken in.</summary>
    /// <returns>False if it was closed before.</returns>
    public bool Close()
    {
        lock (_gate)
        {
            (var first, _closed) = (!_closed, true);
            Monitor.Pulse(_gate);
            return first;
        }
    }

    /// <summary>Waits until work is due and takes the next group.</summary>
    /// <param name="most">Most entries of a group.</param>
    /// <param name="isBusy">Whether there is work without any.</param>
    /// <returns>The group, the same list every time; null when the queue is closed and empty.</returns>
    public List<PendingEntry>? Take(int most, bool isBusy)
    {
        lock (_gate)
        {
            while (!isBusy && !_ticked && !_closed && _awaited == 0 && _waiting.Count < GatheredEntries)
            {
                if (!Monitor.Wait(_gate, _waiting.Count == 0 ? Timeout.InfiniteTimeSpan : Gathering))
                {
                    break;
                }
            }
            if (_closed && !isBusy && _waiting.Count == 0)
            {
                return null;
            }
            _ticked = false;
            while (_taken.Count < most && _carried.TryDequeue(out var carried))
            {
                _taken.Add(carried);
            }
            _carriedCount = _carried.Count;
            while (_taken.Count < most && _waiting.TryDequeue(out var entry))
            {
                _openings -= entry.Kind == LedgerEntryKind.Open ? 1 : 0;
                _awaited -= entry.IsAwaited ? 1 : 0;
                if (entry.IsAnswered)
                {
                    entry.Release(); // it waited too long, and nobody waits for it
                }
                else
                {
                    _taken.Add(entry);
                }
            }
            return _taken;
        }
    }

    /// <summary>The group was dealt with: what must be carried comes back, the rest is let go.</summary>
    public void Done()
    {
        lock (_gate)
        {
            foreach (var entry in _taken)
            {
                if (entry.IsCarried)
                {
                    entry.IsCarried = false;
                    _carried.Enqueue(entry);
                }
                else
                {
                    entry.Release();
                }
            }
            _taken.Clear();
            _carriedCount = _carried.Count;
        }
    }

    /// <summary>Answers openings that were added before <paramref name="timestamp"/>: the loop is stuck, and their callers have waited enough.</summary>
    public void Expire(long timestamp, LedgerAck refusal)
    {
        lock (_gate)
        {
            foreach (var entry in _taken)
            {
                Expire(entry, timestamp, refusal);
            }
            foreach (var entry in _waiting)
            {
                Expire(entry, timestamp, refusal);
            }
        }
    }

    /// <summary>Answers everything that is left.</summary>
    public void Refuse(LedgerAck refusal)
    {
        lock (_gate)
        {
            while (_carried.TryDequeue(out var entry) || _waiting.TryDequeue(out entry))
            {
                entry.TrySetResult(refusal);
                entry.Release();
            }
            _carriedCount = 0;
        }
    }

    private static void Expire(PendingEntry entry, long timestamp, LedgerAck refusal)
    {
        if (entry.Kind == LedgerEntryKind.Open && entry.Timestamp < timestamp)
        {
            entry.TrySetResult(refusal);
        }
    }
}
