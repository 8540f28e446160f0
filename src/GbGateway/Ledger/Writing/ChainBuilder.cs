using GbGateway.Ledger.Queries;
using GbGateway.Ledger.Records;
using GbGateway.Ledger.Signing;

namespace GbGateway.Ledger.Writing;

/// <summary>Makes the links of the chain: sequence, segment, age and hash.</summary>
internal sealed class ChainBuilder(string chain, LedgerWriterOptions options, SigningKey key, TimeProvider time)
{
    // A stop counts for at most a day: stepping the clock while the gateway is down ages the ledger little (T18).
    private const long LongestStop = 24 * 3600 * 1_000_000L;
    private const long SegmentAge = 24 * 3600 * 1_000_000L;

    private long _ageAtStart;
    private long _startedAt = time.GetTimestamp();
    private long _checkpointAge;

    /// <summary>The last link made.</summary>
    public LedgerHead Head { get; private set; } = LedgerHead.Genesis(chain);

    /// <summary>Entries since the last checkpoint.</summary>
    public int Unchecked { get; private set; }

    /// <summary>Goes on behind <paramref name="head"/>; the age never steps back.</summary>
    public void Adopt(LedgerHead head)
    {
        var age = head.Sequence == 0 ? 0 : head.Age + Math.Clamp(Now - head.Time, 0, LongestStop);
        _ageAtStart = Head.Sequence == 0 ? age : Math.Max(head.Age, Age);
        _startedAt = time.GetTimestamp();
        _checkpointAge = head.Age;
        Unchecked = head.IsCheckpoint ? 0 : 1;
        Head = head;
    }

    /// <summary>Goes back to <paramref name="head"/> after links that were refused.</summary>
    public void GoBack(LedgerHead head, int uncheckedEntries) => (Head, Unchecked) = (head, uncheckedEntries);

    public long Now => LedgerQuery.Microseconds(time.GetUtcNow());

    public LedgerEntry Add(LedgerEntryKind kind, ReadOnlyMemory<byte> body, long entryTime)
    {
        var head = Head;
        var entry = new LedgerEntry
        {
            Algorithm = options.Algorithm,
            Kind = kind,
            Segment = head.ClosesSegment ? head.Segment + 1 : head.Segment,
            Index = head.ClosesSegment ? 0 : head.Index + 1,
            Sequence = head.Sequence + 1,
            Time = entryTime,
            Age = Math.Max(head.Age, Age),
            Body = body,
        };
        entry.Hash = EntryHash.Of(entry, head.Hash.Span);
        Head = LedgerHead.Of(entry);
        Unchecked++;
        return entry;
    }

    public LedgerEntry AddCheckpoint()
    {
        var head = Head;
        var age = Math.Max(head.Age, Age);
        var checkpoint = new LedgerCheckpoint
        {
            Chain = chain,
            Segment = head.ClosesSegment ? head.Segment + 1 : head.Segment,
            Sequence = head.Sequence,
            Head = head.Hash,
            Time = Now,
            Age = age,
            ClosesSegment = head.Index + 2 >= options.SegmentEntries || age / SegmentAge != _checkpointAge / SegmentAge,
        };
        var entry = Add(LedgerEntryKind.Checkpoint, checkpoint.Sign(key).Encode(), checkpoint.Time);
        _checkpointAge = age;
        Unchecked = 0;
        return entry;
    }

    /// <summary>Microseconds that provably passed since the ledger began.</summary>
    public long Age => _ageAtStart + (long)time.GetElapsedTime(_startedAt).TotalMicroseconds;
}
