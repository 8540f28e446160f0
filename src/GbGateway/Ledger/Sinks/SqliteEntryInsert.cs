using GbGateway.Ledger.Records;
using Microsoft.Data.Sqlite;

namespace GbGateway.Ledger.Sinks;

/// <summary>The one prepared INSERT of a <see cref="SqliteLedgerSink"/>, its parameters made once.</summary>
internal sealed class SqliteEntryInsert : IDisposable
{
    private readonly SqliteCommand _command;
    private readonly SqliteParameter[] _values;

    public SqliteEntryInsert(SqliteConnection connection, string columns)
    {
        var names = columns.Split(", ");
        _command = connection.CreateCommand();
        _command.CommandText = $"INSERT INTO entries ({columns}) VALUES ({string.Join(", ", names.Select(static name => "$" + name))})";
        _values = [.. names.Select(name => _command.Parameters.AddWithValue("$" + name, DBNull.Value))];
        _command.Prepare();
    }

    public void Run(SqliteTransaction transaction, IReadOnlyList<LedgerEntry> entries)
    {
        _command.Transaction = transaction;
        foreach (var entry in entries)
        {
            var keys = EntryKeys.Of(entry);
            _values[0].Value = entry.Sequence;
            _values[1].Value = entry.Segment;
            _values[2].Value = entry.Index;
            _values[3].Value = (long)entry.Algorithm;
            _values[4].Value = (long)entry.Kind;
            _values[5].Value = entry.Time;
            _values[6].Value = entry.Age;
            _values[7].Value = keys.ProduceID.Length > 0 ? keys.ProduceID : DBNull.Value;
            _values[8].Value = keys.Tenant.Length > 0 ? keys.Tenant : DBNull.Value;
            _values[9].Value = keys.ContentHash.Length > 0 ? keys.ContentHash.ToArray() : DBNull.Value;
            _values[10].Value = entry.Body.ToArray();
            _values[11].Value = entry.Hash.ToArray();
            _command.ExecuteNonQuery();
        }
    }

    public void Dispose() => _command.Dispose();
}
