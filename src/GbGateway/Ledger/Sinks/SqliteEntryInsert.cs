using GbGateway.Ledger.Records;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace GbGateway.Ledger.Sinks;

/// <summary>The prepared statements that append a group, on SQLite's own interface: nothing is boxed or copied for a row. Used by one thread at a time.</summary>
internal sealed class SqliteEntryInsert : IDisposable
{
    private readonly sqlite3 _database;
    private readonly sqlite3_stmt _begin;
    private readonly sqlite3_stmt _insert;
    private readonly sqlite3_stmt _commit;
    private readonly sqlite3_stmt _rollback;

    public SqliteEntryInsert(SqliteConnection connection, string columns)
    {
        _database = connection.Handle!;
        _begin = Prepare("BEGIN IMMEDIATE");
        _insert = Prepare($"INSERT INTO entries ({columns}) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)");
        _commit = Prepare("COMMIT");
        _rollback = Prepare("ROLLBACK");
    }

    /// <summary>Appends <paramref name="entries"/> in one transaction; when it returns they are durable.</summary>
    /// <exception cref="SqliteException">They are not.</exception>
    public void Run(IReadOnlyList<LedgerEntry> entries)
    {
        Step(_begin);
        try
        {
            for (var i = 0; i < entries.Count; i++)
            {
                Bind(entries[i]);
                Step(_insert);
            }
            Step(_commit);
        }
        catch (SqliteException)
        {
            if (raw.sqlite3_get_autocommit(_database) == 0)
            {
                raw.sqlite3_step(_rollback);
                raw.sqlite3_reset(_rollback);
            }
            throw;
        }
    }

    public void Dispose()
    {
        _begin.Dispose();
        _insert.Dispose();
        _commit.Dispose();
        _rollback.Dispose();
    }

    private void Bind(LedgerEntry entry)
    {
        var keys = EntryKeySpans.Of(entry);
        raw.sqlite3_bind_int64(_insert, 1, entry.Sequence);
        raw.sqlite3_bind_int64(_insert, 2, entry.Segment);
        raw.sqlite3_bind_int64(_insert, 3, entry.Index);
        raw.sqlite3_bind_int64(_insert, 4, (long)entry.Algorithm);
        raw.sqlite3_bind_int64(_insert, 5, (long)entry.Kind);
        raw.sqlite3_bind_int64(_insert, 6, entry.Time);
        raw.sqlite3_bind_int64(_insert, 7, entry.Age);
        BindText(8, keys.ProduceID);
        BindText(9, keys.Tenant);
        if (keys.ContentHash.IsEmpty)
        {
            raw.sqlite3_bind_null(_insert, 10);
        }
        else
        {
            raw.sqlite3_bind_blob(_insert, 10, keys.ContentHash);
        }
        raw.sqlite3_bind_blob(_insert, 11, entry.Body.Span);
        raw.sqlite3_bind_blob(_insert, 12, entry.Hash.Span);
    }

    private void BindText(int place, ReadOnlySpan<byte> text)
    {
        if (text.IsEmpty)
        {
            raw.sqlite3_bind_null(_insert, place);
        }
        else
        {
            raw.sqlite3_bind_text(_insert, place, text);
        }
    }

    private void Step(sqlite3_stmt statement)
    {
        var stepped = raw.sqlite3_step(statement);
        var reset = raw.sqlite3_reset(statement);
        if (stepped != raw.SQLITE_DONE)
        {
            SqliteException.ThrowExceptionForRC(reset != raw.SQLITE_OK ? reset : stepped, _database);
        }
    }

    private sqlite3_stmt Prepare(string sql)
    {
        SqliteException.ThrowExceptionForRC(raw.sqlite3_prepare_v2(_database, sql, out var statement), _database);
        return statement;
    }
}
