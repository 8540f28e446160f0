using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using GbGateway.Labels.Integrity;

namespace GbGateway.Ledger.Records;

/// <summary>The hash that chains entries: over a magic, the header, the previous hash and the body.</summary>
internal static class EntryHash
{
    public const int Length = 32;

    private const int HeaderLength = 4 + 1 + 1 + 8 + 4 + 8 + 8 + 8 + Length;

    public static byte[] OfChain(string chain) => SHA256.HashData(Encoding.UTF8.GetBytes("GbGateway ledger 1: " + chain));

    public static byte[] Of(LedgerEntry entry, ReadOnlySpan<byte> previous)
    {
        var body = entry.Body.Span;
        Span<byte> buffer = HeaderLength + body.Length <= 1024 ? stackalloc byte[1024] : new byte[HeaderLength + body.Length];
        var bytes = buffer[..(HeaderLength + body.Length)];
        "GBL1"u8.CopyTo(bytes);
        bytes[4] = (byte)entry.Algorithm;
        bytes[5] = (byte)entry.Kind;
        BinaryPrimitives.WriteInt64BigEndian(bytes[6..], entry.Segment);
        BinaryPrimitives.WriteInt32BigEndian(bytes[14..], entry.Index);
        BinaryPrimitives.WriteInt64BigEndian(bytes[18..], entry.Sequence);
        BinaryPrimitives.WriteInt64BigEndian(bytes[26..], entry.Time);
        BinaryPrimitives.WriteInt64BigEndian(bytes[34..], entry.Age);
        previous.CopyTo(bytes[42..]);
        body.CopyTo(bytes[HeaderLength..]);
        return entry.Algorithm == LedgerHashAlgorithm.Sm3 ? Sm3.HashData(bytes) : SHA256.HashData(bytes);
    }
}
