namespace GbGateway.Ledger.Records;

/// <summary>What an entry of the ledger says. The numbers are part of the hashed encoding.</summary>
public enum LedgerEntryKind : byte
{
    /// <summary>A labelled item is about to leave: durable before its first byte does.</summary>
    Open = 1,

    /// <summary>How the item ended, with the digest of what was sent.</summary>
    Seal = 2,

    /// <summary>A signed statement of everything before it.</summary>
    Checkpoint = 3,

    /// <summary>A signed statement that older segments were deleted after their retention (<c>T-log</c>, <c>MEA-9</c>).</summary>
    Tombstone = 4,
}
