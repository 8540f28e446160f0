using GbGateway.Ledger.Records;
using Microsoft.Data.Sqlite;

namespace GbGateway.Ledger.Sinks;

/// <summary>Reads a row of a <see cref="SqliteLedgerSink"/> and holds its index columns against its body.</summary>
internal static class SqliteEntryReader
{
    public static LedgerEntry Read(SqliteDataReader row)
    {
        var sequence = row.GetInt64(0);
        try
        {
            var entry = new LedgerEntry
            {
                Sequence = sequence,
                Segment = row.GetInt64(1),
                Index = checked((int)row.GetInt64(2)),
                Algorithm = (LedgerHashAlgorithm)checked((byte)row.GetInt64(3)),
                Kind = (LedgerEntryKind)checked((byte)row.GetInt64(4)),
                Time = row.GetInt64(5),
                Age = row.GetInt64(6),
                Body = row.GetFieldValue<byte[]>(10),
                Hash = row.GetFieldValue<byte[]>(11),
            };
            var keys = EntryKeys.Of(entry);
            var agree = (row.IsDBNull(7) ? "" : row.GetString(7)) == keys.ProduceID
                && (row.IsDBNull(8) ? "" : row.GetString(8)) == keys.Tenant
                && (row.IsDBNull(9) ? [] : row.GetFieldValue<byte[]>(9)).AsSpan().SequenceEqual(keys.ContentHash.Span);
            return agree ? entry : throw new LedgerCorruptException(sequence, "an index column says something else than the record");
        }
        catch (Exception e) when (e is InvalidCastException or OverflowException or InvalidOperationException or FormatException)
        {
            throw new LedgerCorruptException(sequence, $"the row can't be read: {e.Message}");
        }
    }
}
