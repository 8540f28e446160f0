namespace GbGateway.Ledger.Records;

/// <summary>What an entry is found by: read from its body, so that an index can never say something else unnoticed.</summary>
/// <param name="ProduceID">The item's ProduceID, or empty.</param>
/// <param name="Tenant">The tenant, or empty.</param>
/// <param name="ContentHash">SHA-256 of the content, or empty.</param>
public readonly record struct EntryKeys(string ProduceID, string Tenant, ReadOnlyMemory<byte> ContentHash)
{
    /// <summary>The keys of <paramref name="entry"/>: openings and sealings begin with the same two fields, whole records need not be read.</summary>
    public static EntryKeys Of(LedgerEntry entry)
    {
        if (entry.Kind is not (LedgerEntryKind.Open or LedgerEntryKind.Seal))
        {
            return new EntryKeys("", "", default);
        }
        string produceID = "", tenant = "";
        ReadOnlyMemory<byte> hash = default;
        var reader = new CanonicalReader(entry.Body.Span);
        while (reader.MoveNext() && reader.Tag <= 4)
        {
            switch (reader.Tag)
            {
                case 1: produceID = reader.Text(); break;
                case 2: tenant = reader.Text(); break;
                case 4 when entry.Kind == LedgerEntryKind.Seal: hash = reader.Value.ToArray(); break;
            }
        }
        return new EntryKeys(produceID, tenant, hash);
    }
}
