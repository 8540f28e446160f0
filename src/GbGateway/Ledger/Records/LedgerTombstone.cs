using GbGateway.Ledger.Signing;

namespace GbGateway.Ledger.Records;

/// <summary>A signed statement that everything up to a segment's end was deleted after its retention. It keeps the rest of the chain verifiable.</summary>
public sealed record LedgerTombstone : SignedStatement
{
    /// <summary>The last segment deleted.</summary>
    public required long LastSegment { get; init; }

    /// <summary>The last sequence deleted.</summary>
    public required long LastSequence { get; init; }

    /// <summary>Hash of the last entry deleted: what the first entry kept is chained to.</summary>
    public required ReadOnlyMemory<byte> LastHash { get; init; }

    /// <summary>Wall-clock time of the last entry deleted, in microseconds.</summary>
    public required long LastTime { get; init; }

    /// <summary>How long it had been kept by the ledger's own age, in microseconds.</summary>
    public required long KeptFor { get; init; }

    /// <summary>This tombstone, signed.</summary>
    public LedgerTombstone Sign(SigningKey key) => (LedgerTombstone)SignedBy(key);

    private protected override void WriteFacts(CanonicalWriter fields)
    {
        fields.Field(2, LastSegment);
        fields.Field(3, LastSequence);
        fields.Field(4, LastHash.Span);
        fields.Field(5, LastTime);
        fields.Field(6, KeptFor);
    }

    /// <summary>Reads an entry's body, or gives null if it is malformed.</summary>
    public static LedgerTombstone? TryRead(ReadOnlySpan<byte> body)
    {
        var reader = new CanonicalReader(body);
        string chain = "", keyID = "";
        long segment = 0, sequence = 0, time = 0, kept = 0;
        byte[] hash = [], signature = [];
        var previous = 0;
        while (reader.MoveNext())
        {
            if (reader.Tag == previous)
            {
                return null;
            }
            previous = reader.Tag;
            switch (reader.Tag)
            {
                case 1: chain = reader.Text(); break;
                case 2: segment = reader.Number(); break;
                case 3: sequence = reader.Number(); break;
                case 4: hash = reader.Value.ToArray(); break;
                case 5: time = reader.Number(); break;
                case 6: kept = reader.Number(); break;
                case KeyTag: keyID = reader.Text(); break;
                case SignatureTag: signature = reader.Value.ToArray(); break;
                default: return null;
            }
        }
        return reader.IsMalformed || chain.Length == 0 || hash.Length != EntryHash.Length ? null : new LedgerTombstone
        {
            Chain = chain, LastSegment = segment, LastSequence = sequence, LastHash = hash, LastTime = time, KeptFor = kept,
            KeyID = keyID, Signature = signature,
        };
    }
}
