namespace GbGateway.Ledger.Writing;

/// <summary>The answer to an entry. A refusal is a value: the caller answers 503.</summary>
/// <param name="Status">What became of it.</param>
/// <param name="Reason">Why it was refused, for operators; empty if it was not.</param>
public readonly record struct LedgerAck(LedgerAckStatus Status, string Reason = "")
{
    /// <summary>Whether the entry outlives a crash of process or machine.</summary>
    public bool IsDurable => Status is not LedgerAckStatus.Refused;

    internal static LedgerAck Refused(string reason) => new(LedgerAckStatus.Refused, reason);
}
