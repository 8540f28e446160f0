using System.Net;
using GbGateway.Ledger.Records;
using GbGateway.Ledger.Sinks;
using GbGateway.Ledger.Verification;
using GbGateway.Tests.Ledger;
using GbGateway.Tests.Ledger.Sinks;
using GbGateway.Tests.Support;

namespace GbGateway.Tests.Proxy;

/// <summary>T16: a gateway whose database stops and comes back.</summary>
public sealed class LedgerDatabaseTests(PostgresServer server) : IClassFixture<PostgresServer>
{
    [SkippableFact]
    public async Task A_database_that_stops_is_bridged_by_the_spool_and_gets_everything_when_it_is_back()
    {
        Skip.If(server.Missing is not null, server.Missing);
        var chain = "gateway-" + Path.GetRandomFileName();
        var answered = new HashSet<string>(StringComparer.Ordinal);
        string folder;
        await using (var gateway = await TestGateway.StartAsync(static context => Chat.SendJsonAsync(context),
            ("GbGateway:Ledger:Sink", "postgresql"), ("GbGateway:Ledger:Connection", server.ConnectionString), ("GbGateway:Ledger:Chain", chain)))
        {
            folder = gateway.Configuration["GbGateway:Ledger:Folder"]!;
            await AskAsync(gateway, answered, 20);
            Assert.Null(server.Stop());
            await AskAsync(gateway, answered, 20);
            Assert.Contains("gbgateway_ledger_state{state=\"down\"} 1", await gateway.MetricsAsync());
            Assert.DoesNotContain("gbgateway_ledger_records_total{outcome=\"spooled\"} 0", await gateway.MetricsAsync());
            Assert.Null(server.Start());
            var started = TimeProvider.System.GetTimestamp();
            while (!(await gateway.MetricsAsync()).Contains("gbgateway_ledger_state{state=\"running\"} 1", StringComparison.Ordinal))
            {
                Assert.True(TimeProvider.System.GetElapsedTime(started) < TestGateway.Patience, "the ledger never came back");
            }
            await AskAsync(gateway, answered, 20);
            await gateway.Gateway.StopAsync(default);
            await using var sink = LedgerSinks.Find("postgresql")!.Create(new LedgerSinkSettings(chain, server.ConnectionString));
            var entries = await LedgerSamples.ToListAsync(sink.ReadAsync(1, default));
            foreach (var kind in new[] { LedgerEntryKind.Open, LedgerEntryKind.Seal })
            {
                Assert.Empty(answered.Except(entries.Where(entry => entry.Kind == kind).Select(static entry => EntryKeys.Of(entry).ProduceID)));
            }
            var keys = GbGateway.Ledger.LedgerFolder.TrustedKeys(new GbGateway.Ledger.LedgerSettings { Folder = folder, Sink = "postgresql", Chain = chain });
            Assert.Null((await new LedgerVerification(chain, keys).VerifyAsync(sink.ReadAsync(1, default), [], null, default)).Fault);
        }
    }

    private static async Task AskAsync(TestGateway gateway, HashSet<string> answered, int count)
    {
        for (var i = 0; i < count; i++)
        {
            using var response = await gateway.Client.PostAsync(Chat.Path, Chat.Request());
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
            var head = response.Headers.GetValues("AIGC-Metadata").Single();
            var at = head.IndexOf("\"ProduceID\":\"", StringComparison.Ordinal) + "\"ProduceID\":\"".Length;
            answered.Add(head.Substring(at, 26));
        }
    }
}
