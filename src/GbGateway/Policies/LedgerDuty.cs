namespace GbGateway.Policies;

/// <summary>What an answer owes to the ledger before it leaves. There is no way to keep none.</summary>
public enum LedgerDuty
{
    /// <summary>Nothing labelled leaves before its record is durable.</summary>
    Required,

    /// <summary>A record is written if the ledger takes it, and no answer waits for it. An exchange under a grant waits all the same (<c>MEA-9</c>).</summary>
    BestEffort,
}
