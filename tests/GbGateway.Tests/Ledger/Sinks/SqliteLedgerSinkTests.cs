using GbGateway.Ledger.Sinks;
using GbGateway.Ledger.Verification;
using Microsoft.Data.Sqlite;

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

    [Theory]
    [InlineData("UPDATE entries SET produce_id = 'x' WHERE sequence = 5")]
    [InlineData("UPDATE entries SET tenant = NULL WHERE sequence = 5")]
    [InlineData("UPDATE entries SET sha256 = zeroblob(32) WHERE sequence = 5")]
    [InlineData("UPDATE entries SET time = time + 1 WHERE sequence = 5")]
    [InlineData("UPDATE entries SET age = age + 1 WHERE sequence = 5")]
    [InlineData("UPDATE entries SET kind = 2 WHERE sequence = 5")]
    [InlineData("UPDATE entries SET algorithm = 9 WHERE sequence = 5")]
    [InlineData("UPDATE entries SET position = 900000000000 WHERE sequence = 5")]
    [InlineData("UPDATE entries SET body = 'text' WHERE sequence = 5")]
    [InlineData("UPDATE entries SET hash = zeroblob(3) WHERE sequence = 5")]
    [InlineData("DELETE FROM entries WHERE sequence = 5")]
    public async Task Whatever_is_done_to_a_row_is_found_at_that_row(string sql)
    {
        await using var sink = Create(Chain);
        await sink.OpenAsync(default);
        await sink.AppendAsync(LedgerSamples.Chain(Chain, items: 10), default);
        await sink.CloseAsync();
        await using (var connection = new SqliteConnection($"Data Source={Directory.File("ledger.db")};Pooling=False"))
        {
            await connection.OpenAsync();
            await using var command = connection.CreateCommand();
            command.CommandText = sql;
            Assert.Equal(1, await command.ExecuteNonQueryAsync());
        }
        var verdict = await new LedgerVerification(Chain, LedgerSamples.Keys).VerifyAsync(sink.ReadAsync(1, default), [], null, default);
        Assert.Equal(5, verdict.Fault!.Sequence);
    }
}
