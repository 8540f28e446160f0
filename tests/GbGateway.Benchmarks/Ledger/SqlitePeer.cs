using System.Diagnostics;
using System.Globalization;
using Microsoft.Data.Sqlite;

namespace GbGateway.Benchmarks.Ledger;

/// <summary>Plain inserts into SQLite at the same durability (WAL, FULL): one a transaction, and in groups; one index, no chain, no signatures.</summary>
internal static class SqlitePeer
{
    public static void Run(string path)
    {
        using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ToString());
        connection.Open();
        Execute(connection, "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; CREATE TABLE records (id INTEGER PRIMARY KEY, produce_id TEXT, body BLOB); CREATE INDEX by_id ON records (produce_id)");
        Console.WriteLine("  plain SQLite inserts, WAL FULL, for scale");
        foreach (var group in new[] { 1, 64, 1024 })
        {
            Measure(connection, group);
        }
    }

    private static void Measure(SqliteConnection connection, int group)
    {
        using var insert = connection.CreateCommand();
        insert.CommandText = "INSERT INTO records (produce_id, body) VALUES ($id, $body)";
        var id = insert.Parameters.AddWithValue("$id", "");
        insert.Parameters.AddWithValue("$body", new byte[250]);
        var started = Stopwatch.GetTimestamp();
        var count = 0;
        while (Stopwatch.GetElapsedTime(started) < TimeSpan.FromSeconds(4))
        {
            using var transaction = connection.BeginTransaction();
            insert.Transaction = transaction;
            for (var i = 0; i < group; i++)
            {
                id.Value = string.Create(CultureInfo.InvariantCulture, $"{group}-{count++:D10}");
                insert.ExecuteNonQuery();
            }
            transaction.Commit();
        }
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"    groups of {group,-13} {count / Stopwatch.GetElapsedTime(started).TotalSeconds,10:N0} records/s"));
    }

    private static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
