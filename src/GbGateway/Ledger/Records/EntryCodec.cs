using System.Buffers.Binary;

namespace GbGateway.Ledger.Records;

/// <summary>One whole entry as bytes, for the spool and for Kafka: a version byte, the header, the hash, the body.</summary>
internal static class EntryCodec
{
    private const byte Version = 1;

    public const int HeadLength = 1 + 1 + 1 + 8 + 4 + 8 + 8 + 8 + EntryHash.Length;

    public static int LengthOf(LedgerEntry entry) => HeadLength + entry.Body.Length;

    /// <summary>Writes an entry; <paramref name="span"/> is at least as long as it is.</summary>
    public static void Write(LedgerEntry entry, Span<byte> span)
    {
        span[0] = Version;
        span[1] = (byte)entry.Algorithm;
        span[2] = (byte)entry.Kind;
        BinaryPrimitives.WriteInt64BigEndian(span[3..], entry.Segment);
        BinaryPrimitives.WriteInt32BigEndian(span[11..], entry.Index);
        BinaryPrimitives.WriteInt64BigEndian(span[15..], entry.Sequence);
        BinaryPrimitives.WriteInt64BigEndian(span[23..], entry.Time);
        BinaryPrimitives.WriteInt64BigEndian(span[31..], entry.Age);
        entry.Hash.Span.CopyTo(span[39..]);
        entry.Body.Span.CopyTo(span[HeadLength..]);
    }

    public static byte[] ToArray(LedgerEntry entry)
    {
        var bytes = new byte[LengthOf(entry)];
        Write(entry, bytes);
        return bytes;
    }

    /// <summary>Reads an entry, or gives null if the bytes are none. The hash is read, not checked.</summary>
    public static LedgerEntry? TryRead(ReadOnlySpan<byte> bytes) => bytes.Length < HeadLength || bytes[0] != Version ? null : new LedgerEntry
    {
        Algorithm = (LedgerHashAlgorithm)bytes[1],
        Kind = (LedgerEntryKind)bytes[2],
        Segment = BinaryPrimitives.ReadInt64BigEndian(bytes[3..]),
        Index = BinaryPrimitives.ReadInt32BigEndian(bytes[11..]),
        Sequence = BinaryPrimitives.ReadInt64BigEndian(bytes[15..]),
        Time = BinaryPrimitives.ReadInt64BigEndian(bytes[23..]),
        Age = BinaryPrimitives.ReadInt64BigEndian(bytes[31..]),
        Hash = bytes.Slice(39, EntryHash.Length).ToArray(),
        Body = bytes[HeadLength..].ToArray(),
    };
}
