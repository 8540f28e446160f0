using System.Globalization;
using System.Text;

namespace GbGateway.Load.Scenarios;

/// <summary>Results for readers: two tables a scenario, at saturation and at half of it.</summary>
public sealed class Report(Results results)
{
    /// <summary>The tables.</summary>
    public string ToMarkdown(string name)
    {
        var text = new StringBuilder($"# Load: {name}\n");
        foreach (var scenario in results.Scenarios)
        {
            var rows = results.Rows(scenario).ToList();
            text.Append($"\n## {scenario.Title}\n\n{results.Conditions[scenario.Name]}\n\n");
            WriteSaturation(text, scenario, rows);
            WriteLatency(text, scenario, rows);
            foreach (var (proxy, why) in results.LeftOut.GetValueOrDefault(scenario.Name) ?? [])
            {
                text.Append($"\nLeft out: {Title(proxy)}: {why.Split('\n')[0]}\n");
            }
        }
        text.Append("""

            **Ratio**: throughput over bare YARP's in the same round, the middle (least to greatest). **By CPU**: bare YARP's processor time a request over the proxy's. Times in µs: what the proxy
            adds to an exchange without one and, in parentheses, to bare YARP; the percentile less the other's of the same round, the middle of the rounds.

            """);
        return text.ToString();
    }

    private static string Title(string proxy) => Proxies.All.First(one => one.Name == proxy).Title;

    private static void WriteSaturation(StringBuilder text, Scenario scenario, List<Row> rows)
    {
        text.Append("| proxy | answers/s | ratio | CPU µs/request | by CPU | its core busy | load's core busy | allocated B/request | over YARP | RSS MB |").Append(scenario.IsCrowd ? " KB a stream |" : "");
        text.Append(" failed |\n|---|---|---|---|---|---|---|---|---|---|").Append(scenario.IsCrowd ? "---|" : "").Append("---|\n");
        var limit = rows.FirstOrDefault(static row => row.Proxy == Proxies.Limit);
        foreach (var row in rows)
        {
            var ratio = row.Ratios.Count > 0 ? $"{Number(row.Ratio, "F3")} ({Number(row.Ratios[0], "F2")}-{Number(row.Ratios[^1], "F2")})" : "";
            text.Append($"| {Title(row.Proxy)} | {Number(row.PerSecond, "F0")} | {ratio} | {Number(row.Processor, "F0")} | {Number(limit?.Processor / row.Processor, "F2")} ");
            text.Append($"| {Number(row.ProxyCoreBusy, "P0")} | {Number(row.LoadCoreBusy, "P0")} | {Number(row.Allocated, "F0")} | {Number(row.Allocated - limit?.Allocated, "F0")} | {Number(row.Resident, "F0")} |");
            text.Append(scenario.IsCrowd ? $" {Number(row.PerConnection, "F1")} |" : "").Append($" {row.Failures} |\n");
        }
    }

    private void WriteLatency(StringBuilder text, Scenario scenario, List<Row> rows)
    {
        (string Name, string Time, string Percentile)[] columns =
        [
            ("p50", "latency", "p50"), ("p99", "latency", "p99"), ("p99.9", "latency", "p999"),
            .. scenario.Streamed
                ? [("first event p50", "firstEvent", "p50"), ("first event p99", "firstEvent", "p99"), ("event delay p50", "eventDelay", "p50"), ("event delay p99", "eventDelay", "p99"), ("gap p50", "eventGap", "p50"), ("gap p99", "eventGap", "p99")]
                : ((string, string, string)[])[],
        ];
        var direct = new Row(Measurement.Direct, scenario, results.Measurements);
        var limit = rows.FirstOrDefault(static row => row.Proxy == Proxies.Limit);
        if (!direct.IsMeasured)
        {
            return;
        }
        text.Append(scenario.IsCrowd ? "\n| added, all streams at once |" : "\n| added at half of saturation |").Append(" at /s |").Append(string.Concat(columns.Select(static column => $" {column.Name} |"))).Append("\n|---|---|").Append(string.Concat(columns.Select(static _ => "---|"))).Append('\n');
        text.Append($"| (without a proxy) | {Number(direct.Rate, "F0")} |").Append(string.Concat(columns.Select(column => $" {Number(direct.Time(column.Time, column.Percentile), "F0")} |"))).Append('\n');
        foreach (var row in rows)
        {
            text.Append($"| {Title(row.Proxy)} | {Number(row.Rate, "F0")} |").Append(string.Concat(columns.Select(column =>
                $" {Signed(row.Added(direct, column.Time, column.Percentile))}{(row == limit || limit is null ? "" : $" ({Signed(row.Added(limit, column.Time, column.Percentile))})")} |"))).Append('\n');
        }
    }

    private static string Number(double? value, string format) => value?.ToString(format, CultureInfo.InvariantCulture).Replace(" ", "", StringComparison.Ordinal) ?? "";

    private static string Signed(double? value) => value?.ToString("+0;-0;0", CultureInfo.InvariantCulture) ?? "";
}
