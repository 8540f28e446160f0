namespace GbGateway.Content.Filtering;

/// <summary>What was found in a run of text so far.</summary>
public sealed class FilterVerdict
{
    /// <summary>Distinct rules that are kept; more are only counted.</summary>
    public const int MaxFindings = 64;

    private readonly List<KeywordFinding> _findings = [];
    private readonly HashSet<int> _rules = [];

    /// <summary>Nothing found.</summary>
    public static FilterVerdict Clean { get; } = new();

    /// <summary>Every rule that was hit, once, in the order of the text.</summary>
    public IReadOnlyList<KeywordFinding> Findings => _findings;

    /// <summary>Hits, each counted.</summary>
    public long Hits { get; private set; }

    /// <summary>The strongest action among the findings; null if nothing was found.</summary>
    public FilterAction? Action { get; private set; }

    internal void Add(KeywordSet set, int rule)
    {
        Hits++;
        FilterAction action = set.Rules[rule].Action;
        Action = Action is { } strongest && strongest >= action ? strongest : action;
        if (_findings.Count < MaxFindings && _rules.Add(rule))
        {
            _findings.Add(set.Finding(rule));
        }
    }
}
