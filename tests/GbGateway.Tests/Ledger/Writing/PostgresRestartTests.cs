using GbGateway.Ledger.Records;
using GbGateway.Ledger.Sinks;
using GbGateway.Ledger.Verification;
using GbGateway.Ledger.Writing;
using GbGateway.Tests.Ledger.Sinks;
using Microsoft.Extensions.Logging.Abstractions;

namespace GbGateway.Tests.Ledger.Writing;

/// <summary>T16 on a real server: killed at once, started again, twice.</summary>
public sealed class PostgresRestartTests(PostgresServer server) : IClassFixture<PostgresServer>
{
    private readonly List<string> _acknowledged = [];
    private int _next;

    [SkippableFact]
    public async Task A_database_that_dies_and_comes_back_has_every_record_that_was_acknowledged()
    {
        Skip.If(server.Missing is not null, server.Missing);
        using var directory = new TemporaryDirectory();
        await using var sink = LedgerSinks.Find("postgresql")!.Create(new LedgerSinkSettings("restart", server.ConnectionString));
        await using (var writer = await LedgerWriter.StartAsync(sink, LedgerSamples.Options(directory), LedgerSamples.Key, TimeProvider.System, NullLogger.Instance))
        {
            Assert.Equal(LedgerAckStatus.Durable, await OpenAsync(writer));
            for (var death = 0; death < 2; death++)
            {
                Assert.Null(server.Stop());
                for (var i = 0; i < 30; i++)
                {
                    Assert.Equal(LedgerAckStatus.Spooled, await OpenAsync(writer));
                }
                Assert.Null(server.Start());
                var since = TimeProvider.System.GetTimestamp();
                while (await OpenAsync(writer) != LedgerAckStatus.Durable)
                {
                    Assert.True(TimeProvider.System.GetElapsedTime(since) < TimeSpan.FromSeconds(30), "the writer does not come back by itself");
                }
            }
        }
        await using var reader = LedgerSinks.Find("postgresql")!.Create(new LedgerSinkSettings("restart", server.ConnectionString));
        await reader.OpenAsync(default);
        var verdict = await new LedgerVerification("restart", LedgerSamples.Keys)
            .VerifyAsync(reader.ReadAsync(1, default), new LedgerAnchors(LedgerSamples.Options(directory).AnchorPath!).Read(), null, default);
        Assert.Null(verdict.Fault);
        var kept = (await LedgerSamples.ToListAsync(reader.ReadAsync(1, default)))
            .Where(static entry => entry.Kind == LedgerEntryKind.Open).Select(static entry => EntryKeys.Of(entry).ProduceID).ToList();
        Assert.Empty(_acknowledged.Except(kept));
        Assert.Equal(kept.Distinct().Count(), kept.Count);
    }

    private async Task<LedgerAckStatus> OpenAsync(LedgerWriter writer)
    {
        var number = ++_next;
        var ack = await writer.OpenAsync(LedgerSamples.Opening(number));
        if (ack.IsDurable)
        {
            _acknowledged.Add(LedgerSamples.ProduceID(number));
        }
        return ack.Status;
    }
}
