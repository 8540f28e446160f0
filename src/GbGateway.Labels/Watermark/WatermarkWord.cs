using System.Buffers.Binary;
using System.Security.Cryptography;

namespace GbGateway.Labels.Watermark;

/// <summary>
/// The 80 bits of a mark: version (2), key id (4), period (4), content id (48), tag (22). The tag is HMAC-SHA256 of the 58 bits before it:
/// it does for the list decoder what a CRC would, and what a CRC wouldn't, nobody without the key can make one.
/// </summary>
internal static class WatermarkWord
{
    /// <summary>Bits of a word.</summary>
    public const int Bits = 80;

    /// <summary>Bits that are free to differ between words of one key: content id and period.</summary>
    public const int FreeBits = 48 + 4;

    private const int Version = 1;
    private const int TagBits = 22;

    /// <summary>Seals a payload.</summary>
    public static UInt128 Seal(WatermarkKey key, ulong contentId, int period)
    {
        var body = ((ulong)Version << 56) | ((ulong)key.Id << 52) | ((ulong)Tile.PeriodIndex(period) << 48) | contentId;
        return ((UInt128)body << TagBits) | Tag(key, body);
    }

    /// <summary>Reads a word if the key's tag is right.</summary>
    public static bool TryOpen(WatermarkKey key, UInt128 word, out WatermarkPayload payload)
    {
        var body = (ulong)(word >> TagBits);
        var index = (int)(body >> 48) & 15;
        payload = new WatermarkPayload(body & WatermarkPayload.MaxContentId, key.Id, Tile.PeriodAt(index));
        return body >> 56 == Version && ((int)(body >> 52) & 15) == key.Id && index < Tile.Periods
            && ((uint)word & ((1u << TagBits) - 1)) == Tag(key, body);
    }

    private static uint Tag(WatermarkKey key, ulong body)
    {
        Span<byte> text = stackalloc byte[8];
        Span<byte> hash = stackalloc byte[32];
        BinaryPrimitives.WriteUInt64BigEndian(text, body);
        HMACSHA256.HashData(key.TagKey, text, hash);
        return BinaryPrimitives.ReadUInt32BigEndian(hash) >> (32 - TagBits);
    }
}
