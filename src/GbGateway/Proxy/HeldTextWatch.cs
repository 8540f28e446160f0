using System.Runtime.CompilerServices;
using GbGateway.Content;
using GbGateway.Metrics;

namespace GbGateway.Proxy;

/// <summary>Measures how long a stream's text is held back, and gives up waiting for a silent upstream for a moment, so that the client can be told that it goes on.</summary>
public sealed class HeldTextWatch(TimeSpan keepAlive, TimeProvider time, FilterMetrics metrics)
{
    private Task<int>? _reading;
    private long _since;

    /// <summary>Whether a read of the upstream is still under way: its buffer is not free.</summary>
    public bool IsReading => _reading is { IsCompleted: false };

    /// <summary>Notes whether text is held after a step.</summary>
    public void Note(bool holds)
    {
        if (holds && _since == 0)
        {
            _since = Math.Max(time.GetTimestamp(), 1);
        }
        else if (!holds && _since != 0)
        {
            metrics.ObserveHeld(time.GetElapsedTime(_since));
            _since = 0;
        }
    }

    /// <summary>Reads the upstream.</summary>
    /// <returns>The bytes read, or null if it was silent for too long while text is held: the read goes on, and is taken up by the next call.</returns>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<int?> ReadAsync(Stream upstream, Memory<byte> buffer, BodyRewriter rewriter, CancellationToken cancellation)
    {
        if (_reading is null && (keepAlive == TimeSpan.Zero || !rewriter.HoldsText))
        {
            return await upstream.ReadAsync(buffer, cancellation);
        }
        _reading ??= upstream.ReadAsync(buffer, cancellation).AsTask();
        if (!_reading.IsCompleted)
        {
            using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
            if (await Task.WhenAny(_reading, Task.Delay(keepAlive, time, over.Token)) != _reading && !cancellation.IsCancellationRequested)
            {
                return null;
            }
            await over.CancelAsync();
        }
        var read = await _reading;
        _reading = null;
        return read;
    }

    /// <summary>A comment was sent.</summary>
    public void CountComment() => metrics.CountKeepAlive();
}
