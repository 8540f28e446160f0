using GbGateway.Ledger.Sinks;

namespace GbGateway.Tests.Ledger.Sinks;

public sealed class PostgresLedgerSinkTests(PostgresServer server) : LedgerSinkContract, IClassFixture<PostgresServer>
{
    protected override LedgerSink Create(string chain)
    {
        Skip.If(server.Missing is not null, server.Missing);
        return LedgerSinks.Find("postgresql")!.Create(new LedgerSinkSettings(chain, server.ConnectionString));
    }

    [SkippableFact]
    public async Task Chains_of_several_gateways_share_a_database()
    {
        string[] chains = [Chain, Chain + "-b", Chain + "-c"];
        await Task.WhenAll(chains.Select(async chain =>
        {
            await using var sink = Create(chain);
            await sink.OpenAsync(default);
            await sink.AppendAsync(LedgerSamples.Chain(chain, items: 20), default);
        }));
        foreach (var chain in chains)
        {
            await using var sink = Create(chain);
            Assert.Equal(41, (await LedgerSamples.ToListAsync(sink.ReadAsync(1, default))).Count);
        }
    }
}
