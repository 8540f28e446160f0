namespace GbGateway.Load.Scenarios;

/// <summary>A proxy's figures in a scenario, over all rounds.</summary>
public sealed class Row
{
    private readonly List<Measurement> _saturated;
    private readonly List<Measurement> _half;

    /// <summary>Gathers them.</summary>
    public Row(string proxy, Scenario scenario, IReadOnlyList<Measurement> all)
    {
        Proxy = proxy;
        var mine = all.Where(one => one.Proxy == proxy && one.Scenario == scenario.Name).ToList();
        _saturated = [.. mine.Where(static one => one.Rate == 0)];
        _half = scenario.IsCrowd ? _saturated : [.. mine.Where(static one => one.Rate > 0)];
        var limits = all.Where(one => one.Proxy == Proxies.Limit && one.Scenario == scenario.Name && one.Rate == 0).ToDictionary(static one => one.Round, static one => one.PerSecond);
        IsMeasured = mine.Count > 0;
        Ratios = [.. _saturated.Where(one => limits.ContainsKey(one.Round)).Select(one => one.PerSecond / limits[one.Round]).Order()];
    }

    /// <summary>The proxy's name.</summary>
    public string Proxy { get; }

    /// <summary>Whether anything was measured.</summary>
    public bool IsMeasured { get; }

    /// <summary>Throughput against bare YARP in the same round, least first.</summary>
    public IReadOnlyList<double> Ratios { get; }

    /// <summary>The middle ratio.</summary>
    public double? Ratio => Ratios.Count == 0 ? null : Middle(Ratios);

    /// <summary>Requests a second at saturation.</summary>
    public double PerSecond => Middle(_saturated.Select(static one => one.PerSecond));

    /// <summary>Requests a second at half.</summary>
    public double Rate => _half.Count == 0 ? 0 : Middle(_half.Select(static one => one.Rate));

    /// <summary>Failed answers, all runs.</summary>
    public long Failures => _saturated.Union(_half).Sum(static one => one.Failures);

    /// <summary>Memory an exchange, in kilobytes; it only grows in the first round.</summary>
    public double? PerConnection => _saturated.Max(static one => one.KilobytesPerConnection);

    /// <summary>Processor time a request at saturation, in microseconds.</summary>
    public double? Processor => MiddleOrNone(_saturated.Select(static one => one.ProcessorMicroseconds));

    /// <summary>Managed bytes allocated a request at saturation.</summary>
    public double? Allocated => MiddleOrNone(_saturated.Select(static one => one.AllocatedBytes));

    /// <summary>Memory, in megabytes.</summary>
    public double? Resident => MiddleOrNone(_saturated.Select(static one => one.ResidentMegabytes));

    /// <summary>How busy the proxy's core was at saturation: less than all of it says that something else was the limit.</summary>
    public double? ProxyCoreBusy => MiddleOrNone(_saturated.Select(static one => one.ProxyCoreBusy));

    /// <summary>How busy the core of upstream and load generator was.</summary>
    public double? LoadCoreBusy => MiddleOrNone(_saturated.Select(static one => one.LoadCoreBusy));

    /// <summary>A percentile of a time at half of saturation, in microseconds.</summary>
    public double? Time(string name, string percentile) => _half.Count == 0 ? null : Middle(_half.Select(one => one.Time(name, percentile)));

    /// <summary>By how much it is greater than <paramref name="other"/>'s of the same round.</summary>
    public double? Added(Row other, string name, string percentile) =>
        MiddleOrNone(_half.Select(one => other._half.FirstOrDefault(theirs => theirs.Round == one.Round) is { } theirs ? one.Time(name, percentile) - theirs.Time(name, percentile) : (double?)null));

    private static double? MiddleOrNone(IEnumerable<double?> values) => values.OfType<double>().ToList() is { Count: > 0 } some ? Middle(some) : null;

    private static double Middle(IEnumerable<double> values)
    {
        var sorted = values.Order().ToList();
        return sorted.Count == 0 ? 0 : (sorted[(sorted.Count - 1) / 2] + sorted[sorted.Count / 2]) / 2;
    }
}
