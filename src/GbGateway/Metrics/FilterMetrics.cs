using Prometheus;

namespace GbGateway.Metrics;

/// <summary>Figures of what stands around the keyword filter: escalations, offenders, fetched libraries, text held back.</summary>
public sealed class FilterMetrics
{
    private readonly CollectorRegistry _registry;
    private readonly Counter _escalations;
    private readonly Counter.Child _offences;
    private readonly Counter _suspensions;
    private readonly Counter.Child _turnedAway;
    private readonly Counter.Child _storeFailures;
    private readonly Counter _fetches;
    private readonly Gauge.Child _fetched;
    private readonly Histogram.Child _held;
    private readonly Counter.Child _keepAlives;

    /// <summary>Registers the figures.</summary>
    public FilterMetrics(CollectorRegistry registry)
    {
        _registry = registry;
        var factory = Prometheus.Metrics.WithCustomRegistry(registry);
        _escalations = factory.CreateCounter("gbgateway_escalations_total", "Notices of escalated keyword hits, by outcome: sent, failed after all attempts, dropped because the queue was full.", "outcome");
        _offences = factory.CreateCounter("gbgateway_offender_prompts_total", "Harmful prompts counted against a user (T-in-1).").WithLabels();
        _suspensions = factory.CreateCounter("gbgateway_offender_suspensions_total", "Users suspended, by which count was full.", "count");
        _turnedAway = factory.CreateCounter("gbgateway_offender_refusals_total", "Requests of suspended users refused before the upstream.").WithLabels();
        _storeFailures = factory.CreateCounter("gbgateway_offender_store_failures_total", "Reads and writes of the shared store of offenders that failed; this node's memory stood in.").WithLabels();
        _fetches = factory.CreateCounter("gbgateway_keyword_fetches_total", "Fetches of the keyword library, by outcome: changed, unchanged, failed, refused (signature, size, format, older than the one in force).", "outcome");
        _fetched = factory.CreateGauge("gbgateway_keyword_fetched_timestamp_seconds", "When the library's server last answered well; 0 where nothing is fetched.").WithLabels();
        var held = factory.CreateHistogram("gbgateway_filter_hold_seconds", "How long text of a stream was held back because it might have become a keyword, each time, in seconds.",
            new HistogramConfiguration { Buckets = Histogram.ExponentialBuckets(0.0001, 4, 10) });
        _held = held.WithLabels();
        _keepAlives = factory.CreateCounter("gbgateway_filter_keepalives_total", "Comments sent while text was held back and the upstream was silent.").WithLabels();
    }

    /// <summary>Shows the queue of notices.</summary>
    /// <param name="waiting">Notices that wait.</param>
    public void WatchEscalations(Func<int> waiting)
    {
        var gauge = Prometheus.Metrics.WithCustomRegistry(_registry).CreateGauge("gbgateway_escalations_waiting", "Notices that wait to be sent.");
        _registry.AddBeforeCollectCallback(() => gauge.Set(waiting()));
    }

    /// <summary>A notice was sent, given up or dropped.</summary>
    public void CountEscalation(string outcome) => _escalations.WithLabels(outcome).Inc();

    /// <summary>A harmful prompt was counted.</summary>
    public void CountOffence() => _offences.Inc();

    /// <summary>A user was suspended.</summary>
    /// <param name="inARow">Whether so many came in a row; else in a day.</param>
    public void CountSuspension(bool inARow) => _suspensions.WithLabels(inARow ? "in_a_row" : "in_a_day").Inc();

    /// <summary>A suspended user was turned away.</summary>
    public void CountTurnedAway() => _turnedAway.Inc();

    /// <summary>The shared store failed.</summary>
    public void CountStoreFailure() => _storeFailures.Inc();

    /// <summary>The library was asked for.</summary>
    public void CountFetch(string outcome) => _fetches.WithLabels(outcome).Inc();

    /// <summary>The library's server answered well.</summary>
    public void SetFetched(DateTimeOffset time) => _fetched.Set(time.ToUnixTimeSeconds());

    /// <summary>Text that was held back left.</summary>
    public void ObserveHeld(TimeSpan time) => _held.Observe(time.TotalSeconds);

    /// <summary>A comment was sent.</summary>
    public void CountKeepAlive() => _keepAlives.Inc();
}
