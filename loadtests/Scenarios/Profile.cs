using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace GbGateway.Load.Scenarios;

/// <summary>
/// Where a proxy's processor time goes in a scenario, at saturation: <c>perf</c> samples its stacks, .NET names its methods (perf map), and each
/// sample is charged to one <see cref="CostGroup"/>.
/// </summary>
public sealed class Profile(Stage stage, Scenario scenario, double seconds)
{
    /// <summary>Samples a second: enough for a table, too few to slow the proxy.</summary>
    private const int Frequency = 997;

    /// <summary>Profiles one proxy after the other and gives the table, its columns in microseconds a request.</summary>
    public async Task<string> RunAsync(IReadOnlyList<Proxy> proxies)
    {
        await using var upstream = await RunningProgram.StartAsync(
            "dotnet", [stage.Built("loadtests/Upstream", "gbgateway-load-upstream"), $"{stage.UpstreamPort}", $"{stage.UpstreamHttp2Port}"], stage.LoadCore, stage.UpstreamPort);
        var columns = new List<(Proxy Proxy, double Microseconds, Dictionary<string, int> Samples)>();
        foreach (var (index, proxy) in proxies.Index())
        {
            var own = stage.Of(index);
            var (program, arguments) = proxy.Start(own) ?? throw new InvalidOperationException($"{proxy.Name} is not installed");
            await using var running = await RunningProgram.StartAsync(program, arguments, own.ProxyCore, own.ProxyPort, perfMap: true);
            var load = new Generator(own);
            await load.RunAsync(proxy, scenario, 0, warmUp: 0, length: 40); // the compiler's time, as everywhere
            var before = running.ProcessorMilliseconds;
            var measured = load.RunAsync(proxy, scenario, 0, warmUp: 0, length: seconds + 2);
            var samples = await SampleAsync(running.Id, own);
            var requests = (await measured).GetProperty("requests").GetDouble();
            columns.Add((proxy, (running.ProcessorMilliseconds - before) * 1000 / requests, samples));
        }
        return Table(columns);
    }

    private async Task<Dictionary<string, int>> SampleAsync(int id, Stage own)
    {
        var data = Path.Combine(own.Work, $"{id}.perf");
        await RunAsync(["record", "-q", "-e", "cpu-clock", "-F", $"{Frequency}", "-g", "-p", $"{id}", "-o", data, "--", "sleep", seconds.ToString(CultureInfo.InvariantCulture)], static _ => { });
        var samples = new Dictionary<string, int>();
        var stack = new List<string>();
        // Of each sample: a line with the thread, a line a frame from the innermost outwards, an empty line.
        await RunAsync(["script", "-i", data, "-F", "comm,ip,sym,dso"], line =>
        {
            if (line.Length > 0)
            {
                stack.Add(line.Trim());
                return;
            }
            if (stack.Count > 0)
            {
                var group = Charge(stack);
                samples[group] = samples.GetValueOrDefault(group) + 1;
                stack.Clear();
            }
        });
        return samples;
    }

    private static string Charge(List<string> stack)
    {
        if (stack.Count > 1 && stack[1].Contains("([kernel", StringComparison.Ordinal))
        {
            return stack.Any(static frame => frame.Contains("tcp_", StringComparison.Ordinal) || frame.Contains("sock_", StringComparison.Ordinal) || frame.Contains("epoll", StringComparison.Ordinal))
                ? "kernel: sockets" : "kernel: other (disk, wake-ups, memory)";
        }
        var innermost = CostGroup.Innermost.FirstOrDefault(group => group.Frames.IsMatch(stack[Math.Min(1, stack.Count - 1)]) || stack[0].StartsWith(".NET Tiered", StringComparison.Ordinal) && group.Title.StartsWith("just", StringComparison.Ordinal));
        return (innermost ?? stack.Skip(1).Select(static frame => CostGroup.Callers.FirstOrDefault(group => group.Frames.IsMatch(frame))).FirstOrDefault(static group => group is not null))?.Title ?? CostGroup.Rest;
    }

    private string Table(List<(Proxy Proxy, double Microseconds, Dictionary<string, int> Samples)> columns)
    {
        var load = File.ReadAllText("/proc/loadavg").Split(' ')[0];
        var text = new StringBuilder(string.Create(CultureInfo.InvariantCulture,
            $"{scenario.Title}, at saturation, µs of processor time a request ({RuntimeInformation.ProcessArchitecture}, one core, {seconds:F0} s at {Frequency} samples/s; load average at the end {load}; perf maps make a proxy slightly slower than in the comparison).\n\n"));
        text.Append("| where |").Append(string.Concat(columns.Select(static column => $" {column.Proxy.Title} |"))).Append("\n|---|").Append(string.Concat(columns.Select(static _ => "---|"))).Append('\n');
        foreach (var group in columns.SelectMany(static column => column.Samples.Keys).Distinct().OrderByDescending(group => columns.Max(column => Share(column.Samples, group))))
        {
            text.Append($"| {group} |").Append(string.Concat(columns.Select(column => string.Create(CultureInfo.InvariantCulture, $" {Share(column.Samples, group) * column.Microseconds:F1} |")))).Append('\n');
        }
        return text.Append("| **all** |").Append(string.Concat(columns.Select(static column => string.Create(CultureInfo.InvariantCulture, $" **{column.Microseconds:F1}** |")))).Append('\n').ToString();
    }

    private static double Share(Dictionary<string, int> samples, string group) => (double)samples.GetValueOrDefault(group) / samples.Values.Sum();

    private static async Task RunAsync(string[] arguments, Action<string> take)
    {
        using var process = Process.Start(new ProcessStartInfo("perf", arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var errors = process.StandardError.ReadToEndAsync();
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            take(line);
        }
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"perf {arguments[0]} failed: {await errors}");
        }
    }
}
