using GbGateway.Ledger.Queries;
using GbGateway.Ledger.Records;
using GbGateway.Ledger.Signing;
using GbGateway.Ledger.Sinks;

namespace GbGateway.Ledger.Writing;

/// <summary>Deletes the oldest whole segments once they were kept long enough, and leaves a signed tombstone. Earlier deletion is impossible (<c>T-log</c>, <c>MEA-9</c>, <c>T18</c>).</summary>
/// <remarks>Both the wall clock and the ledger's own age must have passed: a clock that was stepped forward deletes nothing.</remarks>
public sealed class LedgerRetention(LedgerWriter writer, LedgerSink sink, SigningKey key, TimeProvider time)
{
    /// <summary>Six months at their longest, in days: July to December.</summary>
    public const int MinimumDays = 184;

    /// <summary>Six months at their longest.</summary>
    public static readonly TimeSpan Minimum = TimeSpan.FromDays(MinimumDays);

    /// <summary>Says what keeps <paramref name="keep"/> from being a retention, or null.</summary>
    public static string? FindMistake(TimeSpan keep) =>
        keep < Minimum ? $"records are kept at least six months, {Minimum.TotalDays} days (T-log, MEA-9); {keep.TotalDays} days are too few" : null;

    /// <summary>Deletes the segments that are older than <paramref name="keep"/>, up to the first that is on legal hold.</summary>
    /// <param name="keep">How long records are kept; at least <see cref="Minimum"/>.</param>
    /// <param name="firstHeldSegment">The first segment on legal hold, or null.</param>
    /// <param name="cancellation">Ends the search; what was decided stays decided.</param>
    /// <returns>The tombstone, or null if there was nothing to delete.</returns>
    public async Task<LedgerTombstone?> PurgeAsync(TimeSpan keep, long? firstHeldSegment, CancellationToken cancellation)
    {
        if (FindMistake(keep) is { } mistake)
        {
            throw new ArgumentOutOfRangeException(nameof(keep), mistake);
        }
        if (await FindLastAsync(keep, firstHeldSegment ?? long.MaxValue, cancellation).ConfigureAwait(false) is not { } last)
        {
            return null;
        }
        var tombstone = new LedgerTombstone
        {
            Chain = sink.Chain,
            LastSegment = last.Segment,
            LastSequence = last.Sequence,
            LastHash = last.Hash,
            LastTime = last.Time,
            KeptFor = writer.Age - last.Age,
        }.Sign(key);
        var ack = await writer.WriteAsync(LedgerEntryKind.Tombstone, tombstone.Encode()).ConfigureAwait(false);
        return ack.Status == LedgerAckStatus.Durable ? tombstone : null; // not in the sink yet: nothing was deleted, ask again later
    }

    private async Task<LedgerEntry?> FindLastAsync(TimeSpan keep, long firstHeldSegment, CancellationToken cancellation)
    {
        var kept = (long)keep.TotalMicroseconds;
        var now = LedgerQuery.Microseconds(time.GetUtcNow());
        LedgerEntry? last = null;
        await foreach (var entry in sink.ReadAsync(1, cancellation).ConfigureAwait(false))
        {
            if (entry.Segment >= firstHeldSegment || writer.Age - entry.Age < kept || now - entry.Time < kept)
            {
                break;
            }
            if (entry.Kind == LedgerEntryKind.Checkpoint && LedgerHead.Of(entry).ClosesSegment)
            {
                last = entry;
            }
        }
        return last;
    }
}
