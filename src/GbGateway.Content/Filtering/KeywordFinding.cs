namespace GbGateway.Content.Filtering;

/// <summary>A rule that was hit: what ledger, metrics and headers may say of it. Never the text.</summary>
/// <param name="RuleId">The entry's id, or the layer's name and a hash.</param>
/// <param name="Risk">The risk of GB/T 45654.</param>
/// <param name="Severity">How grave.</param>
/// <param name="Action">What is done.</param>
/// <param name="Library">The layer.</param>
/// <param name="Version">Version of the set.</param>
public sealed record KeywordFinding(
    string RuleId, KeywordRisk Risk, KeywordSeverity Severity, FilterAction Action, string Library, string Version);
