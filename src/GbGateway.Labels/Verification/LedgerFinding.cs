namespace GbGateway.Labels.Verification;

/// <summary>What our ledger says of a file.</summary>
/// <param name="State">In one word.</param>
/// <param name="Traces">The entries found, oldest first, a few at most.</param>
public sealed record LedgerFinding(LedgerState State, IReadOnlyList<LedgerTrace> Traces);
