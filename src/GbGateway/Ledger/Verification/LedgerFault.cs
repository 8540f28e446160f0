namespace GbGateway.Ledger.Verification;

/// <summary>The first thing wrong with a ledger.</summary>
/// <param name="Sequence">The first sequence that is not what was written.</param>
/// <param name="Reason">What is wrong, in English.</param>
/// <param name="ReasonInChinese">The same in Chinese.</param>
public sealed record LedgerFault(long Sequence, string Reason, string ReasonInChinese);
