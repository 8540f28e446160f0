namespace GbGateway.Offenders;

/// <summary>How offenders are counted and where.</summary>
/// <param name="Rule">When they are suspended.</param>
/// <param name="Store">Where their records are.</param>
/// <param name="Connection">The connection string of a shared store; else null.</param>
/// <param name="Most">Most users kept in memory.</param>
public sealed record OffenderOptions(OffenderRule Rule, OffenderStoreKind Store, string? Connection, int Most);
