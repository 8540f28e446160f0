using System.Runtime.CompilerServices;
using GbGateway.Ledger.Queries;
using GbGateway.Ledger.Records;
using Microsoft.Data.Sqlite;

namespace GbGateway.Ledger.Sinks;

/// <summary>One SQLite file, WAL, synchronous FULL: the embedded default. Readers may look while the gateway writes.</summary>
public sealed class SqliteLedgerSink(LedgerSinkSettings settings) : LedgerSink
{
    private const string Schema = """
        PRAGMA journal_mode=WAL;
        PRAGMA synchronous=FULL;
        PRAGMA busy_timeout=2000;
        PRAGMA wal_autocheckpoint=50000;
        CREATE TABLE IF NOT EXISTS ledger (chain TEXT NOT NULL);
        CREATE TABLE IF NOT EXISTS entries (
          sequence INTEGER PRIMARY KEY, segment INTEGER NOT NULL, position INTEGER NOT NULL, algorithm INTEGER NOT NULL, kind INTEGER NOT NULL,
          time INTEGER NOT NULL, age INTEGER NOT NULL, produce_id TEXT, tenant TEXT, sha256 BLOB, body BLOB NOT NULL, hash BLOB NOT NULL);
        CREATE INDEX IF NOT EXISTS entries_produce_id ON entries (produce_id) WHERE produce_id IS NOT NULL;
        CREATE INDEX IF NOT EXISTS entries_sha256 ON entries (sha256) WHERE sha256 IS NOT NULL;
        CREATE INDEX IF NOT EXISTS entries_tenant ON entries (tenant, time) WHERE tenant IS NOT NULL;
        CREATE INDEX IF NOT EXISTS entries_time ON entries (time);
        """;

    private const string Columns = "sequence, segment, position, algorithm, kind, time, age, produce_id, tenant, sha256, body, hash";

    private WriterLock? _lock;
    private SqliteConnection? _connection;
    private SqliteEntryInsert? _insert;
    private SqliteLogTrimmer? _trimmer;
    private bool _isUnsettled;

    /// <inheritdoc/>
    public override string Chain => settings.Chain;

    /// <inheritdoc/>
    public override async ValueTask<LedgerEntry?> OpenAsync(CancellationToken cancellation)
    {
        await CloseAsync().ConfigureAwait(false);
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(settings.Target))!);
            _lock = WriterLock.Take(settings.Target + ".lock");
            _connection = Connect(SqliteOpenMode.ReadWriteCreate);
            Execute(_connection, Schema);
            Settle(_connection);
            ClaimChain(_connection);
            _insert = new SqliteEntryInsert(_connection, Columns);
            _trimmer = new SqliteLogTrimmer(() => Connect(SqliteOpenMode.ReadWrite));
            using var last = _connection.CreateCommand();
            last.CommandText = $"SELECT {Columns} FROM entries ORDER BY sequence DESC LIMIT 1";
            using var reader = last.ExecuteReader();
            return reader.Read() ? SqliteEntryReader.Read(reader) : null;
        }
        catch (Exception e) when (e is SqliteException or IOException or UnauthorizedAccessException)
        {
            await CloseAsync().ConfigureAwait(false);
            throw new LedgerSinkException($"the SQLite file {settings.Target} can't be opened: {e.Message}", e);
        }
        catch (Exception e) when (e is LedgerSinkException or LedgerCorruptException)
        {
            await CloseAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <inheritdoc/>
    public override ValueTask AppendAsync(IReadOnlyList<LedgerEntry> entries, CancellationToken cancellation)
    {
        if (_connection is null || _insert is null)
        {
            throw new LedgerSinkException("the sink is not open");
        }
        try
        {
            _insert.Run(entries);
            _trimmer!.Note(entries.Count, _connection);
            return ValueTask.CompletedTask;
        }
        catch (SqliteException e)
        {
            _isUnsettled = true;
            throw new LedgerSinkException($"the SQLite file {settings.Target} took no entries: {e.Message}", e);
        }
    }

    /// <inheritdoc/>
    public override ValueTask CloseAsync()
    {
        _trimmer?.Dispose();
        _insert?.Dispose();
        _connection?.Dispose();
        _lock?.Dispose();
        (_trimmer, _insert, _connection, _lock) = (null, null, null, null);
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public override IAsyncEnumerable<LedgerEntry> ReadAsync(long fromSequence, CancellationToken cancellation) =>
        SelectAsync("WHERE sequence >= $from ORDER BY sequence", [("$from", fromSequence)], cancellation);

    /// <inheritdoc/>
    public override IAsyncEnumerable<LedgerEntry> FindAsync(LedgerQuery query, CancellationToken cancellation)
    {
        var conditions = new List<string> { "time >= $since AND time < $until AND kind <= 2" };
        var values = new List<(string, object)> { ("$since", query.SinceMicroseconds), ("$until", query.UntilMicroseconds) };
        Add(query.ProduceID, "produce_id = $produceID", "$produceID");
        Add(query.ContentHash?.ToArray(), "sha256 = $sha256", "$sha256");
        Add(query.Tenant, "tenant = $tenant", "$tenant");
        return SelectAsync($"WHERE {string.Join(" AND ", conditions)} ORDER BY sequence", values, cancellation);

        void Add(object? value, string condition, string name)
        {
            if (value is not null)
            {
                conditions.Add(condition);
                values.Add((name, value));
            }
        }
    }

    /// <inheritdoc/>
    public override ValueTask<bool> DeleteThroughAsync(long lastSequence, CancellationToken cancellation)
    {
        if (_connection is null)
        {
            throw new LedgerSinkException("the sink is not open");
        }
        try
        {
            using var delete = _connection.CreateCommand();
            delete.CommandText = "DELETE FROM entries WHERE sequence IN (SELECT sequence FROM entries WHERE sequence <= $last ORDER BY sequence LIMIT 2000)";
            delete.Parameters.AddWithValue("$last", lastSequence);
            return ValueTask.FromResult(delete.ExecuteNonQuery() > 0);
        }
        catch (SqliteException e)
        {
            throw new LedgerSinkException($"the SQLite file {settings.Target} deleted nothing: {e.Message}", e);
        }
    }

    private async IAsyncEnumerable<LedgerEntry> SelectAsync(
        string where, IReadOnlyList<(string Name, object Value)> values, [EnumeratorCancellation] CancellationToken cancellation)
    {
        if (!File.Exists(settings.Target))
        {
            yield break;
        }
        using var connection = Connect(SqliteOpenMode.ReadWrite); // a WAL's reader writes the shared index
        using var select = connection.CreateCommand();
        select.CommandText = $"SELECT {Columns} FROM entries {where}";
        foreach (var (name, value) in values)
        {
            select.Parameters.AddWithValue(name, value);
        }
        using var reader = await ExecuteAsync(select, cancellation).ConfigureAwait(false);
        long last = 0;
        while (await NextAsync(reader, last, cancellation).ConfigureAwait(false))
        {
            var entry = SqliteEntryReader.Read(reader);
            last = entry.Sequence;
            yield return entry;
        }
    }

    private static async ValueTask<SqliteDataReader> ExecuteAsync(SqliteCommand select, CancellationToken cancellation)
    {
        try
        {
            return await select.ExecuteReaderAsync(cancellation).ConfigureAwait(false);
        }
        catch (SqliteException e)
        {
            throw new LedgerCorruptException(1, $"the SQLite file holds no ledger that can be read: {e.Message}");
        }
    }

    private static async ValueTask<bool> NextAsync(SqliteDataReader reader, long last, CancellationToken cancellation)
    {
        try
        {
            return await reader.ReadAsync(cancellation).ConfigureAwait(false);
        }
        catch (SqliteException e)
        {
            throw new LedgerCorruptException(last + 1, $"the SQLite file can't be read on: {e.Message}");
        }
    }

    private SqliteConnection Connect(SqliteOpenMode mode)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = settings.Target, Mode = mode, Pooling = false, DefaultTimeout = 5,
        }.ToString());
        try
        {
            connection.Open();
            return connection;
        }
        catch (SqliteException e)
        {
            connection.Dispose();
            throw new LedgerSinkException($"the SQLite file {settings.Target} can't be opened: {e.Message}", e);
        }
    }

    // A commit whose flush failed stands in the log as it is in memory, and the kernel takes its pages for written: SQLite would go on as if it
    // were durable. Moving the log into the file writes them anew.
    private void Settle(SqliteConnection connection)
    {
        if (!_isUnsettled)
        {
            return;
        }
        using var checkpoint = connection.CreateCommand();
        checkpoint.CommandText = "PRAGMA wal_checkpoint(FULL)";
        using var said = checkpoint.ExecuteReader();
        if (said.Read() && (said.GetInt64(0) != 0 || said.GetInt64(1) != said.GetInt64(2)))
        {
            throw new LedgerSinkException($"the SQLite file {settings.Target} could not be flushed whole after a failure: a reader holds it");
        }
        _isUnsettled = false;
    }

    private void ClaimChain(SqliteConnection connection)
    {
        using var select = connection.CreateCommand();
        select.CommandText = "SELECT chain FROM ledger LIMIT 1";
        if (select.ExecuteScalar() is string chain)
        {
            if (chain != settings.Chain)
            {
                throw new LedgerSinkException($"the SQLite file {settings.Target} holds the chain {chain}, not {settings.Chain}");
            }
            return;
        }
        using var insert = connection.CreateCommand();
        insert.CommandText = "INSERT INTO ledger (chain) VALUES ($chain)";
        insert.Parameters.AddWithValue("$chain", settings.Chain);
        insert.ExecuteNonQuery();
    }

    private static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
