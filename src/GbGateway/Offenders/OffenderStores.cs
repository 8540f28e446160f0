namespace GbGateway.Offenders;

/// <summary>The family of stores.</summary>
public static class OffenderStores
{
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
