using Npgsql;
using StackExchange.Redis;

namespace GbGateway.Offenders;

/// <summary>The family of stores.</summary>
public static class OffenderStores
{
    /// <summary>Says why a connection string is none of a store, or null; never what stands in it.</summary>
    public static string? FindMistake(OffenderStoreKind kind, string connection)
    {
        try
        {
            return kind switch
            {
                OffenderStoreKind.PostgreSql => new NpgsqlConnectionStringBuilder(connection).Host is null ? "the connection string names no Host" : null,
                OffenderStoreKind.Redis => ConfigurationOptions.Parse(connection).EndPoints.Count == 0 ? "the connection string names no server" : null,
                _ => null,
            };
        }
        catch (Exception e) when (e is ArgumentException or FormatException)
        {
            return $"the first line is no connection string of {kind}";
        }
    }

    /// <summary>Opens a store; nothing is connected before it is used.</summary>
    /// <param name="kind">Which.</param>
    /// <param name="connection">The connection string of a shared store.</param>
    /// <param name="most">Most users kept in memory.</param>
    public static OffenderStore Open(OffenderStoreKind kind, string? connection, int most) => kind switch
    {
        OffenderStoreKind.PostgreSql => new PostgresOffenders(connection!),
        OffenderStoreKind.Redis => new RedisOffenders(connection!),
        _ => new MemoryOffenders(most),
    };
}
