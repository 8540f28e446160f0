using GbGateway.Labels.Integrity;

namespace GbGateway.Ledger.Signing;

/// <summary>SM3withSM2.</summary>
public sealed class Sm2VerifyingKey(Sm2PublicKey key) : VerifyingKey
{
    /// <inheritdoc/>
    public override string KeyID => key.KeyID;

    /// <inheritdoc/>
    public override bool Verify(ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature) => key.Verify(data, signature);

    /// <inheritdoc/>
    public override string ToPem() => key.ToPem();
}
