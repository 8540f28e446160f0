using System.Security.Cryptography;
using Org.BouncyCastle.Asn1.GM;
using Org.BouncyCastle.Crypto.Generators;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Crypto.Signers;
using Org.BouncyCastle.OpenSsl;
using Org.BouncyCastle.Pkcs;
using Org.BouncyCastle.Security;

namespace GbGateway.Labels.Integrity;

/// <summary>A private key of SM2 (GB/T 32918): signs with SM3withSM2.</summary>
public sealed class Sm2PrivateKey
{
    private readonly ECPrivateKeyParameters _key;

    private Sm2PrivateKey(ECPrivateKeyParameters key)
    {
        _key = key;
        var point = key.Parameters.G.Multiply(key.D).Normalize();
        PublicKey = new Sm2PublicKey(new ECPublicKeyParameters("EC", point, GMObjectIdentifiers.sm2p256v1));
    }

    /// <summary>The public key that belongs to it.</summary>
    public Sm2PublicKey PublicKey { get; }

    /// <summary>Makes a new key.</summary>
    public static Sm2PrivateKey Generate()
    {
        var generator = new ECKeyPairGenerator();
        generator.Init(new ECKeyGenerationParameters(GMObjectIdentifiers.sm2p256v1, new SecureRandom()));
        return new Sm2PrivateKey((ECPrivateKeyParameters)generator.GenerateKeyPair().Private);
    }

    /// <summary>Reads PEM: PKCS#8 (<c>PRIVATE KEY</c>) or SEC 1 (<c>EC PRIVATE KEY</c>), without passphrase.</summary>
    /// <returns>The key, or null if <paramref name="pem"/> holds no key on the curve of SM2.</returns>
    public static Sm2PrivateKey? TryReadPem(string pem)
    {
        try
        {
            var read = new PemReader(new StringReader(WithoutParameters(pem))).ReadObject();
            var key = read switch
            {
                Org.BouncyCastle.Crypto.AsymmetricCipherKeyPair pair => pair.Private,
                Org.BouncyCastle.Crypto.AsymmetricKeyParameter single => single,
                _ => null,
            };
            return key is ECPrivateKeyParameters ec && Sm2PublicKey.IsOnSm2Curve(ec.Parameters) ? new Sm2PrivateKey(ec) : null;
        }
        catch (Exception e) when (e is ArgumentException or IOException or InvalidOperationException or GeneralSecurityException or InvalidCastException)
        {
            return null;
        }
    }

    /// <summary>Signs <paramref name="message"/>: DER of r and s.</summary>
    public byte[] Sign(ReadOnlySpan<byte> message)
    {
        var signer = new SM2Signer();
        signer.Init(forSigning: true, new ParametersWithID(new ParametersWithRandom(_key, new SecureRandom()), Sm2PublicKey.UserID));
        signer.BlockUpdate(message);
        return signer.GenerateSignature();
    }

    /// <summary>The key as PEM PKCS#8, for a file that only its owner reads.</summary>
    public string ToPem() => new(PemEncoding.Write("PRIVATE KEY", PrivateKeyInfoFactory.CreatePrivateKeyInfo(_key).GetDerEncoded()));

    // "openssl ecparam -genkey" writes a block EC PARAMETERS before the key.
    private static string WithoutParameters(string pem)
    {
        var at = pem.IndexOf("-----BEGIN EC PRIVATE KEY-----", StringComparison.Ordinal);
        return at > 0 ? pem[at..] : pem;
    }
}
