using System.Security.Cryptography;
using Org.BouncyCastle.Asn1.GM;
using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Crypto.Digests;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Crypto.Signers;
using Org.BouncyCastle.Security;

namespace GbGateway.Labels.Integrity;

/// <summary>A public key of SM2 (GB/T 32918): checks signatures of SM3withSM2.</summary>
public sealed class Sm2PublicKey
{
    /// <summary>The user id that PG-202511A and GM/T 0009 prescribe.</summary>
    internal static readonly byte[] UserID = "1234567812345678"u8.ToArray();

    private readonly ECPublicKeyParameters _key;

    internal Sm2PublicKey(ECPublicKeyParameters key)
    {
        _key = key;
        Point = key.Q.GetEncoded(compressed: false);
        KeyID = Convert.ToHexStringLower(SHA256.HashData(Point.Span).AsSpan(0, 8));
    }

    /// <summary>The point, uncompressed: 65 bytes that begin with 04.</summary>
    public ReadOnlyMemory<byte> Point { get; }

    /// <summary>The key's name: 16 hexadecimal digits of the SHA-256 of <see cref="Point"/>.</summary>
    public string KeyID { get; }

    /// <summary>Reads a point of 65 bytes (04 X Y), 64 bytes (X Y) or 33 bytes (compressed), or an X.509 SubjectPublicKeyInfo.</summary>
    /// <returns>The key, or null if <paramref name="bytes"/> is none on the curve of SM2.</returns>
    public static Sm2PublicKey? TryRead(ReadOnlySpan<byte> bytes)
    {
        try
        {
            switch (bytes.Length)
            {
                case 64:
                    return FromPoint([0x04, .. bytes]);
                case 33 or 65:
                    return FromPoint(bytes.ToArray());
                case > 65 and < 512:
                    return PublicKeyFactory.CreateKey(bytes.ToArray()) is ECPublicKeyParameters key && IsOnSm2Curve(key.Parameters)
                        ? new Sm2PublicKey(key)
                        : null;
                default:
                    return null;
            }
        }
        catch (Exception e) when (e is ArgumentException or IOException or InvalidOperationException or GeneralSecurityException or ArithmeticException or InvalidCastException)
        {
            return null; // hostile bytes: not a key
        }
    }

    /// <summary>Every key that <paramref name="bytes"/> may mean: one, or two where only the coordinate X is given (32 bytes, or 33 that begin with 00).</summary>
    internal static IEnumerable<Sm2PublicKey> ReadAll(byte[] bytes)
    {
        byte[]? x = bytes switch { { Length: 32 } => bytes, [0, ..] when bytes.Length == 33 => bytes[1..], _ => null };
        if (x is null)
        {
            return TryRead(bytes) is { } key ? [key] : [];
        }
        return new[] { TryRead([0x02, .. x]), TryRead([0x03, .. x]) }.OfType<Sm2PublicKey>();
    }

    /// <summary>Reads PEM SubjectPublicKeyInfo (<c>PUBLIC KEY</c>).</summary>
    /// <returns>The key, or null if <paramref name="pem"/> holds none on the curve of SM2.</returns>
    public static Sm2PublicKey? TryReadPem(string pem)
    {
        if (!PemEncoding.TryFind(pem, out var fields) || !pem.AsSpan()[fields.Label].SequenceEqual("PUBLIC KEY"))
        {
            return null;
        }
        var bytes = new byte[fields.DecodedDataLength];
        return Convert.TryFromBase64Chars(pem.AsSpan()[fields.Base64Data], bytes, out var length) ? TryRead(bytes.AsSpan(0, length)) : null;
    }

    /// <summary>Whether <paramref name="signature"/> (DER, or 64 bytes r and s) signs <paramref name="message"/>.</summary>
    public bool Verify(ReadOnlySpan<byte> message, ReadOnlySpan<byte> signature)
    {
        try
        {
            var signer = new SM2Signer(signature.Length == 64 ? PlainDsaEncoding.Instance : StandardDsaEncoding.Instance, new SM3Digest());
            signer.Init(forSigning: false, new ParametersWithID(_key, UserID));
            signer.BlockUpdate(message);
            return signer.VerifySignature(signature.ToArray());
        }
        catch (Exception e) when (e is ArgumentException or IOException or InvalidOperationException or CryptoException or ArithmeticException)
        {
            return false; // a signature that can't be read verifies nothing
        }
    }

    /// <summary>The key as PEM SubjectPublicKeyInfo.</summary>
    public string ToPem() =>
        new(PemEncoding.Write("PUBLIC KEY", Org.BouncyCastle.X509.SubjectPublicKeyInfoFactory.CreateSubjectPublicKeyInfo(_key).GetDerEncoded()));

    internal static bool IsOnSm2Curve(ECDomainParameters domain) => domain.Curve.Equals(Domain.Curve) && domain.G.Equals(Domain.G);

    internal static readonly ECDomainParameters Domain = ECNamedDomainParameters.LookupOid(GMObjectIdentifiers.sm2p256v1);

    private static Sm2PublicKey FromPoint(byte[] point) =>
        new(new ECPublicKeyParameters("EC", Domain.Curve.DecodePoint(point), GMObjectIdentifiers.sm2p256v1));
}
