using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace GbGateway.Labels.Watermark;

/// <summary>What an authentic mark says.</summary>
/// <param name="ContentId">48 bits the ledger resolves to a ProduceID (see <see cref="ContentIdOf"/>).</param>
/// <param name="KeyId">Number of the key that marked.</param>
/// <param name="Period">Pixels after which the pattern repeated in the picture as it was marked; with the period found it tells the
/// scale.</param>
public readonly record struct WatermarkPayload(ulong ContentId, int KeyId, int Period)
{
    /// <summary>Largest content id.</summary>
    public const ulong MaxContentId = (1UL << 48) - 1;

    /// <summary>A content id as the ledger and the command write it: 12 hexadecimal digits.</summary>
    public static string NameOf(ulong contentId) => contentId.ToString("x12", CultureInfo.InvariantCulture);

    /// <summary>The content id as the ledger writes it.</summary>
    public string WatermarkID => NameOf(ContentId);

    /// <summary>
    /// The content id of a ProduceID: the first 48 bits of SHA-256 of its UTF-8, so that the ledger needs no second counter.
    /// </summary>
    public static ulong ContentIdOf(string produceID)
    {
        Span<byte> hash = stackalloc byte[32];
        SHA256.HashData(Encoding.UTF8.GetBytes(produceID), hash);
        return BinaryPrimitives.ReadUInt64BigEndian(hash) >> 16;
    }
}
