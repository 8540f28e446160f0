using System.Globalization;
using System.Text;
using System.Text.Json;

namespace GbGateway.Load.Scenarios;

/// <summary>Writes results for machines (JSON), for readers (Markdown) and as a picture (SVG).</summary>
public sealed class Report(Bench bench, IReadOnlyList<Proxy> proxies, IReadOnlyList<Scenario> scenarios, string conditions)
{
    /// <summary>Writes the three files and gives the text.</summary>
    public string Write(string folder, string name)
    {
        Directory.CreateDirectory(folder);
        using (var file = File.Create(Path.Combine(folder, name + ".json")))
        {
            JsonSerializer.Serialize(file, new { conditions, leftOut = bench.LeftOut, measurements = bench.Measurements }, new JsonSerializerOptions { WriteIndented = true });
        }
        var text = Markdown(name);
        File.WriteAllText(Path.Combine(folder, name + ".md"), text);
        File.WriteAllText(Path.Combine(folder, name + ".svg"), new Bars(scenarios.Select(scenario => (scenario.Title, Rows(scenario).Where(static row => row.Ratio is not null).Select(row => (Title(row.Proxy), row.Ratio!.Value)).ToList())).ToList()).ToSvg());
        return text;
    }

    private IEnumerable<Row> Rows(Scenario scenario) =>
        proxies.Select(proxy => new Row(proxy.Name, scenario, bench.Measurements)).Where(static row => row.IsMeasured);

    private string Title(string proxy) => proxies.First(one => one.Name == proxy).Title;

    private string Markdown(string name)
    {
        var text = new StringBuilder($"# Load: {name}\n\n{conditions}\n");
        foreach (var scenario in scenarios)
        {
            WriteScenario(text, scenario);
        }
        foreach (var (proxy, why) in bench.LeftOut)
        {
            text.Append($"\nLeft out: {Title(proxy)}: {why.Split('\n')[0]}\n");
        }
        text.Append("\nRatio: throughput over bare YARP's in the same round (least to greatest). Added: the percentile at half of saturation less the same percentile without a proxy.\n");
        return text.ToString();
    }

    private void WriteScenario(StringBuilder text, Scenario scenario)
    {
        var direct = new Row(Measurement.Direct, scenario, bench.Measurements);
        text.Append($"\n## {scenario.Title}\n\n| proxy | answers/s | ratio | at /s | added p50 | added p99 | added p99.9 |");
        text.Append(scenario.Streamed ? " event delay added p50 | p99 | first event added p50 | gap added p99 |" : "");
        text.Append(" CPU µs/request | allocated B/request | RSS MB |").Append(scenario.IsCrowd ? " KB a stream |" : "").Append(" failed |\n|---|---|---|---|---|---|---|");
        text.Append(scenario.Streamed ? "---|---|---|---|" : "").Append("---|---|---|").Append(scenario.IsCrowd ? "---|" : "").Append("---|\n");
        foreach (var row in Rows(scenario))
        {
            string Added(string time, string percentile) => row.Time(time, percentile) - direct.Time(time, percentile) is { } added ? Number(added, "F0") + " µs" : "";
            var ratio = row.Ratios.Count > 0 ? $"{Number(row.Ratio, "F3")} ({Number(row.Ratios[0], "F2")}-{Number(row.Ratios[^1], "F2")})" : "";
            text.Append($"| {Title(row.Proxy)} | {Number(row.PerSecond, "F0")} | {ratio} | {Number(row.Rate, "F0")} | {Added("latency", "p50")} | {Added("latency", "p99")} | {Added("latency", "p999")} |");
            if (scenario.Streamed)
            {
                text.Append($" {Added("eventDelay", "p50")} | {Added("eventDelay", "p99")} | {Added("firstEvent", "p50")} | {Added("eventGap", "p99")} |");
            }
            text.Append($" {Number(row.Processor, "F0")} | {Number(row.Allocated, "F0")} | {Number(row.Resident, "F0")} | {(scenario.IsCrowd ? Number(row.PerConnection, "F1") + " | " : "")}{row.Failures} |\n");
        }
        if (direct.Time("latency", "p50") is { } p50)
        {
            text.Append($"\nWithout a proxy{(scenario.IsCrowd ? "" : $" at {Number(direct.Rate, "F0")}/s")}: p50 {Number(p50, "F0")} µs, p99 {Number(direct.Time("latency", "p99"), "F0")} µs.\n");
        }
    }

    private static string Number(double? value, string format) => value?.ToString(format, CultureInfo.InvariantCulture) ?? "";
}
