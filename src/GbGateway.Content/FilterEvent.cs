using GbGateway.Content.Filtering;

namespace GbGateway.Content;

/// <summary>A keyword rule that was hit in an exchange, for metrics, headers and the ledger: facts, never the text.</summary>
/// <param name="Direction">Where.</param>
/// <param name="Finding">The rule, its risk and action, the library's version.</param>
public readonly record struct FilterEvent(FilterDirection Direction, KeywordFinding Finding);
