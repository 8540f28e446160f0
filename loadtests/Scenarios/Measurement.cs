using System.Text.Json;

namespace GbGateway.Load.Scenarios;

/// <summary>One run of the load generator against one proxy.</summary>
public sealed record Measurement
{
    /// <summary>The proxy's name, or <see cref="Direct"/>.</summary>
    public required string Proxy { get; init; }

    /// <summary>The scenario's name.</summary>
    public required string Scenario { get; init; }

    /// <summary>Which turn: 1, 2, …</summary>
    public required int Round { get; init; }

    /// <summary>Requests a second that were asked for; 0 at saturation.</summary>
    public required double Rate { get; init; }

    /// <summary>What the load generator printed.</summary>
    public required JsonElement Figures { get; init; }

    /// <summary>The proxy's processor time a request, in microseconds.</summary>
    public double? ProcessorMicroseconds { get; init; }

    /// <summary>Managed bytes allocated a request.</summary>
    public double? AllocatedBytes { get; init; }

    /// <summary>The proxy's memory after the run, in megabytes.</summary>
    public double? ResidentMegabytes { get; init; }

    /// <summary>What the proxy's memory grew by at most, over the exchanges at one time, in kilobytes.</summary>
    public double? KilobytesPerConnection { get; init; }

    /// <summary>How busy the proxy's core was, with whatever.</summary>
    public double? ProxyCoreBusy { get; init; }

    /// <summary>How busy the core of upstream and load generator was.</summary>
    public double? LoadCoreBusy { get; init; }

    /// <summary>What programs that are no part of the run took of all cores: where it is more than a trace, percentiles tell of them.</summary>
    public double Strangers { get; init; }

    /// <summary>The name of runs without a proxy.</summary>
    public const string Direct = "direct";

    /// <summary>Answers a second.</summary>
    public double PerSecond => Figures.GetProperty("perSecond").GetDouble();

    /// <summary>Answers that failed.</summary>
    public long Failures => Figures.GetProperty("failures").GetInt64();

    /// <summary>Whether the answers held a label.</summary>
    public bool Labelled => Figures.GetProperty("labelled").GetBoolean();

    /// <summary>A percentile of a time, in microseconds.</summary>
    public double Time(string name, string percentile) => Figures.GetProperty(name).GetProperty(percentile).GetDouble();
}
