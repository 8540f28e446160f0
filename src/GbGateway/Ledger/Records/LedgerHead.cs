namespace GbGateway.Ledger.Records;

/// <summary>The last link of a chain: all that is needed to go on.</summary>
/// <param name="Sequence">Its sequence; 0 for an empty ledger.</param>
/// <param name="Segment">Its segment; 1 for an empty ledger.</param>
/// <param name="Index">Its position within the segment; -1 for an empty ledger.</param>
/// <param name="Time">Its wall-clock time in microseconds.</param>
/// <param name="Age">Its age in microseconds.</param>
/// <param name="ClosesSegment">Whether the next entry begins a segment.</param>
/// <param name="IsCheckpoint">Whether everything up to here is signed.</param>
/// <param name="Hash">Its hash, 32 bytes; for an empty ledger the hash of the chain's name.</param>
public readonly record struct LedgerHead(long Sequence, long Segment, int Index, long Time, long Age, bool ClosesSegment, bool IsCheckpoint, ReadOnlyMemory<byte> Hash)
{
    /// <summary>The head of an empty ledger named <paramref name="chain"/>: entries of one chain never fit another.</summary>
    public static LedgerHead Genesis(string chain) => new(0, 1, -1, 0, 0, false, true, EntryHash.OfChain(chain));

    /// <summary>The head that <paramref name="entry"/> is.</summary>
    public static LedgerHead Of(LedgerEntry entry) => new(
        entry.Sequence, entry.Segment, entry.Index, entry.Time, entry.Age,
        entry.Kind == LedgerEntryKind.Checkpoint && LedgerCheckpoint.TryRead(entry.Body.Span) is { ClosesSegment: true },
        entry.Kind == LedgerEntryKind.Checkpoint, entry.Hash);
}
