using System.Buffers.Binary;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using GbGateway.Ledger.Queries;
using GbGateway.Ledger.Records;
using Npgsql;
using NpgsqlTypes;

namespace GbGateway.Ledger.Sinks;

/// <summary>A table in PostgreSQL, one chain for each gateway; groups go in by binary COPY, durable by <c>synchronous_commit</c>.</summary>
public sealed class PostgresLedgerSink : LedgerSink
{
    private const string Schema = """
        CREATE TABLE IF NOT EXISTS ledger_entries (
          chain text NOT NULL, sequence bigint NOT NULL, segment bigint NOT NULL, position integer NOT NULL, algorithm smallint NOT NULL, kind smallint NOT NULL,
          time bigint NOT NULL, age bigint NOT NULL, produce_id text, tenant text, sha256 bytea, body bytea NOT NULL, hash bytea NOT NULL,
          PRIMARY KEY (chain, sequence));
        CREATE INDEX IF NOT EXISTS ledger_entries_produce_id ON ledger_entries (produce_id) WHERE produce_id IS NOT NULL;
        CREATE INDEX IF NOT EXISTS ledger_entries_sha256 ON ledger_entries (sha256) WHERE sha256 IS NOT NULL;
        CREATE INDEX IF NOT EXISTS ledger_entries_tenant ON ledger_entries (tenant, time) WHERE tenant IS NOT NULL;
        CREATE INDEX IF NOT EXISTS ledger_entries_time ON ledger_entries (time);
        """;

    // Makers of the schema must not meet: CREATE … IF NOT EXISTS is no protection against another session's.
    private const long SchemaLock = 0x4742_4757_4C31;

    private const string Columns = "sequence, segment, position, algorithm, kind, time, age, produce_id, tenant, sha256, body, hash";

    private readonly LedgerSinkSettings _settings;
    private readonly NpgsqlDataSource _source;
    private NpgsqlConnection? _connection;

    /// <summary>A sink of the database that the settings' connection string names.</summary>
    public PostgresLedgerSink(LedgerSinkSettings settings)
    {
        _settings = settings;
        var builder = new NpgsqlSlimDataSourceBuilder(settings.Target);
        builder.EnableTransportSecurity();
        _source = builder.Build();
    }

    /// <inheritdoc/>
    public override string Chain => _settings.Chain;

    /// <inheritdoc/>
    public override async ValueTask<LedgerEntry?> OpenAsync(CancellationToken cancellation)
    {
        await CloseAsync().ConfigureAwait(false);
        try
        {
            _connection = await _source.OpenConnectionAsync(cancellation).ConfigureAwait(false);
            await ExecuteAsync("SET synchronous_commit = on", cancellation).ConfigureAwait(false);
            await ExecuteAsync($"BEGIN; SELECT pg_advisory_xact_lock({SchemaLock}); {Schema} COMMIT", cancellation).ConfigureAwait(false);
            using (var take = new NpgsqlCommand("SELECT pg_try_advisory_lock($1)", _connection))
            {
                take.Parameters.Add(new NpgsqlParameter<long> { TypedValue = LockOf(_settings.Chain) });
                if (await take.ExecuteScalarAsync(cancellation).ConfigureAwait(false) is not true)
                {
                    throw new LedgerSinkException($"another writer holds the chain {_settings.Chain}");
                }
            }
            LedgerEntry? last = null;
            await foreach (var entry in SelectAsync("WHERE chain = $1 ORDER BY sequence DESC LIMIT 1", [_settings.Chain], cancellation).ConfigureAwait(false))
            {
                last = entry;
            }
            return last;
        }
        catch (Exception e) when (IsOutage(e))
        {
            await CloseAsync().ConfigureAwait(false);
            throw new LedgerSinkException($"PostgreSQL can't be opened: {e.Message}", e);
        }
        catch (LedgerSinkException)
        {
            await CloseAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <inheritdoc/>
    public override async ValueTask AppendAsync(IReadOnlyList<LedgerEntry> entries, CancellationToken cancellation)
    {
        if (_connection is null)
        {
            throw new LedgerSinkException("the sink is not open");
        }
        try
        {
            using var copy = await _connection.BeginBinaryImportAsync($"COPY ledger_entries (chain, {Columns}) FROM STDIN (FORMAT BINARY)", cancellation).ConfigureAwait(false);
            foreach (var entry in entries)
            {
                await WriteAsync(copy, entry, cancellation).ConfigureAwait(false);
            }
            await copy.CompleteAsync(cancellation).ConfigureAwait(false);
        }
        catch (Exception e) when (IsOutage(e))
        {
            throw new LedgerSinkException($"PostgreSQL took no entries: {e.Message}", e);
        }
    }

    /// <inheritdoc/>
    public override async ValueTask CloseAsync()
    {
        if (_connection is { } connection)
        {
            _connection = null;
            try
            {
                // The pool would keep the session, and a session's end is not waited for: the lock is given back by name.
                using (var unlock = new NpgsqlCommand("SELECT pg_advisory_unlock_all()", connection) { CommandTimeout = 2 })
                {
                    await unlock.ExecuteNonQueryAsync().ConfigureAwait(false);
                }
            }
            catch (Exception e) when (IsOutage(e))
            {
                // then the server gives it back when it notices that the session is gone
            }
            try
            {
                await using (connection.ConfigureAwait(false))
                {
                    NpgsqlConnection.ClearPool(connection);
                }
            }
            catch (Exception e) when (IsOutage(e))
            {
                // a broken connection is closed already
            }
        }
    }

    /// <inheritdoc/>
    public override IAsyncEnumerable<LedgerEntry> ReadAsync(long fromSequence, CancellationToken cancellation) =>
        SelectAsync("WHERE chain = $1 AND sequence >= $2 ORDER BY sequence", [_settings.Chain, fromSequence], cancellation);

    /// <inheritdoc/>
    public override IAsyncEnumerable<LedgerEntry> FindAsync(LedgerQuery query, CancellationToken cancellation)
    {
        var where = new StringBuilder("WHERE chain = $1 AND kind <= 2 AND time >= $2 AND time < $3");
        var values = new List<object> { _settings.Chain, query.SinceMicroseconds, query.UntilMicroseconds };
        Add(query.ProduceID, "produce_id");
        Add(query.ContentHash?.ToArray(), "sha256");
        Add(query.Tenant, "tenant");
        return SelectAsync(where + " ORDER BY sequence", values, cancellation);

        void Add(object? value, string column)
        {
            if (value is not null)
            {
                values.Add(value);
                where.Append(System.Globalization.CultureInfo.InvariantCulture, $" AND {column} = ${values.Count}");
            }
        }
    }

    /// <inheritdoc/>
    public override async ValueTask<bool> DeleteThroughAsync(long lastSequence, CancellationToken cancellation)
    {
        try
        {
            using var delete = new NpgsqlCommand(
                "DELETE FROM ledger_entries WHERE chain = $1 AND sequence IN (SELECT sequence FROM ledger_entries WHERE chain = $1 AND sequence <= $2 ORDER BY sequence LIMIT 5000)",
                _connection ?? throw new LedgerSinkException("the sink is not open"));
            delete.Parameters.Add(new NpgsqlParameter<string> { TypedValue = _settings.Chain });
            delete.Parameters.Add(new NpgsqlParameter<long> { TypedValue = lastSequence });
            return await delete.ExecuteNonQueryAsync(cancellation).ConfigureAwait(false) > 0;
        }
        catch (Exception e) when (IsOutage(e))
        {
            throw new LedgerSinkException($"PostgreSQL deleted nothing: {e.Message}", e);
        }
    }

    /// <inheritdoc/>
    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync().ConfigureAwait(false);
        await _source.DisposeAsync().ConfigureAwait(false);
    }

    private static bool IsOutage(Exception e) =>
        e is NpgsqlException or SocketException or IOException or TimeoutException or OperationCanceledException or InvalidOperationException;

    private static long LockOf(string chain) => BinaryPrimitives.ReadInt64BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes("GbGateway ledger " + chain)));

    private async ValueTask ExecuteAsync(string sql, CancellationToken cancellation)
    {
        using var command = new NpgsqlCommand(sql, _connection);
        await command.ExecuteNonQueryAsync(cancellation).ConfigureAwait(false);
    }

    private async ValueTask WriteAsync(NpgsqlBinaryImporter copy, LedgerEntry entry, CancellationToken cancellation)
    {
        var keys = EntryKeys.Of(entry);
        await copy.StartRowAsync(cancellation).ConfigureAwait(false);
        await copy.WriteAsync(_settings.Chain, NpgsqlDbType.Text, cancellation).ConfigureAwait(false);
        await copy.WriteAsync(entry.Sequence, NpgsqlDbType.Bigint, cancellation).ConfigureAwait(false);
        await copy.WriteAsync(entry.Segment, NpgsqlDbType.Bigint, cancellation).ConfigureAwait(false);
        await copy.WriteAsync(entry.Index, NpgsqlDbType.Integer, cancellation).ConfigureAwait(false);
        await copy.WriteAsync((short)entry.Algorithm, NpgsqlDbType.Smallint, cancellation).ConfigureAwait(false);
        await copy.WriteAsync((short)entry.Kind, NpgsqlDbType.Smallint, cancellation).ConfigureAwait(false);
        await copy.WriteAsync(entry.Time, NpgsqlDbType.Bigint, cancellation).ConfigureAwait(false);
        await copy.WriteAsync(entry.Age, NpgsqlDbType.Bigint, cancellation).ConfigureAwait(false);
        await TextAsync(copy, keys.ProduceID, cancellation).ConfigureAwait(false);
        await TextAsync(copy, keys.Tenant, cancellation).ConfigureAwait(false);
        if (keys.ContentHash.IsEmpty)
        {
            await copy.WriteNullAsync(cancellation).ConfigureAwait(false);
        }
        else
        {
            await copy.WriteAsync(keys.ContentHash, NpgsqlDbType.Bytea, cancellation).ConfigureAwait(false);
        }
        await copy.WriteAsync(entry.Body, NpgsqlDbType.Bytea, cancellation).ConfigureAwait(false);
        await copy.WriteAsync(entry.Hash, NpgsqlDbType.Bytea, cancellation).ConfigureAwait(false);
    }

    private static Task TextAsync(NpgsqlBinaryImporter copy, string text, CancellationToken cancellation) =>
        text.Length == 0 ? copy.WriteNullAsync(cancellation) : copy.WriteAsync(text, NpgsqlDbType.Text, cancellation);

    private async IAsyncEnumerable<LedgerEntry> SelectAsync(string where, IReadOnlyList<object> values, [EnumeratorCancellation] CancellationToken cancellation)
    {
        using var connection = await _source.OpenConnectionAsync(cancellation).ConfigureAwait(false);
        using var select = new NpgsqlCommand($"SELECT {Columns} FROM ledger_entries {where}", connection);
        foreach (var value in values)
        {
            select.Parameters.Add(value switch
            {
                string text => new NpgsqlParameter<string> { TypedValue = text },
                long number => new NpgsqlParameter<long> { TypedValue = number },
                byte[] bytes => new NpgsqlParameter<byte[]> { TypedValue = bytes },
                _ => throw new ArgumentException("a value of a kind no column has", nameof(values)),
            });
        }
        using var reader = await select.ExecuteReaderAsync(cancellation).ConfigureAwait(false);
        while (await reader.ReadAsync(cancellation).ConfigureAwait(false))
        {
            yield return ReadRow(reader);
        }
    }

    private static LedgerEntry ReadRow(NpgsqlDataReader row)
    {
        var entry = new LedgerEntry
        {
            Sequence = row.GetInt64(0),
            Segment = row.GetInt64(1),
            Index = row.GetInt32(2),
            Algorithm = (LedgerHashAlgorithm)row.GetInt16(3),
            Kind = (LedgerEntryKind)row.GetInt16(4),
            Time = row.GetInt64(5),
            Age = row.GetInt64(6),
            Body = row.GetFieldValue<byte[]>(10),
            Hash = row.GetFieldValue<byte[]>(11),
        };
        var keys = EntryKeys.Of(entry);
        var agree = (row.IsDBNull(7) ? "" : row.GetString(7)) == keys.ProduceID
            && (row.IsDBNull(8) ? "" : row.GetString(8)) == keys.Tenant
            && (row.IsDBNull(9) ? [] : row.GetFieldValue<byte[]>(9)).AsSpan().SequenceEqual(keys.ContentHash.Span);
        return agree ? entry : throw new LedgerCorruptException(entry.Sequence, "an index column says something else than the record");
    }
}
