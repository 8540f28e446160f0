using GbGateway.Ledger.Records;

namespace GbGateway.Ledger.Writing;

/// <summary>A record on its way to the ledger, and the promise of its answer.</summary>
internal sealed class PendingEntry(LedgerEntryKind kind, byte[] body, long time) : TaskCompletionSource<LedgerAck>(TaskCreationOptions.RunContinuationsAsynchronously)
{
    /// <summary>Wakes the writer and says nothing.</summary>
    public static PendingEntry Tick { get; } = new(0, [], 0);

    public LedgerEntryKind Kind => kind;

    public byte[] Body => body;

    /// <summary>Wall-clock time of the call, in microseconds.</summary>
    public long Time => time;
}
