namespace GbGateway.Ledger.Records;

/// <summary>One link of the chain. Every property but <see cref="Hash"/> is under the hash, directly or as part of the body.</summary>
public sealed record LedgerEntry
{
    /// <summary>Hash algorithm of this link.</summary>
    public LedgerHashAlgorithm Algorithm { get; init; } = LedgerHashAlgorithm.Sha256;

    /// <summary>What the entry says.</summary>
    public required LedgerEntryKind Kind { get; init; }

    /// <summary>Number of the segment, from 1; whole segments are deleted after their retention.</summary>
    public required long Segment { get; init; }

    /// <summary>Position within the segment, from 0.</summary>
    public required int Index { get; init; }

    /// <summary>Position in the ledger, from 1, without gaps. Order comes from here, never from the clock.</summary>
    public required long Sequence { get; init; }

    /// <summary>Wall-clock time, microseconds since 1970 UTC; may step back with the clock.</summary>
    public required long Time { get; init; }

    /// <summary>Microseconds that provably passed since the ledger began: monotonic while running, at most a day for a stop. A jumped clock does not age the ledger.</summary>
    public required long Age { get; init; }

    /// <summary>The canonical bytes of the record. Of an entry that is being appended they are rented: who keeps them beyond that copies them.</summary>
    public required ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>Hash over the previous hash, the header and the body: 32 bytes.</summary>
    public ReadOnlyMemory<byte> Hash { get; internal set; }

    /// <summary><see cref="Time"/> as a date.</summary>
    public DateTimeOffset When => DateTimeOffset.UnixEpoch.AddTicks(Math.Clamp(Time, MinTime, MaxTime) * TimeSpan.TicksPerMicrosecond);

    private static readonly long MinTime = (DateTimeOffset.MinValue - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;
    private static readonly long MaxTime = (DateTimeOffset.MaxValue - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;
}
