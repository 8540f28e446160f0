using System.Globalization;
using System.Runtime.InteropServices;

namespace GbGateway.Load.Scenarios;

/// <summary>
/// Starts every proxy once and warms it until it gets no faster, then lets them take turns in each scenario, A B C A B C, at saturation and at
/// half of it. Whoever's turn it is not is idle.
/// </summary>
public sealed class Bench(Stage stage, IReadOnlyList<Proxy> proxies, IReadOnlyList<Scenario> scenarios, int rounds, double seconds, Results results)
{
    /// <summary>Shortest and longest warm-up of a .NET program in one scenario, in turns of three seconds.</summary>
    private const int LeastTurns = 5, MostTurns = 25;

    private readonly Dictionary<(string Proxy, string Scenario), double> _saturation = [];
    private readonly Dictionary<string, (RunningProgram Program, Stage Stage)> _running = [];
    private readonly Dictionary<string, string> _notStarted = [];
    private RunningProgram? _upstream;

    /// <summary>Runs all rounds, into the results.</summary>
    public async Task RunAsync()
    {
        await using var upstream = _upstream = await RunningProgram.StartAsync(
            "dotnet", [stage.Built("loadtests/Upstream", "gbgateway-load-upstream"), $"{stage.UpstreamPort}", $"{stage.UpstreamHttp2Port}"], stage.LoadCore, stage.UpstreamPort);
        try
        {
            foreach (var (index, proxy) in proxies.Index())
            {
                await OrLeaveOutAsync(_notStarted, proxy, () => StartAsync(proxy, stage.Of(index)));
            }
            using var check = new AnswerCheck(stage);
            foreach (var scenario in scenarios)
            {
                results.Drop(scenario);
                var leftOut = results.LeftOut[scenario.Name] = new(_notStarted);
                var able = proxies.Where(proxy => proxy.SpeaksHttp2 || !scenario.IsHttp2).ToList();
                foreach (var proxy in able)
                {
                    await OrLeaveOutAsync(leftOut, proxy, async () =>
                    {
                        await check.CheckAsync(proxy, _running[proxy.Name].Stage, scenario);
                        await WarmUpAsync(proxy, scenario);
                    });
                }
                for (var round = 1; round <= rounds; round++)
                {
                    foreach (var proxy in able)
                    {
                        await OrLeaveOutAsync(leftOut, proxy, () => TakeTurnAsync(proxy, scenario, round));
                    }
                    await MeasureAsync(null, scenario, round, scenario.IsCrowd ? 0 : Rate(Proxies.Limit, scenario));
                }
                results.Conditions[scenario.Name] = Conditions(scenario);
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

    private string Conditions(Scenario scenario)
    {
        var strangers = results.Measurements.Where(one => one.Scenario == scenario.Name).Select(static one => one.Strangers).Order().ToList();
        return string.Create(CultureInfo.InvariantCulture,
            $"{Environment.ProcessorCount} cores ({RuntimeInformation.ProcessArchitecture}), .NET {Environment.Version}; the proxy alone on one core, upstream and load generator on the other; {rounds} rounds of {seconds:0.#} s, proxies in turn; other programs took {strangers[strangers.Count / 2]:P0} of the machine (at most {strangers[^1]:P0}).");
    }

    private static async Task OrLeaveOutAsync(Dictionary<string, string> leftOut, Proxy proxy, Func<Task> step)
    {
        if (leftOut.ContainsKey(proxy.Name))
        {
            return;
        }
        try
        {
            await step();
        }
        catch (InvalidOperationException e)
        {
            leftOut[proxy.Name] = e.Message;
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
            await GeneratorOf(proxy).RunAsync(proxy, scenario with { Connections = scenario.Connections / 10 }, 0, warmUp: 0, length: 15);
            return;
        }
        var (best, since) = (0.0, 0);
        for (var turn = 0; turn < MostTurns && (turn < (proxy.IsDotNet ? LeastTurns : 1) || since < (proxy.IsDotNet ? 3 : 0)); turn++)
        {
            var figures = await GeneratorOf(proxy).RunAsync(proxy, scenario, 0, warmUp: 0, length: 3);
            var speed = figures.GetProperty("perSecond").GetDouble();
            since = speed > best * 1.025 ? 0 : since + 1;
            best = Math.Max(best, speed);
        }
    }

    private Generator GeneratorOf(Proxy? proxy) => new(proxy is null ? stage : _running[proxy.Name].Stage);

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
        running?.ForgetPeak();
        var (before, upstreamBefore) = (CoreClock.Read(), _upstream!.ProcessorMilliseconds);
        var figures = await GeneratorOf(proxy).RunAsync(proxy, scenario, rate, warmUp, length);
        var took = running?.ProcessorMilliseconds - processor;
        var after = CoreClock.Read();
        var allocatedThen = running is null ? null : await running.ReadAllocatedAsync();
        var requests = figures.GetProperty("requests").GetDouble();
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
            ProxyCoreBusy = after.Busy(stage.ProxyCore, before),
            LoadCoreBusy = after.Busy(stage.LoadCore, before),
            Strangers = after.Strangers(before, (took ?? 0) + _upstream.ProcessorMilliseconds - upstreamBefore),
            KilobytesPerConnection = (running?.PeakMegabytes - idle) * 1024 / scenario.Connections,
        };
        results.Measurements.Add(measurement);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{round} {measurement.Proxy,-10} {scenario.Name,-10} {(rate == 0 ? "saturation" : $"{rate:F0}/s"),-10} {measurement.PerSecond,9:F0}/s  p50 {measurement.Time("latency", "p50"),8:F0} µs  p99 {measurement.Time("latency", "p99"),8:F0} µs  {measurement.Failures} failed  cores {measurement.ProxyCoreBusy:P0} {measurement.LoadCoreBusy:P0}, strangers {measurement.Strangers:P0}{(measurement.Labelled ? "  labelled" : "")}"));
        if (measurement.Figures.GetProperty("answers").GetInt64() == 0)
        {
            throw new InvalidOperationException($"{measurement.Proxy} answered nothing of {scenario.Name}");
        }
        if (proxy is not null && proxy.MustLabel(scenario) && !scenario.IsPicture && !measurement.Labelled)
        {
            throw new InvalidOperationException($"{proxy.Name} did not label {scenario.Name}: this is no result");
        }
        return measurement;
    }
}
