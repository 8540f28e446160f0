using System.Buffers;
using System.Threading.Tasks.Sources;
using GbGateway.Ledger.Records;
using Microsoft.Extensions.ObjectPool;

namespace GbGateway.Ledger.Writing;

/// <summary>
/// A record on its way to the ledger, its bytes, and the promise of its answer. Rented; it goes back when all who hold it have let go: the
/// writer's loop, and the one who awaits <see cref="Answer"/>, exactly once.
/// </summary>
internal sealed class PendingEntry : IBufferWriter<byte>, IValueTaskSource<LedgerAck>
{
    private const int KeptBody = 16 << 10;

    private static readonly ObjectPool<PendingEntry> Pool = new DefaultObjectPool<PendingEntry>(new DefaultPooledObjectPolicy<PendingEntry>(), 8192);

    private ManualResetValueTaskSourceCore<LedgerAck> _answer = new() { RunContinuationsAsynchronously = true };
    private byte[] _body = new byte[512];
    private int _length;
    private int _holders;
    private int _answered;

    public LedgerEntryKind Kind { get; private set; }

    /// <summary>The record's canonical bytes; gone when the entry is let go.</summary>
    public ReadOnlyMemory<byte> Body => _body.AsMemory(0, _length);

    /// <summary>Wall-clock time of the call, in microseconds.</summary>
    public long Time { get; private set; }

    /// <summary>Monotonic time of the call.</summary>
    public long Timestamp { get; private set; }

    /// <summary>Whether somebody awaits <see cref="Answer"/>.</summary>
    public bool IsAwaited { get; private set; }

    /// <summary>Whether it waits in memory for a sink that takes it.</summary>
    public bool IsCarried { get; set; }

    /// <summary>Whether the answer was given; nobody waits for the record any more.</summary>
    public bool IsAnswered => Volatile.Read(ref _answered) != 0;

    /// <summary>The answer, to be awaited once.</summary>
    public ValueTask<LedgerAck> Answer => new(this, _answer.Version);

    /// <param name="kind">What the record says.</param>
    /// <param name="time">Wall-clock time in microseconds.</param>
    /// <param name="timestamp">Monotonic time.</param>
    /// <param name="awaited">Whether somebody will await the answer.</param>
    public static PendingEntry Rent(LedgerEntryKind kind, long time, long timestamp, bool awaited)
    {
        var entry = Pool.Get();
        (entry.Kind, entry.Time, entry.Timestamp, entry._length) = (kind, time, timestamp, 0);
        (entry.IsAwaited, entry._holders) = (awaited, awaited ? 2 : 1);
        return entry;
    }

    /// <summary>Gives the answer; the first one counts.</summary>
    public void TrySetResult(LedgerAck ack)
    {
        if (Interlocked.Exchange(ref _answered, 1) == 0)
        {
            _answer.SetResult(ack);
        }
    }

    /// <summary>Lets go of it.</summary>
    public void Release()
    {
        if (Interlocked.Decrement(ref _holders) == 0)
        {
            _answer.Reset();
            (_answered, IsCarried) = (0, false);
            if (_body.Length <= KeptBody)
            {
                Pool.Return(this);
            }
        }
    }

    public void Advance(int count) => _length += count;

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        Reserve(sizeHint);
        return _body.AsMemory(_length);
    }

    public Span<byte> GetSpan(int sizeHint = 0)
    {
        Reserve(sizeHint);
        return _body.AsSpan(_length);
    }

    LedgerAck IValueTaskSource<LedgerAck>.GetResult(short token)
    {
        var ack = _answer.GetResult(token);
        Release();
        return ack;
    }

    ValueTaskSourceStatus IValueTaskSource<LedgerAck>.GetStatus(short token) => _answer.GetStatus(token);

    void IValueTaskSource<LedgerAck>.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _answer.OnCompleted(continuation, state, token, flags);

    private void Reserve(int size)
    {
        if (_body.Length - _length < Math.Max(size, 1))
        {
            Array.Resize(ref _body, Math.Max(_length + size, 2 * _body.Length));
        }
    }
}
