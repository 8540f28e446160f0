namespace GbGateway.Content.Filtering;

/// <summary>The entries of one layer (national, company, tenant) as they were written down.</summary>
/// <param name="Name">Name of the layer: it stands in the rule ids.</param>
/// <param name="Version">The operator's version: it stands in verdicts and metrics.</param>
/// <param name="Entries">The entries, in order.</param>
public sealed record KeywordLibrary(string Name, string Version, IReadOnlyList<KeywordEntry> Entries)
{
    /// <summary>What is forgiven where an entry says nothing.</summary>
    public TextFolding Folding { get; init; } = TextFolding.Default;

    /// <summary>Day of the last change, if the library says so.</summary>
    public DateOnly? Updated { get; init; }
}
