using System.Text;
using GbGateway.Content.Profiles;
using GbGateway.Metrics;
using Prometheus;

namespace GbGateway.Tests.Metrics;

/// <summary>T29: however many routes and answers there are, series stay few.</summary>
public sealed class GatewayMetricsTests
{
    [Fact]
    public async Task Routes_beyond_the_cap_count_as_other_and_series_stay_under_2000()
    {
        var metrics = new GatewayMetrics(new CollectorRegistry());
        ApiProfile?[] profiles = [null, .. ApiProfiles.All];
        for (var i = 0; i < 3000; i++)
        {
            metrics.BeginRequest();
            metrics.EndRequest($"route-{i}", profiles[i % profiles.Length], i % 700);
            metrics.SetPolicyVersion($"{i}");
        }
        var text = await ReadAsync(metrics);
        var series = text.Split('\n').Where(static line => line.Length > 0 && line[0] != '#').ToArray();
        Assert.InRange(series.Length, 1, 2000);
        Assert.Contains(series, static line => line.Contains("route=\"_OTHER\"", StringComparison.Ordinal));
        Assert.Single(series, static line => line.StartsWith("gbgateway_policy_info", StringComparison.Ordinal));
        Assert.Contains("gbgateway_requests_in_flight 0", text);
    }

    private static async Task<string> ReadAsync(GatewayMetrics metrics)
    {
        var output = new MemoryStream();
        await metrics.WriteAsync(output, CancellationToken.None);
        return Encoding.UTF8.GetString(output.ToArray());
    }
}
