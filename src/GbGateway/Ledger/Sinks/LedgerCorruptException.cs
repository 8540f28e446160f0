namespace GbGateway.Ledger.Sinks;

/// <summary>What a sink holds can't be what was written: an entry that can't be read, or an index that says something else than its entry.</summary>
/// <param name="sequence">The entry's sequence, or the last good one's plus one where it can't be read.</param>
/// <param name="message">What is wrong.</param>
public sealed class LedgerCorruptException(long sequence, string message) : Exception(message)
{
    /// <summary>Where.</summary>
    public long Sequence { get; } = sequence;
}
