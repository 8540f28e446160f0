using System.Globalization;
using System.Text.Json;
using GbGateway.Tests.Support;

namespace GbGateway.Tests.Rules;

/// <summary>Pages of <c>loadtests</c> say what the latest results say: their tables are written by commands, and kept together.</summary>
public sealed class LoadPagesTests
{
    private static readonly string Folder = Path.Combine(Repository.Root, "loadtests");

    [Fact]
    public void The_page_on_scale_holds_the_processor_times_of_the_latest_results()
    {
        using var results = JsonDocument.Parse(File.ReadAllText(Path.Combine(Folder, "results", "latest.json")));
        var measured = results.RootElement.GetProperty("Measurements").EnumerateArray()
            .Where(static one => one.GetProperty("Rate").GetDouble() == 0 && one.GetProperty("ProcessorMicroseconds").ValueKind == JsonValueKind.Number)
            .Select(static one => (Scenario: one.GetProperty("Scenario").GetString(), Proxy: one.GetProperty("Proxy").GetString()!, Cost: one.GetProperty("ProcessorMicroseconds").GetDouble()))
            .Where(static one => one.Proxy == "yarp" || one.Proxy.StartsWith("gbgateway", StringComparison.Ordinal))
            .GroupBy(static one => $"{one.Scenario} | {one.Proxy}")
            .Select(static group => $"{group.Key} | {Middle([.. group.Select(static one => one.Cost).Order()]).ToString("F0", CultureInfo.InvariantCulture)}");

        var page = File.ReadLines(Path.Combine(Folder, "SCALE.md")).SkipWhile(static line => line != "<!-- table scale -->").TakeWhile(static line => line != "<!-- end -->")
            .Where(static line => line.StartsWith("| ", StringComparison.Ordinal)).Skip(1).Select(static line => string.Join('|', line.Split('|')[1..4]).Trim()).ToList();

        Assert.NotEmpty(page);
        Assert.Equal(measured.Order(StringComparer.Ordinal), page.Order(StringComparer.Ordinal));
    }

    private static double Middle(double[] sorted) => (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
}
