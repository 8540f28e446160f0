using System.Diagnostics;
using System.Globalization;
using Npgsql;
using NpgsqlTypes;

namespace GbGateway.Benchmarks.Ledger;

/// <summary>Plain inserts into PostgreSQL at the same durability: one a transaction, and COPY in groups; one index, no chain, no signatures.</summary>
internal static class PostgresPeer
{
    public static async Task RunAsync(string connectionString)
    {
        await using var source = NpgsqlDataSource.Create(connectionString);
        await using var connection = await source.OpenConnectionAsync();
        await ExecuteAsync(connection, "DROP TABLE IF EXISTS peer_records; CREATE TABLE peer_records (id bigserial PRIMARY KEY, produce_id text, body bytea); CREATE INDEX ON peer_records (produce_id)");
        Console.WriteLine("  plain PostgreSQL, synchronous_commit on, for scale");
        await InsertAsync(connection);
        foreach (var group in new[] { 64, 1024 })
        {
            await CopyAsync(connection, group);
        }
    }

    private static async Task InsertAsync(NpgsqlConnection connection)
    {
        await using var insert = new NpgsqlCommand("INSERT INTO peer_records (produce_id, body) VALUES ($1, $2)", connection);
        insert.Parameters.Add(new NpgsqlParameter<string>());
        insert.Parameters.Add(new NpgsqlParameter<byte[]> { TypedValue = new byte[250] });
        await insert.PrepareAsync();
        var started = Stopwatch.GetTimestamp();
        var count = 0;
        while (Stopwatch.GetElapsedTime(started) < TimeSpan.FromSeconds(4))
        {
            ((NpgsqlParameter<string>)insert.Parameters[0]).TypedValue = string.Create(CultureInfo.InvariantCulture, $"1-{count++:D10}");
            await insert.ExecuteNonQueryAsync();
        }
        Say("INSERT, one at a time", count, started);
    }

    private static async Task CopyAsync(NpgsqlConnection connection, int group)
    {
        var body = new byte[250];
        var started = Stopwatch.GetTimestamp();
        var count = 0;
        while (Stopwatch.GetElapsedTime(started) < TimeSpan.FromSeconds(4))
        {
            await using var copy = await connection.BeginBinaryImportAsync("COPY peer_records (produce_id, body) FROM STDIN (FORMAT BINARY)");
            for (var i = 0; i < group; i++)
            {
                await copy.StartRowAsync();
                await copy.WriteAsync(string.Create(CultureInfo.InvariantCulture, $"{group}-{count++:D10}"), NpgsqlDbType.Text);
                await copy.WriteAsync(body, NpgsqlDbType.Bytea);
            }
            await copy.CompleteAsync();
        }
        Say($"COPY, groups of {group}", count, started);
    }

    private static void Say(string what, int count, long started) =>
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"    {what,-24} {count / Stopwatch.GetElapsedTime(started).TotalSeconds,10:N0} records/s"));

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
