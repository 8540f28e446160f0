namespace GbGateway.Configuration;

/// <summary>The operator's mistakes, all of them in one message.</summary>
public sealed class ConfigurationException(IReadOnlyList<string> mistakes)
    : Exception($"The configuration has {mistakes.Count} mistake{(mistakes.Count == 1 ? "" : "s")}:\n  - {string.Join("\n  - ", mistakes)}")
{
    /// <summary>The mistakes.</summary>
    public IReadOnlyList<string> Mistakes { get; } = mistakes;
}
