using System.Text.Json;

namespace GbGateway.Load.Scenarios;

/// <summary>Everything measured under a name. A later run may add scenarios; one that is measured again takes the place of its former figures, so that each is from one run.</summary>
public sealed record Results
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    /// <summary>Of each scenario, what it was measured under.</summary>
    public Dictionary<string, string> Conditions { get; init; } = [];

    /// <summary>Of each scenario, the proxies left out, and why.</summary>
    public Dictionary<string, Dictionary<string, string>> LeftOut { get; init; } = [];

    /// <summary>Every run of the load generator, in order.</summary>
    public List<Measurement> Measurements { get; init; } = [];

    /// <summary>The scenarios measured, in the list's order.</summary>
    public IEnumerable<Scenario> Scenarios => Scenario.All.Where(scenario => Conditions.ContainsKey(scenario.Name));

    /// <summary>Reads earlier ones.</summary>
    public static Results Read(string file) => File.Exists(file) ? JsonSerializer.Deserialize<Results>(File.ReadAllText(file))! : new Results();

    /// <summary>Forgets a scenario.</summary>
    public void Drop(Scenario scenario)
    {
        Conditions.Remove(scenario.Name);
        LeftOut.Remove(scenario.Name);
        Measurements.RemoveAll(one => one.Scenario == scenario.Name);
    }

    /// <summary>The figures of each proxy that was measured in a scenario, in the list's order.</summary>
    public IEnumerable<Row> Rows(Scenario scenario) =>
        Proxies.All.Select(proxy => new Row(proxy.Name, scenario, Measurements)).Where(static row => row.IsMeasured);

    /// <summary>Writes them.</summary>
    public void Write(string file) => File.WriteAllText(file, JsonSerializer.Serialize(this, Indented) + "\n");
}
