namespace GbGateway.Ledger.Verification;

/// <summary>What verification found.</summary>
/// <param name="Entries">Entries read and found right.</param>
/// <param name="FirstSequence">The first sequence there is; above 1 after a signed deletion.</param>
/// <param name="LastSequence">The last sequence found right.</param>
/// <param name="LastSigned">The last sequence that a signed checkpoint covers.</param>
/// <param name="Fault">The first thing wrong, or null if the ledger is sound.</param>
public sealed record LedgerVerdict(long Entries, long FirstSequence, long LastSequence, long LastSigned, LedgerFault? Fault)
{
    /// <summary>Whether nothing was found wrong.</summary>
    public bool IsSound => Fault is null;

    /// <summary>Entries at the end that no checkpoint covers yet: chained, but not signed. Zero after a clean stop.</summary>
    public long Unsigned => Math.Max(0, LastSequence - LastSigned);
}
