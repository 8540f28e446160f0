using System.Globalization;
using System.Text;

namespace GbGateway.Load.Scenarios;

/// <summary>
/// From the processor time a request, as measured, to a fleet: how busy a gateway of two cores may be before requests wait, by simulating
/// arrivals that come at random, and how many of them a load then takes.
/// </summary>
public sealed class Scale(Results results)
{
    /// <summary>Cores of one gateway.</summary>
    public const int Cores = 2;

    /// <summary>Requests simulated at each load.</summary>
    private const int Requests = 400_000;

    /// <summary>The wait, at its 99th percentile, that is still no wait: in milliseconds.</summary>
    private const double Bearable = 1;

    private static readonly int[] Loads = [1_000, 100_000, 1_000_000];

    /// <summary>The table.</summary>
    public string ToMarkdown()
    {
        var text = new StringBuilder();
        text.Append("| scenario | proxy | CPU µs/request | busy at most | requests/s a gateway |");
        text.Append(string.Concat(Loads.Select(static load => $" gateways for {load:N0}/s |"))).Append("\n|---|---|---|---|---|---|---|---|\n");
        foreach (var (scenario, row) in results.Scenarios.SelectMany(scenario => results.Rows(scenario).Select(row => (scenario, row))))
        {
            if (row.Processor is not { } cost || (row.Proxy != Proxies.Limit && !row.Proxy.StartsWith("gbgateway", StringComparison.Ordinal)))
            {
                continue;
            }
            var busy = FindLoad(cost);
            var perGateway = busy * Cores * 1e6 / cost;
            text.Append(CultureInfo.InvariantCulture, $"| {scenario.Name} | {row.Proxy} | {cost:F0} | {busy:P0} | {perGateway:N0} |");
            text.Append(string.Concat(Loads.Select(load => string.Create(CultureInfo.InvariantCulture, $" {Math.Max(2, Math.Ceiling(load / perGateway)):N0} |")))).Append('\n');
        }
        return text.ToString();
    }

    // The busiest a gateway may be, in steps of a twentieth.
    private static double FindLoad(double cost)
    {
        for (var load = 0.95; load > 0.05; load -= 0.05)
        {
            if (Wait(cost / 1000, load) <= Bearable)
            {
                return load;
            }
        }
        return 0.05;
    }

    // Requests arrive at random (Poisson) and take their time with some spread; the first free core takes the first that waits.
    private static double Wait(double milliseconds, double load)
    {
        var random = new Random(1);
        var free = new double[Cores];
        var waits = new double[Requests];
        var now = 0.0;
        for (var i = 0; i < Requests; i++)
        {
            now += -Math.Log(1 - random.NextDouble()) * milliseconds / (load * Cores);
            var core = Array.IndexOf(free, free.Min());
            var start = Math.Max(now, free[core]);
            waits[i] = start - now;
            // Half of it fixed, half exponential: most requests are alike, some meet a collection of garbage.
            free[core] = start + milliseconds * (0.5 - 0.5 * Math.Log(1 - random.NextDouble()));
        }
        Array.Sort(waits);
        return waits[(int)(Requests * 0.99)];
    }
}
