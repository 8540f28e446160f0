namespace GbGateway.Content.Filtering;

/// <summary>The action of every risk class, for one tenant and direction. An entry's own action comes first.</summary>
public sealed class FilterActions
{
    private readonly FilterAction[] _ofRisk = new FilterAction[KeywordRisk.Count + 1];

    /// <param name="otherwise">The action of risks not named.</param>
    /// <param name="ofRisk">The actions of single risks.</param>
    public FilterActions(FilterAction otherwise, IReadOnlyDictionary<KeywordRisk, FilterAction>? ofRisk = null)
    {
        Array.Fill(_ofRisk, otherwise);
        foreach ((KeywordRisk risk, FilterAction action) in ofRisk ?? new Dictionary<KeywordRisk, FilterAction>())
        {
            _ofRisk[risk.Number] = action;
        }
    }

    /// <summary>Mask everything.</summary>
    public static FilterActions MaskAll { get; } = new(FilterAction.Mask);

    /// <summary>Only observe, whatever the entries say: the monitor mode.</summary>
    public static FilterActions ObserveAll { get; } = new(FilterAction.Observe) { OverridesEntries = true };

    /// <summary>Whether the entries' own actions are passed over.</summary>
    public bool OverridesEntries { get; init; }

    /// <summary>The action for an entry.</summary>
    public FilterAction Of(KeywordEntry entry) =>
        OverridesEntries || entry.Action is null ? _ofRisk[entry.Risk.Number] : entry.Action.Value;
}
