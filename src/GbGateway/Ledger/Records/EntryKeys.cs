using System.Text;

namespace GbGateway.Ledger.Records;

/// <summary>What an entry is found by: read from its body, so that an index can never say something else unnoticed.</summary>
/// <param name="ProduceID">The item's ProduceID, or empty.</param>
/// <param name="Tenant">The tenant, or empty.</param>
/// <param name="ContentHash">SHA-256 of the content, or empty.</param>
public readonly record struct EntryKeys(string ProduceID, string Tenant, ReadOnlyMemory<byte> ContentHash)
{
    /// <summary>The keys of <paramref name="entry"/>.</summary>
    public static EntryKeys Of(LedgerEntry entry)
    {
        var keys = EntryKeySpans.Of(entry);
        return new EntryKeys(Encoding.UTF8.GetString(keys.ProduceID), Encoding.UTF8.GetString(keys.Tenant), keys.ContentHash.ToArray());
    }
}
