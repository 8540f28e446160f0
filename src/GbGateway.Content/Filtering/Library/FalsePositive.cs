namespace GbGateway.Content.Filtering;

/// <summary>An entry that stands in neutral text.</summary>
/// <param name="Library">Its layer.</param>
/// <param name="Line">Its line.</param>
/// <param name="Hits">Hits in the corpus.</param>
/// <param name="Entry">The entry: for the operator's eyes, never for a log.</param>
public sealed record FalsePositive(string Library, int Line, long Hits, KeywordEntry Entry);
