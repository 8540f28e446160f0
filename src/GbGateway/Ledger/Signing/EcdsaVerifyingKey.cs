using System.Security.Cryptography;

namespace GbGateway.Ledger.Signing;

/// <summary>ECDSA on P-256 with SHA-256.</summary>
public sealed class EcdsaVerifyingKey : VerifyingKey
{
    private const int P256Bits = 256;

    private readonly ECDsa _key;
    private readonly Lock _lock = new();

    private EcdsaVerifyingKey(ECDsa key)
    {
        _key = key;
        KeyID = Convert.ToHexStringLower(SHA256.HashData(key.ExportSubjectPublicKeyInfo()).AsSpan(0, 8));
    }

    /// <inheritdoc/>
    public override string KeyID { get; }

    /// <summary>Reads a SubjectPublicKeyInfo, or gives null if it is none of P-256.</summary>
    public static EcdsaVerifyingKey? TryRead(ReadOnlySpan<byte> subjectPublicKeyInfo)
    {
        var key = ECDsa.Create();
        try
        {
            key.ImportSubjectPublicKeyInfo(subjectPublicKeyInfo, out _);
            if (key.KeySize == P256Bits)
            {
                return new EcdsaVerifyingKey(key);
            }
        }
        catch (CryptographicException)
        {
            // not a key of this kind
        }
        key.Dispose();
        return null;
    }

    /// <inheritdoc/>
    public override bool Verify(ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature)
    {
        lock (_lock)
        {
            return signature.Length == 2 * P256Bits / 8 && _key.VerifyData(data, signature, HashAlgorithmName.SHA256);
        }
    }

    /// <inheritdoc/>
    public override string ToPem() => _key.ExportSubjectPublicKeyInfoPem();
}
