namespace GbGateway.Content.Filtering;

/// <summary>A rule of several terms.</summary>
/// <param name="Rule">Index of the rule it reports.</param>
/// <param name="Terms">Number of terms, at least two.</param>
/// <param name="Within">Characters between two terms.</param>
/// <param name="Without">Whether the terms behind the first must be absent instead of present.</param>
internal readonly record struct Combination(int Rule, int Terms, int Within, bool Without);
