using System.Text.Json;
using HdrHistogram;

namespace GbGateway.Load.Client;

/// <summary>What one connection, or all of them together, measured. Times in nanoseconds.</summary>
/// <param name="digits">Significant digits of times: a crowd of connections has fewer, or its histograms fill the memory.</param>
public sealed class Figures(int digits)
{
    private const long Longest = 120_000_000_000;

    /// <summary>From the time a request was due to its answer's last byte: waiting for a free connection counts.</summary>
    public LongHistogram Latency { get; } = new(Longest, digits);

    /// <summary>From the time a request was due to its stream's first text event.</summary>
    public LongHistogram FirstEvent { get; } = new(Longest, digits);

    /// <summary>From upstream's writing of a text event to its arrival.</summary>
    public LongHistogram EventDelay { get; } = new(Longest, digits);

    /// <summary>Between two text events of a stream.</summary>
    public LongHistogram EventGap { get; } = new(Longest, digits);

    /// <summary>Answers of status 200 that came whole, in time.</summary>
    public long Answers { get; set; }

    /// <summary>Every request sent, those of the warm-up and those answered after the end too: what the proxy's processor time is divided by.</summary>
    public long Requests { get; set; }

    /// <summary>Answers that did not.</summary>
    public long Failures { get; set; }

    /// <summary>Bytes of answers.</summary>
    public long Bytes { get; set; }

    /// <summary>Whether the first answer held an explicit label.</summary>
    public bool Labelled { get; set; }

    /// <summary>Notes a time; one beyond the histogram is its greatest.</summary>
    public static void Note(LongHistogram histogram, long nanoseconds) => histogram.RecordValue(Math.Clamp(nanoseconds, 1, Longest));

    /// <summary>Adds another connection's figures.</summary>
    public void Add(Figures other)
    {
        Latency.Add(other.Latency);
        FirstEvent.Add(other.FirstEvent);
        EventDelay.Add(other.EventDelay);
        EventGap.Add(other.EventGap);
        (Answers, Requests, Failures, Bytes, Labelled) = (Answers + other.Answers, Requests + other.Requests, Failures + other.Failures, Bytes + other.Bytes, Labelled | other.Labelled);
    }

    /// <summary>Writes them as one JSON object, times in microseconds.</summary>
    public void Write(Stream output, TimeSpan duration)
    {
        using var json = new Utf8JsonWriter(output);
        json.WriteStartObject();
        json.WriteNumber("answers", Answers);
        json.WriteNumber("requests", Requests);
        json.WriteNumber("failures", Failures);
        json.WriteNumber("perSecond", Answers / duration.TotalSeconds);
        json.WriteNumber("megabytesPerSecond", Bytes / duration.TotalSeconds / 1e6);
        json.WriteBoolean("labelled", Labelled);
        WriteTimes(json, "latency", Latency);
        WriteTimes(json, "firstEvent", FirstEvent);
        WriteTimes(json, "eventDelay", EventDelay);
        WriteTimes(json, "eventGap", EventGap);
        json.WriteEndObject();
    }

    private static void WriteTimes(Utf8JsonWriter json, string name, LongHistogram times)
    {
        json.WriteStartObject(name);
        json.WriteNumber("count", times.TotalCount);
        foreach (var (key, percentile) in ((string, double)[])[("p50", 50), ("p90", 90), ("p99", 99), ("p999", 99.9), ("max", 100)])
        {
            json.WriteNumber(key, times.TotalCount == 0 ? 0 : Math.Round(times.GetValueAtPercentile(percentile) / 1000.0, 1));
        }
        json.WriteEndObject();
    }
}
