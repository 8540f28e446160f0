using System.Collections.Concurrent;
using GbGateway.Content;
using GbGateway.Content.Profiles;
using GbGateway.Labels;
using Prometheus;

namespace GbGateway.Metrics;

/// <summary>Every figure this gateway gives, in one place. Label values are closed sets; routes beyond <see cref="MaxRoutes"/> count as <c>_OTHER</c>.</summary>
public sealed class GatewayMetrics
{
    /// <summary>Most routes with series of their own. A series exists once its route answered by that profile and status class: routes meet a few profiles, not all.</summary>
    public const int MaxRoutes = 40;

    private const string Other = "_OTHER";
    private static readonly string[] StatusClasses = ["aborted", "1xx", "2xx", "3xx", "4xx", "5xx"];

    private readonly CollectorRegistry _registry;
    private readonly Counter _requests;
    private readonly Counter _labels;
    private readonly Counter _refusals;
    private readonly Histogram.Child _labelSeconds;
    private readonly Counter.Child _bytesIn;
    private readonly Counter.Child _bytesOut;
    private readonly Gauge _inFlight;
    private readonly Gauge _policies;
    private readonly Counter _reloads;
    private readonly Counter _findings;
    private readonly Counter _blocks;
    private readonly Gauge _library;
    private readonly Gauge.Child _libraryEntries;
    private readonly Gauge.Child _libraryUpdated;
    private readonly Gauge.Child _libraryLoaded;
    private readonly Counter _libraryReloads;
    private readonly WatermarkMetrics _watermarks;
    private readonly ConcurrentDictionary<string, string> _routes = new(StringComparer.Ordinal);

    // Series by what they stand for: to ask the registry by strings makes arrays and lower-case names for every answer.
    private readonly ConcurrentDictionary<(string Route, string Profile, int Status), Counter.Child> _answers = new();
    private readonly ConcurrentDictionary<(ContentKind Kind, LabelOutcome Outcome, string Path), Counter.Child> _pieces = new();
    private string? _version;
    private string? _libraryVersion;

    /// <summary>Registers the figures.</summary>
    public GatewayMetrics(CollectorRegistry registry)
    {
        _registry = registry;
        Filter = new FilterMetrics(registry);
        var factory = Prometheus.Metrics.WithCustomRegistry(registry);
        _requests = factory.CreateCounter("gbgateway_requests_total", "Requests answered, by route, API profile and status class.", "route", "profile", "status");
        _labels = factory.CreateCounter("gbgateway_labels_total", "Pieces of content met, by kind, outcome and how they were labelled.", "kind", "outcome", "path");
        _refusals = factory.CreateCounter("gbgateway_refusals_total", "Answers refused or broken because they could not be labelled or ended before their time, by reason.", "reason");
        var seconds = factory.CreateHistogram("gbgateway_label_seconds", "Time spent on labels in one exchange, waiting not counted, in seconds.",
            new HistogramConfiguration { Buckets = Histogram.ExponentialBuckets(0.00001, 2.5, 16) });
        _labelSeconds = seconds.WithLabels();
        var bytes = factory.CreateCounter("gbgateway_response_bytes_total", "Bytes of response bodies that were read for labels: in from upstreams after decoding, out to clients.", "direction");
        (_bytesIn, _bytesOut) = (bytes.WithLabels("in"), bytes.WithLabels("out"));
        _inFlight = factory.CreateGauge("gbgateway_requests_in_flight", "Requests being answered now.");
        _policies = factory.CreateGauge("gbgateway_policy_info", "1 for the version of the policies in force.", "version");
        _reloads = factory.CreateCounter("gbgateway_config_reloads_total", "Reloads of the configuration, by outcome.", "outcome");
        _reloads.WithLabels("accepted");
        _reloads.WithLabels("refused");
        _findings = factory.CreateCounter("gbgateway_filter_findings_total", "Keyword rules hit, each once an exchange, by risk, action and direction.", "risk", "action", "direction");
        _blocks = factory.CreateCounter("gbgateway_filter_blocks_total", "Exchanges in which a keyword blocked, by direction.", "direction");
        _library = factory.CreateGauge("gbgateway_keyword_library_info", "1 for the version of the keyword library in force.", "version");
        _libraryEntries = factory.CreateGauge("gbgateway_keyword_entries", "Entries of the keyword library in force.").WithLabels();
        _libraryUpdated = factory.CreateGauge("gbgateway_keyword_updated_timestamp_seconds", "Day of the library's last change as it says itself, 0 if it doesn't.").WithLabels();
        _libraryLoaded = factory.CreateGauge("gbgateway_keyword_loaded_timestamp_seconds", "When the keyword library in force was read.").WithLabels();
        _watermarks = new WatermarkMetrics(factory);
        _libraryReloads = factory.CreateCounter("gbgateway_keyword_reloads_total", "Changes of the keyword folder, by outcome: taken over, or refused and the last good library kept.", "outcome");
    }

    /// <summary>Figures of what stands around the keyword filter.</summary>
    public FilterMetrics Filter { get; }

    /// <summary>Shows the gate on pictures.</summary>
    /// <param name="taken">Pixels being labelled now.</param>
    /// <param name="waiting">Pictures that wait.</param>
    public void WatchGate(Func<long> taken, Func<int> waiting)
    {
        var factory = Prometheus.Metrics.WithCustomRegistry(_registry);
        var pixels = factory.CreateGauge("gbgateway_pixels_in_flight", "Pixels being labelled now.");
        var pictures = factory.CreateGauge("gbgateway_pictures_waiting", "Pictures that wait for the gate on pixels.");
        _registry.AddBeforeCollectCallback(() =>
        {
            pixels.Set(taken());
            pictures.Set(waiting());
        });
    }

    /// <summary>A request came in.</summary>
    public void BeginRequest() => _inFlight.Inc();

    /// <summary>A request was answered.</summary>
    /// <param name="route">The route's id.</param>
    /// <param name="profile">The API, or null.</param>
    /// <param name="status">The status sent, or 0 for an answer that was broken.</param>
    public void EndRequest(string route, ApiProfile? profile, int status)
    {
        _inFlight.Dec();
        var key = (RouteLabel(route), profile?.Name ?? "none", Math.Clamp(status / 100, 0, 5));
        if (!_answers.TryGetValue(key, out var answers))
        {
            answers = _answers.GetOrAdd(key, _requests.WithLabels(key.Item1, key.Item2, StatusClasses[key.Item3]));
        }
        answers.Inc();
    }

    /// <summary>A body was dealt with.</summary>
    public void CountBody(Exchange exchange, TimeSpan spent, long bytesIn, long bytesOut)
    {
        _bytesIn.Inc(bytesIn);
        _bytesOut.Inc(bytesOut);
        for (var i = 0; i < exchange.Labels.Count; i++)
        {
            var label = exchange.Labels[i];
            var key = (label.Kind, label.Receipt?.Outcome ?? LabelOutcome.Labelled, label.Receipt?.Path ?? (!exchange.Policy.LabelsTexts ? "granted" : label.Inline ? "inline" : "outofband"));
            if (!_pieces.TryGetValue(key, out var pieces))
            {
                pieces = _pieces.GetOrAdd(key, _labels.WithLabels(Name(key.Kind), Name(key.Item2), key.Item3));
            }
            pieces.Inc();
        }
        _watermarks.Count(exchange, spent);
        if (exchange.HasContent)
        {
            _labelSeconds.Observe(spent.TotalSeconds);
        }
    }

    /// <summary>An answer was refused or broken.</summary>
    /// <param name="reason">One of a closed set.</param>
    public void CountRefusal(string reason) => _refusals.WithLabels(reason).Inc();

    /// <summary>Other policies are in force.</summary>
    public void SetPolicyVersion(string version)
    {
        if (Interlocked.Exchange(ref _version, version) is { } old)
        {
            _policies.RemoveLabelled(old);
        }
        _policies.WithLabels(version).Set(1);
    }

    /// <summary>Counts the keyword rules an exchange hit.</summary>
    public void CountFindings(Exchange exchange)
    {
        foreach (var (direction, finding) in exchange.Findings)
        {
            var risk = finding.Risk.ToString();
            _findings.WithLabels(risk.Length == 0 ? "none" : risk, Name(finding.Action), Name(direction)).Inc();
        }
        if (exchange.BlockedIn is { } blocked)
        {
            _blocks.WithLabels(Name(blocked)).Inc();
        }
    }

    /// <summary>Another keyword library is in force.</summary>
    /// <param name="version">Its layers' versions.</param>
    /// <param name="entries">How many entries it has.</param>
    /// <param name="updated">The day of its last change, if it says.</param>
    /// <param name="loaded">When it was read.</param>
    public void SetLibrary(string version, int entries, DateOnly? updated, DateTimeOffset loaded)
    {
        if (Interlocked.Exchange(ref _libraryVersion, version) is { } old && old != version)
        {
            _library.RemoveLabelled(old);
        }
        _library.WithLabels(version).Set(1);
        _libraryEntries.Set(entries);
        _libraryUpdated.Set(updated is { } day ? new DateTimeOffset(day, TimeOnly.MinValue, TimeSpan.Zero).ToUnixTimeSeconds() : 0);
        _libraryLoaded.Set(loaded.ToUnixTimeSeconds());
    }

    /// <summary>The keyword folder changed.</summary>
    public void CountLibraryReload(bool accepted) => _libraryReloads.WithLabels(accepted ? "accepted" : "refused").Inc();

    /// <summary>How many watermark keys are in service.</summary>
    public void SetWatermarkKeys(int keys) => _watermarks.SetKeys(keys);

    /// <summary>The file of watermark keys changed.</summary>
    public void CountWatermarkKeyReload(bool accepted) => _watermarks.CountKeyReload(accepted);

    /// <summary>A reload was tried.</summary>
    public void CountReload(bool accepted) => _reloads.WithLabels(accepted ? "accepted" : "refused").Inc();

    /// <summary>Writes all figures as Prometheus reads them.</summary>
    public Task WriteAsync(Stream output, CancellationToken cancellation) => _registry.CollectAndExportAsTextAsync(output, cancellation);

    private static string Name<T>(T value)
        where T : struct, Enum => Enum.GetName(value)!.ToLowerInvariant();

    private string RouteLabel(string route)
    {
        if (_routes.TryGetValue(route, out var label))
        {
            return label;
        }
        return _routes.Count >= MaxRoutes ? Other : _routes.GetOrAdd(route, route);
    }
}
