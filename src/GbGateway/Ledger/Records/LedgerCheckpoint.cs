using GbGateway.Ledger.Signing;

namespace GbGateway.Ledger.Records;

/// <summary>A signed statement of everything before it. Kept outside of the ledger too, it shows a ledger that was cut or rolled back.</summary>
public sealed record LedgerCheckpoint : SignedStatement
{
    /// <summary>The segment it stands in.</summary>
    public required long Segment { get; init; }

    /// <summary>Sequence of the last entry it covers: the one before it.</summary>
    public required long Sequence { get; init; }

    /// <summary>Hash of the last entry it covers.</summary>
    public required ReadOnlyMemory<byte> Head { get; init; }

    /// <summary>Wall-clock time, microseconds since 1970 UTC.</summary>
    public required long Time { get; init; }

    /// <summary>The ledger's age in microseconds (see <see cref="LedgerEntry.Age"/>).</summary>
    public required long Age { get; init; }

    /// <summary>Whether it is its segment's last entry.</summary>
    public required bool ClosesSegment { get; init; }

    /// <summary>This checkpoint, signed.</summary>
    public LedgerCheckpoint Sign(SigningKey key) => (LedgerCheckpoint)SignedBy(key);

    private protected override void WriteFacts(CanonicalWriter fields)
    {
        fields.Field(2, Segment);
        fields.Field(3, Sequence);
        fields.Field(4, Head.Span);
        fields.Field(5, Time);
        fields.Field(6, Age);
        fields.Field(7, ClosesSegment ? 1 : 0);
    }

    /// <summary>Reads an entry's body, or gives null if it is malformed.</summary>
    public static LedgerCheckpoint? TryRead(ReadOnlySpan<byte> body)
    {
        var reader = new CanonicalReader(body);
        string chain = "", keyID = "";
        long segment = 0, sequence = 0, time = 0, age = 0, closes = 0;
        byte[] head = [], signature = [];
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
                case 4: head = reader.Value.ToArray(); break;
                case 5: time = reader.Number(); break;
                case 6: age = reader.Number(); break;
                case 7: closes = reader.Number(); break;
                case KeyTag: keyID = reader.Text(); break;
                case SignatureTag: signature = reader.Value.ToArray(); break;
                default: return null;
            }
        }
        if (reader.IsMalformed || chain.Length == 0 || head.Length != EntryHash.Length || closes is not (0 or 1))
        {
            return null;
        }
        return new LedgerCheckpoint
        {
            Chain = chain, Segment = segment, Sequence = sequence, Head = head, Time = time, Age = age,
            ClosesSegment = closes == 1, KeyID = keyID, Signature = signature,
        };
    }
}
