using System.Data.Common;
using GbGateway.Metrics;
using Polly;
using Polly.CircuitBreaker;
using Polly.Timeout;
using StackExchange.Redis;

namespace GbGateway.Offenders;

/// <summary>
/// The repeat-offender rule (<c>T-in-1</c>). A user's record is read with each prompt, and written where it changes. While a shared store
/// does not answer, this node's memory stands in: nobody waits for it longer than a second, and a breaker keeps most from waiting at all.
/// </summary>
public sealed class OffenderDesk : IAsyncDisposable
{
    private readonly OffenderRule _rule;
    private readonly TimeProvider _time;
    private readonly FilterMetrics _metrics;
    private readonly ILogger _log;
    private readonly MemoryOffenders _memory;
    private readonly OffenderStore? _shared;
    private readonly ResiliencePipeline _pipeline;

    /// <summary>Opens the desk.</summary>
    public OffenderDesk(OffenderOptions options, TimeProvider time, FilterMetrics metrics, ILogger log)
        : this(options.Rule, options.Most, options.Store == OffenderStoreKind.Memory ? null : OffenderStores.Open(options.Store, options.Connection, options.Most), time, metrics, log)
    {
    }

    /// <summary>Opens the desk on a store; null for memory alone.</summary>
    public OffenderDesk(OffenderRule rule, int most, OffenderStore? shared, TimeProvider time, FilterMetrics metrics, ILogger log)
    {
        (_rule, _time, _metrics, _log, _shared) = (rule, time, metrics, log, shared);
        _memory = new MemoryOffenders(most);
        _pipeline = new ResiliencePipelineBuilder { TimeProvider = time }
            .AddCircuitBreaker(new CircuitBreakerStrategyOptions { MinimumThroughput = 5, FailureRatio = 0.5, BreakDuration = TimeSpan.FromSeconds(5) })
            .AddTimeout(new TimeoutStrategyOptions { Timeout = TimeSpan.FromSeconds(1) })
            .Build();
    }

    /// <summary>Counts a prompt of a user who is not suspended, if it is harmful or ends a row.</summary>
    /// <param name="user">Who, as a hash.</param>
    /// <param name="harmful">Whether the prompt was blocked for what the user says in it.</param>
    /// <param name="cancellation">The request's.</param>
    /// <returns>How long the user is still suspended; null if not at all.</returns>
    public async ValueTask<TimeSpan?> EnterAsync(string user, bool harmful, CancellationToken cancellation)
    {
        var now = _time.GetUtcNow();
        var record = await AskAsync(store => store.ReadAsync(user, cancellation), cancellation);
        if (record.IsSuspended(now))
        {
            _metrics.CountTurnedAway();
            return DateTimeOffset.FromUnixTimeMilliseconds(record.Until) - now;
        }
        if (harmful || record.Row > 0)
        {
            var (next, before) = await AskAsync(store => store.CountAsync(user, harmful, _rule, now, cancellation), cancellation);
            Report(user, harmful, next, before, now);
        }
        return null;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_shared is not null)
        {
            await _shared.DisposeAsync();
        }
    }

    private void Report(string user, bool harmful, OffenderRecord next, OffenderRecord before, DateTimeOffset now)
    {
        if (harmful)
        {
            _metrics.CountOffence();
        }
        if (harmful && next.IsSuspended(now) && next.Until != before.Until)
        {
            _metrics.CountSuspension(inARow: before.Row + 1 >= _rule.InARow);
            Log.Suspended(_log, user, _rule.Suspension);
        }
    }

    private async ValueTask<T> AskAsync<T>(Func<OffenderStore, ValueTask<T>> ask, CancellationToken cancellation)
    {
        if (_shared is { } shared)
        {
            try
            {
                return await _pipeline.ExecuteAsync(async stop => await ask(shared).AsTask().WaitAsync(stop), cancellation);
            }
            catch (Exception e) when (e is DbException or RedisException or TimeoutException or TimeoutRejectedException or BrokenCircuitException or IOException or System.Net.Sockets.SocketException)
            {
                _metrics.CountStoreFailure();
                if (e is not BrokenCircuitException)
                {
                    Log.StoreFailed(_log, e.Message);
                }
            }
        }
        return await ask(_memory);
    }
}
