namespace GbGateway.Ledger.Records;

/// <summary>The hash of the chain. The numbers are part of the hashed encoding.</summary>
public enum LedgerHashAlgorithm : byte
{
    /// <summary>SHA-256, the default.</summary>
    Sha256 = 1,

    /// <summary>SM3 of GB/T 32905.</summary>
    Sm3 = 2,
}
