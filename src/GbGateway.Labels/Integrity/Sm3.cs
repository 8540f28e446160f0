using Org.BouncyCastle.Crypto.Digests;

namespace GbGateway.Labels.Integrity;

/// <summary>The hash SM3 of GB/T 32905: 32 bytes.</summary>
public static class Sm3
{
    /// <summary>Bytes of a digest.</summary>
    public const int DigestLength = 32;

    /// <summary>The digest of <paramref name="data"/>.</summary>
    public static byte[] HashData(ReadOnlySpan<byte> data)
    {
        var digest = new byte[DigestLength];
        HashData(data, digest);
        return digest;
    }

    /// <summary>Writes the digest of <paramref name="data"/> to the first 32 bytes of <paramref name="digest"/>.</summary>
    public static void HashData(ReadOnlySpan<byte> data, Span<byte> digest)
    {
        var sm3 = new SM3Digest();
        sm3.BlockUpdate(data);
        sm3.DoFinal(digest);
    }
}
