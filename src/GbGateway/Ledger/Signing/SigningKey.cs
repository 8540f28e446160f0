using GbGateway.Labels.Integrity;

namespace GbGateway.Ledger.Signing;

/// <summary>A private key that signs checkpoints, tombstones and grants.</summary>
public abstract class SigningKey
{
    /// <summary>The public key that belongs to it.</summary>
    public abstract VerifyingKey PublicKey { get; }

    /// <summary>Signs <paramref name="data"/>.</summary>
    public abstract byte[] Sign(ReadOnlySpan<byte> data);

    /// <summary>The key as PEM PKCS#8, for a file that only its owner reads.</summary>
    public abstract string ToPem();

    /// <summary>Reads PEM of ECDSA P-256 or SM2, or gives null.</summary>
    public static SigningKey? TryReadPem(string pem) =>
        Sm2PrivateKey.TryReadPem(pem) is { } sm2 ? new Sm2SigningKey(sm2) : EcdsaSigningKey.TryRead(pem);
}
