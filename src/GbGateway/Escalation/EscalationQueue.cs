using System.Net.Http.Headers;
using System.Threading.Channels;
using GbGateway.Content;
using GbGateway.Metrics;
using Polly;
using Polly.CircuitBreaker;
using Polly.Retry;
using Polly.Timeout;

namespace GbGateway.Escalation;

/// <summary>
/// Tells people of what the keywords escalate, beside the path: an exchange leaves a notice in a bounded queue and goes on; one worker posts
/// them, with time-outs, retries and a breaker. A full queue drops the newest and counts it.
/// </summary>
public sealed class EscalationQueue : IAsyncDisposable
{
    // What a receiver that comes back gets before the gateway stops.
    private static readonly TimeSpan LastWords = TimeSpan.FromSeconds(2);

    private readonly EscalationOptions _options;
    private readonly TimeProvider _time;
    private readonly FilterMetrics _metrics;
    private readonly ILogger _log;
    private readonly HttpClient _client;
    private readonly Channel<EscalationNotice> _waiting;
    private readonly ResiliencePipeline _pipeline;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _worker;

    /// <summary>Starts the worker.</summary>
    public EscalationQueue(EscalationOptions options, TimeProvider time, FilterMetrics metrics, ILogger log, HttpMessageHandler? handler = null)
    {
        (_options, _time, _metrics, _log) = (options, time, metrics, log);
        _client = new HttpClient(handler ?? new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, PooledConnectionLifetime = TimeSpan.FromMinutes(5) })
        {
            Timeout = Timeout.InfiniteTimeSpan,
        };
        _waiting = Channel.CreateBounded<EscalationNotice>(new BoundedChannelOptions(options.Queue) { SingleReader = true, FullMode = BoundedChannelFullMode.Wait });
        _pipeline = new ResiliencePipelineBuilder { TimeProvider = time }
            .AddRetry(new RetryStrategyOptions
            {
                MaxRetryAttempts = options.Retries,
                Delay = options.FirstDelay,
                MaxDelay = TimeSpan.FromSeconds(30),
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
            })
            .AddCircuitBreaker(new CircuitBreakerStrategyOptions { MinimumThroughput = 10, FailureRatio = 0.8, BreakDuration = TimeSpan.FromSeconds(15) })
            .AddTimeout(new TimeoutStrategyOptions { Timeout = options.Timeout })
            .Build();
        metrics.WatchEscalations(() => _waiting.Reader.Count);
        _worker = Task.Run(RunAsync);
    }

    /// <summary>Leaves the notice of an exchange, if there is one to leave. Never waits.</summary>
    public void Offer(Exchange exchange, string route)
    {
        if (EscalationNotice.Of(exchange, route, _time.GetUtcNow()) is { } notice && !_waiting.Writer.TryWrite(notice))
        {
            _metrics.CountEscalation("dropped");
        }
    }

    /// <summary>Sends what waits, for a moment, then gives up.</summary>
    public async ValueTask DisposeAsync()
    {
        _waiting.Writer.TryComplete();
        try
        {
            await _worker.WaitAsync(LastWords);
        }
        catch (TimeoutException)
        {
            await _stop.CancelAsync();
            await _worker;
        }
        _client.Dispose();
        _stop.Dispose();
    }

    private async Task RunAsync()
    {
        while (await _waiting.Reader.WaitToReadAsync())
        {
            while (_waiting.Reader.TryRead(out var notice))
            {
                await DeliverAsync(notice);
            }
        }
    }

    private async Task DeliverAsync(EscalationNotice notice)
    {
        if (_stop.IsCancellationRequested)
        {
            _metrics.CountEscalation("failed");
            return;
        }
        try
        {
            var body = notice.ToJson();
            await _pipeline.ExecuteAsync(cancellation => PostAsync(notice, body, cancellation), _stop.Token);
            _metrics.CountEscalation("sent");
        }
        catch (Exception e) when (e is HttpRequestException or IOException or TimeoutRejectedException or BrokenCircuitException or OperationCanceledException)
        {
            _metrics.CountEscalation("failed");
            Log.NotDelivered(_log, notice.ProduceID, e.Message);
        }
    }

    private async ValueTask PostAsync(EscalationNotice notice, byte[] body, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, _options.Webhook) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        request.Headers.Add(WebhookSignature.Header, WebhookSignature.Sign(body, _options.Secret, _time.GetUtcNow()));
        // The same through all attempts: a receiver that answers too late sees a notice twice.
        request.Headers.Add("Idempotency-Key", notice.ProduceID);
        using var response = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation);
        response.EnsureSuccessStatusCode();
    }
}
