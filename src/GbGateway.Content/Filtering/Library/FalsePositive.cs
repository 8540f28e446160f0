namespace GbGateway.Content.Filtering;

/// <summary>An entry that stands in neutral text.</summary>
/// <param name="Library">Its layer.</param>
/// <param name="Line">Its line.</param>
/// <param name="Hits">Hits in the corpus.</param>
public sealed record FalsePositive(string Library, int Line, long Hits);
