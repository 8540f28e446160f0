using GbGateway.Ledger.Sinks;

namespace GbGateway.Tests.Ledger.Sinks;

public sealed class SqliteLedgerSinkTests : LedgerSinkContract
{
    protected override LedgerSink Create(string chain) => LedgerSinks.Find("sqlite")!.Create(new LedgerSinkSettings(chain, Directory.File("ledger.db")));

    [Fact]
    public async Task A_file_of_another_chain_is_refused()
    {
        await using (var sink = Create("one"))
        {
            await sink.OpenAsync(default);
        }
        await using var other = Create("other");
        await Assert.ThrowsAsync<LedgerSinkException>(async () => await other.OpenAsync(default));
    }

    [Fact]
    public async Task A_file_that_is_no_database_is_refused_and_named_by_readers()
    {
        await File.WriteAllTextAsync(Directory.File("ledger.db"), new string('x', 5000));
        await using var sink = Create("one");
        await Assert.ThrowsAsync<LedgerSinkException>(async () => await sink.OpenAsync(default));
        await Assert.ThrowsAsync<LedgerCorruptException>(async () => await LedgerSamples.ToListAsync(sink.ReadAsync(1, default)));
    }
}
