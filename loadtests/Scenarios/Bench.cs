using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace GbGateway.Load.Scenarios;

/// <summary>
/// Starts every proxy once and warms it until it gets no faster, then lets them take turns in each scenario, A B C A B C, at saturation and at
/// half of it. Whoever's turn it is not is idle.
/// </summary>
public sealed class Bench(Stage stage, IReadOnlyList<Proxy> proxies, IReadOnlyList<Scenario> scenarios, int rounds, double seconds)
{
    /// <summary>Shortest and longest warm-up of a .NET program in one scenario, in turns of three seconds.</summary>
    private const int LeastTurns = 5, MostTurns = 25;

    private readonly Dictionary<(string Proxy, string Scenario), double> _saturation = [];
    private readonly Dictionary<string, (RunningProgram Program, Stage Stage)> _running = [];

    /// <summary>Everything measured, in order.</summary>
    public List<Measurement> Measurements { get; } = [];

    /// <summary>Proxies left out, and why.</summary>
    public Dictionary<string, string> LeftOut { get; } = [];

    /// <summary>Runs all rounds.</summary>
    public async Task RunAsync()
    {
        await using var upstream = await RunningProgram.StartAsync(
            "dotnet", [stage.Built("loadtests/Upstream", "gbgateway-load-upstream"), $"{stage.UpstreamPort}"], stage.LoadCore, stage.UpstreamPort);
        try
        {
            foreach (var (index, proxy) in proxies.Index())
            {
                await OrLeaveOutAsync(proxy, () => StartAsync(proxy, stage with { ProxyPort = stage.ProxyPort + 2 * index, AdminPort = stage.AdminPort + 2 * index }));
            }
            foreach (var scenario in scenarios)
            {
                foreach (var proxy in proxies)
                {
                    await OrLeaveOutAsync(proxy, () => WarmUpAsync(proxy, scenario));
                }
                for (var round = 1; round <= rounds; round++)
                {
                    foreach (var proxy in proxies)
                    {
                        await OrLeaveOutAsync(proxy, () => TakeTurnAsync(proxy, scenario, round));
                    }
                    await MeasureAsync(null, scenario, round, scenario.IsCrowd ? 0 : Rate(Proxies.Limit, scenario));
                }
            }
        }
        finally
        {
            foreach (var (program, _) in _running.Values)
            {
                await program.DisposeAsync();
            }
        }
    }

    private async Task OrLeaveOutAsync(Proxy proxy, Func<Task> step)
    {
        if (LeftOut.ContainsKey(proxy.Name))
        {
            return;
        }
        try
        {
            await step();
        }
        catch (InvalidOperationException e)
        {
            LeftOut[proxy.Name] = e.Message;
            Console.Error.WriteLine($"{proxy.Name} left out: {e.Message}");
        }
    }

    private async Task StartAsync(Proxy proxy, Stage own)
    {
        var (program, arguments) = proxy.Start(own) ?? throw new InvalidOperationException("not installed");
        var probe = Path.Combine(own.Work, proxy.Name + ".probe");
        _running[proxy.Name] = (await RunningProgram.StartAsync(
            program, arguments, own.ProxyCore, own.ProxyPort, proxy.IsDotNet ? own.Built("loadtests/Probe", "gbgateway-load-probe") : null, probe), own);
    }

    private async Task TakeTurnAsync(Proxy proxy, Scenario scenario, int round)
    {
        var saturated = await MeasureAsync(proxy, scenario, round, 0);
        if (scenario.IsCrowd)
        {
            return;
        }
        _saturation.TryAdd((proxy.Name, scenario.Name), saturated.PerSecond);
        await MeasureAsync(proxy, scenario, round, Rate(proxy.Name, scenario));
    }

    /// <summary>
    /// The scenario's own traffic until three turns bring no more than a fortieth: a .NET program on one busy core needs the better part of a
    /// minute until its compiler has optimised all that is hot, and before that it is up to four times slower.
    /// </summary>
    private async Task WarmUpAsync(Proxy proxy, Scenario scenario)
    {
        if (scenario.IsCrowd)
        {
            await GenerateAsync(proxy, scenario with { Connections = scenario.Connections / 10 }, 0, warmUp: 0, length: 15);
            return;
        }
        var (best, since) = (0.0, 0);
        for (var turn = 0; turn < MostTurns && (turn < (proxy.IsDotNet ? LeastTurns : 1) || since < (proxy.IsDotNet ? 3 : 0)); turn++)
        {
            var figures = await GenerateAsync(proxy, scenario, 0, warmUp: 0, length: 3);
            var speed = figures.GetProperty("perSecond").GetDouble();
            since = speed > best * 1.025 ? 0 : since + 1;
            best = Math.Max(best, speed);
        }
    }

    /// <summary>Half of what the proxy and the limit can do, whichever is less, as the first round found it.</summary>
    private double Rate(string proxy, Scenario scenario)
    {
        var limit = _saturation.GetValueOrDefault((Proxies.Limit, scenario.Name), 2000);
        return Math.Max(1, Math.Round(0.5 * Math.Min(limit, _saturation.GetValueOrDefault((proxy, scenario.Name), limit))));
    }

    private async Task<Measurement> MeasureAsync(Proxy? proxy, Scenario scenario, int round, double rate)
    {
        var running = proxy is null ? null : _running[proxy.Name].Program;
        var allocated = running is null ? null : await running.ReadAllocatedAsync();
        var processor = running?.ProcessorMilliseconds;
        // The streams of a crowd are longer than other runs: they count once all are under way.
        var (warmUp, length) = scenario.IsCrowd ? (5, Math.Max(seconds, 10)) : (0.5, seconds);
        var idle = running?.ResidentMegabytes;
        var figures = await GenerateAsync(proxy, scenario, rate, warmUp, length);
        var took = running?.ProcessorMilliseconds - processor;
        var allocatedThen = running is null ? null : await running.ReadAllocatedAsync();
        // Warm-up requests are in the proxy's figures but not in the generator's: count them by its rate.
        var requests = figures.GetProperty("answers").GetInt64() * (length + warmUp) / length;
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
            KilobytesPerConnection = (running?.PeakMegabytes - idle) * 1024 / scenario.Connections,
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
        var own = proxy is null ? stage : _running[proxy.Name].Stage;
        string Number(double value) => value.ToString(CultureInfo.InvariantCulture);
        List<string> arguments =
        [
            "-c", $"{stage.LoadCore}", "dotnet", stage.Built("loadtests/Client", "gbgateway-load-client"),
            "--url", $"http://127.0.0.1:{(proxy is null ? own.UpstreamPort : own.ProxyPort)}", "--answer", scenario.Answer,
            // Late answers need connections to wait on: an open loop has more of them.
            "--connections", $"{(rate > 0 ? 4 * scenario.Connections : scenario.Connections)}",
            "--warmup", Number(warmUp), "--seconds", Number(length), "--rate", Number(rate),
        ];
        foreach (var header in proxy?.Headers(own) ?? [])
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
