namespace GbGateway.Ledger.Records;

/// <summary>What an entry is found by, as it stands in its body: <see cref="EntryKeys"/> without copies.</summary>
internal readonly ref struct EntryKeySpans
{
    public ReadOnlySpan<byte> ProduceID { get; private init; }

    public ReadOnlySpan<byte> Tenant { get; private init; }

    public ReadOnlySpan<byte> ContentHash { get; private init; }

    /// <summary>The keys of <paramref name="entry"/>: openings and sealings begin with the same two fields, whole records need not be read.</summary>
    public static EntryKeySpans Of(LedgerEntry entry)
    {
        if (entry.Kind is not (LedgerEntryKind.Open or LedgerEntryKind.Seal))
        {
            return default;
        }
        ReadOnlySpan<byte> produceID = default, tenant = default, hash = default;
        var reader = new CanonicalReader(entry.Body.Span);
        while (reader.MoveNext() && reader.Tag <= 4)
        {
            switch (reader.Tag)
            {
                case 1: produceID = reader.Value; break;
                case 2: tenant = reader.Value; break;
                case 4 when entry.Kind == LedgerEntryKind.Seal: hash = reader.Value; break;
            }
        }
        return new EntryKeySpans { ProduceID = produceID, Tenant = tenant, ContentHash = hash };
    }
}
