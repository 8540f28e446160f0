using Npgsql;
using NpgsqlTypes;

namespace GbGateway.Offenders;

/// <summary>Records in PostgreSQL: a row a user, changed by one statement; rows that say nothing any more are deleted now and then.</summary>
public sealed class PostgresOffenders(string connection) : OffenderStore
{
    private const string Create = """
        CREATE TABLE IF NOT EXISTS gbgateway_offenders (
          "user" text PRIMARY KEY, "row" integer NOT NULL, "count" integer NOT NULL, "day" integer NOT NULL, "until" bigint NOT NULL)
        """;

    private const string Select = """SELECT "row", "count", "day", "until" FROM gbgateway_offenders WHERE "user" = $1""";

    private const string Forgive = """
        WITH was AS (SELECT "row", "count", "day", "until" FROM gbgateway_offenders WHERE "user" = $1 FOR UPDATE),
        now AS (UPDATE gbgateway_offenders SET "row" = 0 WHERE "user" = $1)
        SELECT 0, "count", "day", "until", "row", "count", "day", "until" FROM was
        """;

    // Takes the row's lock, a new row's too, so that two nodes never count two prompts as one.
    private const string Count = """
        INSERT INTO gbgateway_offenders VALUES ($1, 0, 0, 0, 0) ON CONFLICT ("user") DO UPDATE SET "user" = excluded."user"
        RETURNING "row", "count", "day", "until"
        """;

    private const string Write = """UPDATE gbgateway_offenders SET "row" = $2, "count" = $3, "day" = $4, "until" = $5 WHERE "user" = $1""";

    private const string Sweep = """DELETE FROM gbgateway_offenders WHERE "day" < $1 - 1 AND "until" < $2""";

    private const int CountsASweep = 1000;

    private readonly NpgsqlDataSource _source = NpgsqlDataSource.Create(connection);
    private volatile bool _created;
    private int _counted;

    /// <inheritdoc/>
    public override async ValueTask<OffenderRecord> ReadAsync(string user, CancellationToken cancellation)
    {
        await using var open = await OpenAsync(cancellation);
        await using var command = new NpgsqlCommand(Select, open) { Parameters = { new() { Value = user } } };
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        return await reader.ReadAsync(cancellation) ? Read(reader, 0) : default;
    }

    /// <inheritdoc/>
    public override async ValueTask<(OffenderRecord Now, OffenderRecord Before)> CountAsync(string user, bool harmful, OffenderRule rule, DateTimeOffset now, CancellationToken cancellation)
    {
        await using var open = await OpenAsync(cancellation);
        if (!harmful)
        {
            await using var forgive = new NpgsqlCommand(Forgive, open) { Parameters = { new() { Value = user } } };
            await using var reader = await forgive.ExecuteReaderAsync(cancellation);
            return await reader.ReadAsync(cancellation) ? (Read(reader, 0), Read(reader, 4)) : default;
        }
        // The rule is applied here, as for memory; the lock falls with the transaction.
        await using var transaction = await open.BeginTransactionAsync(cancellation);
        OffenderRecord before;
        await using (var count = new NpgsqlCommand(Count, open, transaction) { Parameters = { new() { Value = user } } })
        await using (var reader = await count.ExecuteReaderAsync(cancellation))
        {
            before = await reader.ReadAsync(cancellation) ? Read(reader, 0) : default;
        }
        var next = rule.Next(before, harmful, now);
        await using (var write = new NpgsqlCommand(Write, open, transaction)
        {
            Parameters =
            {
                new() { Value = user }, new() { Value = next.Row }, new() { Value = next.Count }, new() { Value = next.Day }, new() { Value = next.Until },
            },
        })
        {
            await write.ExecuteNonQueryAsync(cancellation);
        }
        await transaction.CommitAsync(cancellation);
        if (Interlocked.Increment(ref _counted) % CountsASweep == 0)
        {
            await using var sweep = new NpgsqlCommand(Sweep, open)
            {
                Parameters = { new() { Value = OffenderRule.DayOf(now) }, new() { Value = now.ToUnixTimeMilliseconds(), NpgsqlDbType = NpgsqlDbType.Bigint } },
            };
            await sweep.ExecuteNonQueryAsync(cancellation);
        }
        return (next, before);
    }

    /// <inheritdoc/>
    public override ValueTask DisposeAsync() => _source.DisposeAsync();

    private static OffenderRecord Read(NpgsqlDataReader reader, int from) =>
        new(reader.GetInt32(from), reader.GetInt32(from + 1), reader.GetInt32(from + 2), reader.GetInt64(from + 3));

    private async ValueTask<NpgsqlConnection> OpenAsync(CancellationToken cancellation)
    {
        var open = await _source.OpenConnectionAsync(cancellation);
        if (!_created)
        {
            try
            {
                await using var create = new NpgsqlCommand(Create, open);
                await create.ExecuteNonQueryAsync(cancellation);
            }
            catch (PostgresException e) when (e.SqlState is PostgresErrorCodes.UniqueViolation or PostgresErrorCodes.DuplicateTable or PostgresErrorCodes.DuplicateObject)
            {
                // Another node made it in the same moment.
            }
            _created = true;
        }
        return open;
    }
}
