using GbGateway.Grants;
using GbGateway.Ledger;
using GbGateway.Ledger.Writing;
using Prometheus;

namespace GbGateway.Metrics;

/// <summary>The figures of ledger and grants.</summary>
public sealed class LedgerMetrics
{
    private readonly Counter _grants;

    /// <summary>Registers the figures; those of the writer are read when they are asked for.</summary>
    public LedgerMetrics(CollectorRegistry registry, GatewayLedger ledger)
    {
        var factory = Prometheus.Metrics.WithCustomRegistry(registry);
        _grants = factory.CreateCounter("gbgateway_grants_total", "Grants that requests brought, by whether they hold.", "status");
        foreach (var status in Enum.GetValues<GrantStatus>())
        {
            _grants.WithLabels(Name(status));
        }
        var records = factory.CreateCounter("gbgateway_ledger_records_total", "Records by what became of them: durable in the sink, durable in the spool, or refused.", "outcome");
        var (durable, spooled, refused) = (records.WithLabels("durable"), records.WithLabels("spooled"), records.WithLabels("refused"));
        var failures = factory.CreateCounter("gbgateway_ledger_sink_failures_total", "Times the ledger's sink went down.").WithLabels();
        var waiting = factory.CreateGauge("gbgateway_ledger_records_waiting", "Records that wait: openings for their group, sealings for a sink that takes them.", "kind");
        var (openings, sealings) = (waiting.WithLabels("open"), waiting.WithLabels("seal"));
        var spool = factory.CreateGauge("gbgateway_ledger_spool_bytes", "Bytes in the spool; 0 while the sink takes records.").WithLabels();
        var state = factory.CreateGauge("gbgateway_ledger_state", "1 for what the ledger does: running, draining its spool, down.", "state");
        var refusing = factory.CreateGauge("gbgateway_ledger_refusing", "1 while neither sink nor spool takes records, and answers are refused by 503.").WithLabels();
        var lag = factory.CreateHistogram("gbgateway_ledger_open_seconds", "Time from handing an opening to the ledger until it was durable, in seconds.",
            new HistogramConfiguration { Buckets = Histogram.ExponentialBuckets(0.0005, 2, 14) }).WithLabels();
        ledger.Figures.OpeningWaited = waited => lag.Observe(waited.TotalSeconds);
        registry.AddBeforeCollectCallback(() =>
        {
            durable.IncTo(ledger.Figures.Durable);
            spooled.IncTo(ledger.Figures.Spooled);
            refused.IncTo(ledger.Figures.Refused);
            failures.IncTo(ledger.Figures.SinkFailures);
            openings.Set(ledger.Writer?.QueuedOpenings ?? 0);
            sealings.Set(ledger.Writer?.CarriedSealings ?? 0);
            spool.Set(ledger.Writer?.SpoolLength ?? 0);
            refusing.Set(ledger.IsRefusing ? 1 : 0);
            foreach (var one in Enum.GetValues<LedgerState>())
            {
                state.WithLabels(Name(one)).Set(one == (ledger.Writer?.State ?? LedgerState.Down) ? 1 : 0);
            }
        });
    }

    /// <summary>A request brought a grant.</summary>
    public void CountGrant(GrantStatus status) => _grants.WithLabels(Name(status)).Inc();

    private static string Name<T>(T value)
        where T : struct, Enum => Enum.GetName(value)!.ToLowerInvariant();
}
