namespace GbGateway.Labels.Verification;

/// <summary>One entry of a ledger about a file.</summary>
/// <param name="ProduceID">The item's number.</param>
/// <param name="When">When it was written, UTC.</param>
/// <param name="What">What it says, such as <c>opened on route default</c>.</param>
public sealed record LedgerTrace(string ProduceID, DateTimeOffset When, string What);
