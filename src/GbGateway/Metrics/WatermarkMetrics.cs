using System.Globalization;
using GbGateway.Content;
using GbGateway.Labels.Watermark;
using Prometheus;

namespace GbGateway.Metrics;

/// <summary>What the watermark does and costs.</summary>
internal sealed class WatermarkMetrics
{
    private readonly Counter _pictures;
    private readonly Counter _pixels;
    private readonly Histogram _seconds;
    private readonly Gauge _keys;
    private readonly Counter _reloads;

    /// <summary>Registers the figures.</summary>
    public WatermarkMetrics(MetricFactory factory)
    {
        _pictures = factory.CreateCounter("gbgateway_watermarks_total", "Pictures a watermark was ordered for, by outcome and number of the key.", "outcome", "key");
        _pixels = factory.CreateCounter("gbgateway_watermarked_pixels_total", "Pixels of the pictures that were marked.");
        _seconds = factory.CreateHistogram("gbgateway_watermark_seconds", "Time spent on labels, the watermark among them, in an exchange that marked a picture, waiting not counted, in seconds.",
            new HistogramConfiguration { Buckets = Histogram.ExponentialBuckets(0.001, 2, 14) });
        _keys = factory.CreateGauge("gbgateway_watermark_keys", "Watermark keys in service.");
        _reloads = factory.CreateCounter("gbgateway_watermark_key_reloads_total", "Changes of the file of watermark keys, by outcome: taken over, or refused and those before kept.", "outcome");
    }

    /// <summary>A body was dealt with.</summary>
    public void Count(Exchange exchange, TimeSpan spent)
    {
        var marked = false;
        for (var i = 0; i < exchange.Labels.Count; i++)
        {
            if (exchange.Labels[i].Receipt is not { Watermark: { } mark } receipt)
            {
                continue;
            }
            _pictures.WithLabels(Enum.GetName(mark.Outcome)!.ToLowerInvariant(), mark.KeyId.ToString(CultureInfo.InvariantCulture)).Inc();
            if (receipt.IsLabelled && mark.Outcome == WatermarkOutcome.Marked)
            {
                marked = true;
                _pixels.Inc((double)receipt.Width * receipt.Height);
            }
        }
        if (marked)
        {
            _seconds.Observe(spent.TotalSeconds);
        }
    }

    /// <summary>How many keys are in service.</summary>
    public void SetKeys(int keys) => _keys.Set(keys);

    /// <summary>The file of keys changed.</summary>
    public void CountKeyReload(bool accepted) => _reloads.WithLabels(accepted ? "accepted" : "refused").Inc();
}
