using GbGateway.Content.Filtering;

namespace GbGateway.Policies;

/// <summary>Reads which action each risk gets: <c>Mask; A.1=Block; A.2-c=Observe</c>.</summary>
public static class KeywordActionTable
{
    /// <summary>Says what is wrong with a table, or null.</summary>
    public static string? FindMistake(string table) => TryRead(table, out _, out var mistake) ? null : mistake;

    /// <summary>Reads a table without mistakes.</summary>
    public static FilterActions Read(string table) =>
        TryRead(table, out var actions, out var mistake) ? actions : throw new ArgumentException(mistake, nameof(table));

    private static bool TryRead(string table, out FilterActions actions, out string? mistake)
    {
        var otherwise = FilterAction.Mask;
        var groups = new Dictionary<KeywordRisk, FilterAction>();
        var single = new Dictionary<KeywordRisk, FilterAction>();
        mistake = null;
        foreach (var part in table.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var sides = part.Split('=', StringSplitOptions.TrimEntries);
            if (sides.Length > 2 || !Enum.TryParse(sides[^1], ignoreCase: true, out FilterAction action) || !Enum.IsDefined(action) || char.IsAsciiDigit(sides[^1][0]))
            {
                mistake = $"\"{part}\": allowed: {string.Join(", ", Enum.GetNames<FilterAction>())}, alone or behind a risk and =";
                break;
            }
            if (sides.Length == 1)
            {
                otherwise = action;
                continue;
            }
            var risks = KeywordRisk.All.Where(risk => risk.ToString().StartsWith(sides[0] + "-", StringComparison.OrdinalIgnoreCase)).ToArray();
            if (risks.Length > 0)
            {
                Array.ForEach(risks, risk => groups[risk] = action);
            }
            else if (KeywordRisk.TryParse(sides[0], out var risk))
            {
                single[risk] = action;
            }
            else
            {
                mistake = $"\"{part}\": there is no risk {sides[0]}; they are A.1-a to A.5-b, and groups A.1 to A.5";
                break;
            }
        }
        foreach (var (risk, action) in single)
        {
            groups[risk] = action;
        }
        actions = new FilterActions(otherwise, groups);
        return mistake is null;
    }
}
