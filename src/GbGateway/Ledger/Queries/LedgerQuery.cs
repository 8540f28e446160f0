using GbGateway.Ledger.Records;

namespace GbGateway.Ledger.Queries;

/// <summary>Which openings and sealings to find: all conditions that are set hold.</summary>
public sealed record LedgerQuery
{
    /// <summary>Of this ProduceID.</summary>
    public string? ProduceID { get; init; }

    /// <summary>Of content with this SHA-256, 32 bytes; found in sealings only.</summary>
    public ReadOnlyMemory<byte>? ContentHash { get; init; }

    /// <summary>Of this tenant.</summary>
    public string? Tenant { get; init; }

    /// <summary>At or after this time.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>Before this time.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary><see cref="Since"/> in the ledger's microseconds.</summary>
    public long SinceMicroseconds => Since is { } since ? Microseconds(since) : long.MinValue;

    /// <summary><see cref="Until"/> in the ledger's microseconds.</summary>
    public long UntilMicroseconds => Until is { } until ? Microseconds(until) : long.MaxValue;

    /// <summary>Whether <paramref name="entry"/> is one.</summary>
    public bool Matches(LedgerEntry entry)
    {
        if (entry.Kind is not (LedgerEntryKind.Open or LedgerEntryKind.Seal)
            || entry.Time < SinceMicroseconds || entry.Time >= UntilMicroseconds)
        {
            return false;
        }
        var keys = EntryKeys.Of(entry);
        return (ProduceID is null || ProduceID == keys.ProduceID)
            && (Tenant is null || Tenant == keys.Tenant)
            && (ContentHash is not { } hash || hash.Span.SequenceEqual(keys.ContentHash.Span));
    }

    /// <summary><paramref name="time"/> in the ledger's microseconds since 1970 UTC.</summary>
    public static long Microseconds(DateTimeOffset time) => (time - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;
}
