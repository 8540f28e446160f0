using GbGateway.Metrics;
using GbGateway.Offenders;
using GbGateway.Tests.Ledger;
using Microsoft.Extensions.Logging.Abstractions;

namespace GbGateway.Tests.Offenders;

/// <summary>The desk in front of the stores: when it counts, and what it does when a shared store is gone.</summary>
public sealed class OffenderDeskTests
{
    private static readonly OffenderRule Rule = new(3, 5, TimeSpan.FromHours(1));

    [SkippableFact]
    public async Task A_shared_store_that_dies_is_replaced_by_memory_and_nobody_waits_for_it()
    {
        using var server = new RedisServer();
        Skip.If(server.Missing is not null, server.Missing);
        var registry = Prometheus.Metrics.NewCustomRegistry();
        await using var desk = new OffenderDesk(Rule, 100, new RedisOffenders(server.ConnectionString), TimeProvider.System, new FilterMetrics(registry), NullLogger.Instance);
        for (var i = 0; i < 3; i++)
        {
            Assert.Null(await desk.EnterAsync("a", harmful: true, default));
        }
        Assert.NotNull(await desk.EnterAsync("a", harmful: false, default));
        server.Stop();
        for (var i = 0; i < 3; i++)
        {
            Assert.Null(await desk.EnterAsync("b", harmful: true, default));
        }
        Assert.NotNull(await desk.EnterAsync("b", harmful: false, default));
        var text = new MemoryStream();
        await registry.CollectAndExportAsTextAsync(text);
        var figures = System.Text.Encoding.UTF8.GetString(text.ToArray());
        Assert.Contains("gbgateway_offender_suspensions_total{count=\"in_a_row\"} 2", figures);
        Assert.DoesNotContain("gbgateway_offender_store_failures_total 0", figures);
    }

    [Fact]
    public async Task What_a_suspended_user_writes_does_not_lengthen_the_suspension()
    {
        var time = new SteppedTime();
        await using var desk = new OffenderDesk(Rule, 100, null, time, new FilterMetrics(Prometheus.Metrics.NewCustomRegistry()), NullLogger.Instance);
        for (var i = 0; i < 3; i++)
        {
            Assert.Null(await desk.EnterAsync("a", harmful: true, default));
        }
        time.Pass(TimeSpan.FromMinutes(59));
        Assert.Equal(TimeSpan.FromMinutes(1), await desk.EnterAsync("a", harmful: true, default));
        time.Pass(TimeSpan.FromMinutes(1));
        Assert.Null(await desk.EnterAsync("a", harmful: false, default));
    }
}
