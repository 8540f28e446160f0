using System.Security.Cryptography;
using GbGateway.Labels.Integrity;

namespace GbGateway.Ledger.Signing;

/// <summary>A public key that checks checkpoints, tombstones and grants.</summary>
public abstract class VerifyingKey
{
    /// <summary>The key's name: 16 hexadecimal digits.</summary>
    public abstract string KeyID { get; }

    /// <summary>Whether <paramref name="signature"/> signs <paramref name="data"/>; never throws.</summary>
    public abstract bool Verify(ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature);

    /// <summary>The key as PEM SubjectPublicKeyInfo.</summary>
    public abstract string ToPem();

    /// <summary>Reads PEM (<c>PUBLIC KEY</c>) of ECDSA P-256 or SM2, or gives null.</summary>
    public static VerifyingKey? TryReadPem(string pem)
    {
        if (!PemEncoding.TryFind(pem, out var found) || !pem.AsSpan()[found.Label].SequenceEqual("PUBLIC KEY"))
        {
            return null;
        }
        var bytes = new byte[found.DecodedDataLength];
        if (!Convert.TryFromBase64String(pem[found.Base64Data], bytes, out var length))
        {
            return null;
        }
        return Sm2PublicKey.TryRead(bytes.AsSpan(0, length)) is { } sm2 ? new Sm2VerifyingKey(sm2) : EcdsaVerifyingKey.TryRead(bytes.AsSpan(0, length));
    }
}
