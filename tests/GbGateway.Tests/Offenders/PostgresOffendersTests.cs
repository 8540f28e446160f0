using GbGateway.Offenders;
using GbGateway.Tests.Ledger.Sinks;
using Npgsql;

namespace GbGateway.Tests.Offenders;

public sealed class PostgresOffendersTests(PostgresServer server) : OffenderStoreContract, IClassFixture<PostgresServer>, IAsyncLifetime
{
    protected override string? Missing => server.Missing;

    public async Task InitializeAsync()
    {
        if (server.Missing is null)
        {
            await using var source = NpgsqlDataSource.Create(server.ConnectionString);
            await using var drop = source.CreateCommand("DROP TABLE IF EXISTS gbgateway_offenders");
            await drop.ExecuteNonQueryAsync();
        }
    }

    public Task DisposeAsync() => Task.CompletedTask;

    protected override OffenderStore? Open() => server.Missing is null ? new PostgresOffenders(server.ConnectionString) : null;
}
