using GbGateway.Labels.Integrity;

namespace GbGateway.Ledger.Signing;

/// <summary>SM3withSM2.</summary>
public sealed class Sm2SigningKey(Sm2PrivateKey key) : SigningKey
{
    /// <inheritdoc/>
    public override VerifyingKey PublicKey { get; } = new Sm2VerifyingKey(key.PublicKey);

    /// <inheritdoc/>
    public override byte[] Sign(ReadOnlySpan<byte> data) => key.Sign(data);

    /// <inheritdoc/>
    public override string ToPem() => key.ToPem();
}
