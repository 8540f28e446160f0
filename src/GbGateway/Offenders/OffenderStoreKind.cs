namespace GbGateway.Offenders;

/// <summary>Where the records of offenders are kept.</summary>
public enum OffenderStoreKind
{
    /// <summary>In this process, gone with it: for a single node.</summary>
    Memory,

    /// <summary>In PostgreSQL, shared by all nodes.</summary>
    PostgreSql,

    /// <summary>In Redis or what speaks like it, shared by all nodes.</summary>
    Redis,
}
