namespace GbGateway.Ledger.Writing;

/// <summary>What became of an entry.</summary>
public enum LedgerAckStatus
{
    /// <summary>It is durable in the sink.</summary>
    Durable,

    /// <summary>It is durable in the local spool; the sink gets it when it is back.</summary>
    Spooled,

    /// <summary>It is not durable: the item must not leave (503).</summary>
    Refused,
}
