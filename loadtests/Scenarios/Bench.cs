using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace GbGateway.Load.Scenarios;

/// <summary>Lets the proxies take turns, A B C A B C, each alone on its core, and measures each scenario at saturation and at half of it.</summary>
public sealed class Bench(Stage stage, IReadOnlyList<Proxy> proxies, IReadOnlyList<Scenario> scenarios, int rounds, double seconds)
{
    private readonly Dictionary<(string Proxy, string Scenario), double> _saturation = [];

    /// <summary>Everything measured, in order.</summary>
    public List<Measurement> Measurements { get; } = [];

    /// <summary>Proxies left out, and why.</summary>
    public Dictionary<string, string> LeftOut { get; } = [];

    /// <summary>Runs all rounds.</summary>
    public async Task RunAsync()
    {
        await using var upstream = await RunningProgram.StartAsync(
            "dotnet", [stage.Built("loadtests/Upstream", "gbgateway-load-upstream"), $"{stage.UpstreamPort}"], stage.LoadCore, stage.UpstreamPort);
        for (var round = 1; round <= rounds; round++)
        {
            foreach (var proxy in proxies.Where(proxy => !LeftOut.ContainsKey(proxy.Name)))
            {
                await RunAsync(proxy, round);
            }
            foreach (var scenario in scenarios)
            {
                await MeasureAsync(null, null, scenario, round, Rate(Proxies.Limit, scenario));
            }
        }
    }

    private async Task RunAsync(Proxy proxy, int round)
    {
        if (proxy.Start(stage) is not var (program, arguments))
        {
            LeftOut[proxy.Name] = "not installed";
            return;
        }
        try
        {
            await using var running = await RunningProgram.StartAsync(
                program, arguments, stage.ProxyCore, stage.ProxyPort,
                proxy.IsDotNet ? stage.Built("loadtests/Probe", "gbgateway-load-probe") : null, Path.Combine(stage.Work, proxy.Name + ".probe"));
            foreach (var scenario in scenarios)
            {
                await WarmUpAsync(proxy, scenario);
                var saturated = await MeasureAsync(proxy, running, scenario, round, 0);
                _saturation.TryAdd((proxy.Name, scenario.Name), saturated.PerSecond);
                await MeasureAsync(proxy, running, scenario, round, Rate(proxy.Name, scenario));
            }
        }
        catch (InvalidOperationException e)
        {
            LeftOut[proxy.Name] = e.Message;
            Console.Error.WriteLine($"{proxy.Name} left out: {e.Message}");
        }
    }

    /// <summary>
    /// The scenario's own traffic until compilers and pools have settled: a .NET program runs unoptimised code for its first thousands of requests,
    /// and on a busy machine they take a while.
    /// </summary>
    private async Task WarmUpAsync(Proxy proxy, Scenario scenario)
    {
        var (answers, turns) = (0L, 0);
        do
        {
            var figures = await GenerateAsync(proxy, scenario, 0, warmUp: 0, length: 2);
            answers += figures.GetProperty("answers").GetInt64();
        }
        while (proxy.IsDotNet && answers < (scenario.Streamed ? 3_000 : 15_000) && ++turns < 6);
    }

    /// <summary>Half of what the proxy and the limit can do, whichever is less, as the first round found it.</summary>
    private double Rate(string proxy, Scenario scenario)
    {
        var limit = _saturation.GetValueOrDefault((Proxies.Limit, scenario.Name), 2000);
        return Math.Max(1, Math.Round(0.5 * Math.Min(limit, _saturation.GetValueOrDefault((proxy, scenario.Name), limit))));
    }

    private async Task<Measurement> MeasureAsync(Proxy? proxy, RunningProgram? running, Scenario scenario, int round, double rate)
    {
        var allocated = running is null ? null : await running.ReadAllocatedAsync();
        var processor = running?.ProcessorMilliseconds;
        var figures = await GenerateAsync(proxy, scenario, rate, warmUp: 0.5, seconds);
        var took = running?.ProcessorMilliseconds - processor;
        var allocatedThen = running is null ? null : await running.ReadAllocatedAsync();
        // Warm-up requests are in the proxy's figures but not in the generator's: count them by its rate.
        var requests = figures.GetProperty("answers").GetInt64() * (seconds + 0.5) / seconds;
        var measurement = new Measurement
        {
            Proxy = proxy?.Name ?? Measurement.Direct,
            Scenario = scenario.Name,
            Round = round,
            Rate = rate,
            Figures = figures,
            ProcessorMicroseconds = requests > 0 ? took * 1000 / requests : null,
            AllocatedBytes = requests > 0 ? (allocatedThen - allocated) / requests : null,
            ResidentMegabytes = running?.ResidentMegabytes,
        };
        Measurements.Add(measurement);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{round} {measurement.Proxy,-10} {scenario.Name,-10} {(rate == 0 ? "saturation" : $"{rate:F0}/s"),-10} {measurement.PerSecond,9:F0}/s  p50 {measurement.Time("latency", "p50"),8:F0} µs  p99 {measurement.Time("latency", "p99"),8:F0} µs  {measurement.Failures} failed{(measurement.Labelled ? "  labelled" : "")}"));
        if (measurement.Figures.GetProperty("answers").GetInt64() == 0)
        {
            throw new InvalidOperationException($"{measurement.Proxy} answered nothing of {scenario.Name}");
        }
        if (proxy is { Labels: true } && !measurement.Labelled && !scenario.Answer.StartsWith("image", StringComparison.Ordinal))
        {
            throw new InvalidOperationException($"{proxy.Name} did not label {scenario.Name}: this is no result");
        }
        return measurement;
    }

    private async Task<JsonElement> GenerateAsync(Proxy? proxy, Scenario scenario, double rate, double warmUp, double length)
    {
        string Number(double value) => value.ToString(CultureInfo.InvariantCulture);
        List<string> arguments =
        [
            "-c", $"{stage.LoadCore}", "dotnet", stage.Built("loadtests/Client", "gbgateway-load-client"),
            "--url", $"http://127.0.0.1:{(proxy is null ? stage.UpstreamPort : stage.ProxyPort)}", "--answer", scenario.Answer,
            // Late answers need connections to wait on: an open loop has more of them.
            "--connections", $"{(rate > 0 ? 4 * scenario.Connections : scenario.Connections)}",
            "--warmup", Number(warmUp), "--seconds", Number(length), "--rate", Number(rate),
        ];
        foreach (var header in proxy?.Headers(stage) ?? [])
        {
            arguments.AddRange(["--header", header]);
        }
        using var process = Process.Start(new ProcessStartInfo("taskset", arguments) { RedirectStandardOutput = true })!;
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(warmUp + length + 60));
        try
        {
            var output = await process.StandardOutput.ReadToEndAsync(limit.Token);
            await process.WaitForExitAsync(limit.Token);
            return JsonDocument.Parse(output).RootElement;
        }
        catch (OperationCanceledException)
        {
            process.Kill();
            throw new InvalidOperationException($"{proxy?.Name} did not answer every request of {scenario.Name}");
        }
        catch (JsonException)
        {
            throw new InvalidOperationException($"the load generator failed on {proxy?.Name} {scenario.Name}");
        }
    }
}
