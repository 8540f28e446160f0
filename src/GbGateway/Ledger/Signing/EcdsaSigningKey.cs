using System.Security.Cryptography;

namespace GbGateway.Ledger.Signing;

/// <summary>ECDSA on P-256 with SHA-256; signatures are the 64 bytes r and s.</summary>
public sealed class EcdsaSigningKey : SigningKey
{
    private const int P256Bits = 256;

    private readonly ECDsa _key;
    private readonly Lock _lock = new();

    private EcdsaSigningKey(ECDsa key)
    {
        _key = key;
        PublicKey = EcdsaVerifyingKey.TryRead(key.ExportSubjectPublicKeyInfo())
            ?? throw new ArgumentException("the key is not on P-256", nameof(key));
    }

    /// <inheritdoc/>
    public override VerifyingKey PublicKey { get; }

    /// <summary>Makes a new key.</summary>
    public static EcdsaSigningKey Generate() => new(ECDsa.Create(ECCurve.NamedCurves.nistP256));

    /// <summary>Reads PEM, or gives null if it holds no private key on P-256.</summary>
    public static EcdsaSigningKey? TryRead(string pem)
    {
        var key = ECDsa.Create();
        try
        {
            key.ImportFromPem(pem);
            if (key.KeySize == P256Bits)
            {
                key.SignData([], HashAlgorithmName.SHA256); // a public key alone can't
                return new EcdsaSigningKey(key);
            }
        }
        catch (Exception e) when (e is CryptographicException or ArgumentException)
        {
            // not a key of this kind
        }
        key.Dispose();
        return null;
    }

    /// <inheritdoc/>
    public override byte[] Sign(ReadOnlySpan<byte> data)
    {
        lock (_lock)
        {
            return _key.SignData(data, HashAlgorithmName.SHA256);
        }
    }

    /// <inheritdoc/>
    public override string ToPem() => _key.ExportPkcs8PrivateKeyPem();
}
