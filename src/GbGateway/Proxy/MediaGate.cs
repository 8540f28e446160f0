namespace GbGateway.Proxy;

/// <summary>
/// A gate weighted by pixels: what is being decoded at one time is bounded whatever arrives. First come, first served, so a large
/// picture can't be starved by small ones. A picture over the capacity goes alone.
/// </summary>
public sealed class MediaGate(long capacity)
{
    private readonly Lock _lock = new();
    private readonly LinkedList<Waiter> _waiting = [];
    private long _taken;

    /// <summary>Pixels at one time.</summary>
    public long Capacity { get; } = capacity;

    /// <summary>Pixels permitted now.</summary>
    public long Taken
    {
        get
        {
            lock (_lock)
            {
                return _taken;
            }
        }
    }

    /// <summary>Exchanges that wait.</summary>
    public int Waiting
    {
        get
        {
            lock (_lock)
            {
                return _waiting.Count;
            }
        }
    }

    /// <summary>Waits for a permit for <paramref name="pixels"/>; disposing of it gives them back.</summary>
    public ValueTask<Permit> EnterAsync(long pixels, CancellationToken cancellation)
    {
        var weight = Math.Clamp(pixels, 1, Capacity);
        Waiter waiter;
        lock (_lock)
        {
            if (_waiting.Count == 0 && _taken + weight <= Capacity)
            {
                _taken += weight;
                return ValueTask.FromResult(new Permit(this, weight));
            }
            waiter = new Waiter(weight);
            _waiting.AddLast(waiter);
        }
        return WaitAsync(waiter, cancellation);
    }

    private async ValueTask<Permit> WaitAsync(Waiter waiter, CancellationToken cancellation)
    {
        using (cancellation.Register(() => GiveUp(waiter, cancellation)))
        {
            await waiter.Turn.Task.ConfigureAwait(false);
            return new Permit(this, waiter.Weight);
        }
    }

    private void GiveUp(Waiter waiter, CancellationToken cancellation)
    {
        lock (_lock)
        {
            if (!_waiting.Remove(waiter))
            {
                return; // its turn came first
            }
            Admit();
        }
        waiter.Turn.TrySetCanceled(cancellation);
    }

    private void Leave(long weight)
    {
        lock (_lock)
        {
            _taken -= weight;
            Admit();
        }
    }

    private void Admit()
    {
        while (_waiting.First is { } first && _taken + first.Value.Weight <= Capacity)
        {
            _waiting.RemoveFirst();
            _taken += first.Value.Weight;
            first.Value.Turn.TrySetResult();
        }
    }

    /// <summary>Permission to decode; given back once.</summary>
    public sealed class Permit(MediaGate gate, long weight) : IDisposable
    {
        private MediaGate? _gate = gate;

        /// <inheritdoc/>
        public void Dispose() => Interlocked.Exchange(ref _gate, null)?.Leave(weight);
    }

    private sealed class Waiter(long weight)
    {
        public long Weight { get; } = weight;

        public TaskCompletionSource Turn { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
