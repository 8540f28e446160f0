using GbGateway.Configuration;
using GbGateway.Policies;
using GbGateway.Proxy;

namespace GbGateway;

/// <summary>The two listeners and what they share; starts and drains in order.</summary>
public sealed class Gateway(WebApplication data, WebApplication admin, GatewayOptions options, RoutePolicies policies, ExchangeLedger ledger, Drain drain, IReadOnlyList<IAsyncDisposable> beside, TimeProvider time, ILogger log) : IAsyncDisposable
{
    // Last words need a moment to leave after the deadline.
    private static readonly TimeSpan LastWords = TimeSpan.FromSeconds(2);

    /// <summary>Addresses of the data listener, ports resolved.</summary>
    public IReadOnlyList<string> Urls => [.. data.Urls];

    /// <summary>Addresses of the admin listener, ports resolved.</summary>
    public IReadOnlyList<string> AdminUrls => [.. admin.Urls];

    /// <summary>The policies in force.</summary>
    public RoutePolicies Policies { get; } = policies;

    /// <summary>Where the shutdown is.</summary>
    public Drain Drain { get; } = drain;

    /// <summary>Opens the ledger, starts the admin listener, then the data listener; throws an <see cref="IOException"/> that names the address in use.</summary>
    public async Task StartAsync(CancellationToken cancellation)
    {
        await ledger.StartAsync();
        await StartAsync(admin, "Admin", options.Admin, cancellation);
        await StartAsync(data, "Urls", options.Urls, cancellation);
        Log.Started(log, string.Join(';', Urls), string.Join(';', AdminUrls), Policies.Current.Version);
    }

    /// <summary>
    /// 1. Readiness says no. 2. The listener closes after the delay. 3. Running answers may finish within the grace. 4. What still runs
    /// is ended with its label and an error. 5. The ledger writes what it has and signs its end. 6. The admin listener closes last.
    /// </summary>
    /// <param name="atOnce">Cancelled when nobody wants to wait any more.</param>
    public async Task StopAsync(CancellationToken atOnce)
    {
        Drain.Begin();
        Log.Draining(log, options.Grace);
        await WaitAsync(options.ReadinessDelay, atOnce);
        using var hard = CancellationTokenSource.CreateLinkedTokenSource(atOnce);
        var stopping = data.StopAsync(hard.Token);
        if (!await EndsWithinAsync(stopping, options.Grace, atOnce))
        {
            Log.GraceOver(log);
            await Drain.EndAnswersAsync();
            if (!await EndsWithinAsync(stopping, LastWords, atOnce))
            {
                await hard.CancelAsync();
            }
        }
        await stopping;
        await ledger.DisposeAsync();
        await admin.StopAsync(CancellationToken.None);
        Log.Stopped(log);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await data.DisposeAsync();
        await ledger.DisposeAsync();
        await admin.DisposeAsync();
        foreach (var one in beside)
        {
            await one.DisposeAsync();
        }
        Policies.Dispose();
        Drain.Dispose();
    }

    private static async Task StartAsync(WebApplication app, string key, string[] urls, CancellationToken cancellation)
    {
        try
        {
            await app.StartAsync(cancellation);
        }
        catch (Exception e) when (e is IOException or System.Net.Sockets.SocketException)
        {
            throw new IOException($"can't listen on {ConfigurationKeys.Section}:{key} = \"{string.Join(';', urls)}\": {e.Message}", e);
        }
    }

    private async Task<bool> EndsWithinAsync(Task task, TimeSpan limit, CancellationToken atOnce)
    {
        try
        {
            await task.WaitAsync(limit, time, atOnce);
            return true;
        }
        catch (Exception e) when (e is TimeoutException or OperationCanceledException)
        {
            return task.IsCompleted;
        }
    }

    private async Task WaitAsync(TimeSpan delay, CancellationToken atOnce)
    {
        if (delay > TimeSpan.Zero)
        {
            await Task.Delay(delay, time, atOnce).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
