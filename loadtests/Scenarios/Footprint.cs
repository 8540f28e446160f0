using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Runtime.InteropServices;
using System.Text;

namespace GbGateway.Load.Scenarios;

/// <summary>
/// What the gateway's builds cost a machine: time from the process's start to the first answer through it, memory when idle and under load,
/// processor time a request. Every start is a new process; the builds take turns.
/// </summary>
public sealed class Footprint(Stage stage, IReadOnlyList<GatewayBuild> builds, int rounds, int warmUp)
{
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(3);

    /// <summary>Measures and gives the table.</summary>
    public async Task<string> RunAsync()
    {
        await using var upstream = await RunningProgram.StartAsync(
            "dotnet", [stage.Built("loadtests/Upstream", "gbgateway-load-upstream"), $"{stage.UpstreamPort}"], stage.LoadCore, stage.UpstreamPort);
        var samples = new List<FootprintSample>();
        for (var round = 0; round < rounds; round++)
        {
            foreach (var build in builds)
            {
                samples.Add(await MeasureAsync(build, isLast: round == rounds - 1));
                Console.WriteLine(samples[^1]);
            }
        }
        return Table(samples);
    }

    private async Task<FootprintSample> MeasureAsync(GatewayBuild build, bool isLast)
    {
        var started = Stopwatch.GetTimestamp();
        var (program, arguments) = build.Command(stage);
        // Looked for by the first answer, not by the open port: what counts is when clients are served.
        await using var gateway = await RunningProgram.StartAsync(program, arguments, stage.ProxyCore, stage.ProxyPort, patience: TimeSpan.FromMilliseconds(2));
        await AskAsync();
        var start = Stopwatch.GetElapsedTime(started).TotalMilliseconds;
        await Task.Delay(Settling);
        var idle = gateway.ResidentMegabytes;
        if (!isLast)
        {
            return new FootprintSample(build.Name, start, idle);
        }
        await LoadAsync(warmUp); // the just-in-time compiler's time to optimise what is hot
        var before = gateway.ProcessorMilliseconds;
        var answers = await LoadAsync(seconds: 5);
        var processor = (gateway.ProcessorMilliseconds - before) * 1000 / answers;
        return new FootprintSample(build.Name, start, idle) { LoadedMegabytes = gateway.ResidentMegabytes, PeakMegabytes = gateway.PeakMegabytes, Processor = processor, PerSecond = answers / 5.0 };
    }

    private async Task AskAsync()
    {
        using var client = new HttpClient();
        for (var i = 0; i < 1000; i++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, $"http://127.0.0.1:{stage.ProxyPort}/v1/chat/completions");
            request.Headers.Add("x-load", "json 2048");
            request.Content = new StringContent("""{"model":"load-test","messages":[{"role":"user","content":"你好"}]}""", Encoding.UTF8, "application/json");
            using var response = await client.SendAsync(request);
            if (response.StatusCode == HttpStatusCode.OK)
            {
                return;
            }
            await Task.Delay(2);
        }
        throw new InvalidOperationException("the gateway answers nothing");
    }

    private async Task<long> LoadAsync(int seconds)
    {
        using var process = Process.Start(new ProcessStartInfo("taskset",
        [
            "-c", $"{stage.LoadCore}", "dotnet", stage.Built("loadtests/Client", "gbgateway-load-client"),
            "--url", $"http://127.0.0.1:{stage.ProxyPort}", "--answer", "json 2048", "--connections", "32", "--warmup", "0", "--seconds", $"{seconds}",
        ]) { RedirectStandardOutput = true })!;
        var output = await process.StandardOutput.ReadToEndAsync();
        return System.Text.Json.JsonDocument.Parse(output).RootElement.GetProperty("answers").GetInt64();
    }

    private string Table(List<FootprintSample> samples)
    {
        var load = File.ReadAllText("/proc/loadavg").Split(' ')[0];
        var text = new StringBuilder(string.Create(CultureInfo.InvariantCulture, $"{Environment.ProcessorCount} cores ({RuntimeInformation.ProcessArchitecture}), one for the gateway; start and idle: the middle of {rounds} starts of each build in turn (least to greatest); load: once, after {warmUp} s of it; load average at the end {load}.\n\n"));
        text.Append("| build | start to first answer | idle RSS | RSS under load | peak | CPU µs/request | answers/s | on disk |\n|---|---|---|---|---|---|---|---|\n");
        foreach (var build in builds)
        {
            var mine = samples.Where(sample => sample.Build == build.Name).ToList();
            var last = mine[^1];
            var starts = mine.Select(static sample => sample.StartMilliseconds).Order().ToList();
            var idle = mine.Select(static sample => sample.IdleMegabytes).Order().ElementAt(mine.Count / 2);
            text.Append(CultureInfo.InvariantCulture, $"| {build.Title} | {starts[starts.Count / 2]:F0} ms ({starts[0]:F0}-{starts[^1]:F0}) | {idle:F0} MB | {last.LoadedMegabytes:F0} MB | {last.PeakMegabytes:F0} MB | {last.Processor:F0} | {last.PerSecond:F0} | {build.DiskMegabytes(stage):F0} MB |\n");
        }
        return text.ToString();
    }
}
