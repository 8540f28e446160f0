namespace GbGateway.Content.Filtering;

/// <summary>Which term of which combination a rule stands for.</summary>
internal readonly record struct CombinationTerm(int Combination, int Term);
