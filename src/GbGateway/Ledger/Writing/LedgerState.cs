namespace GbGateway.Ledger.Writing;

/// <summary>What a ledger writer is doing.</summary>
public enum LedgerState
{
    /// <summary>Entries go to the sink.</summary>
    Running,

    /// <summary>The sink is back; the spool is being emptied into it, and new entries queue up behind.</summary>
    Draining,

    /// <summary>The sink can't be reached: entries go to the spool, and are refused when it is full.</summary>
    Down,
}
