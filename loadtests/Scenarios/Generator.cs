using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace GbGateway.Load.Scenarios;

/// <summary>The load generator, a process of its own each time, on the core it shares with the upstream.</summary>
public sealed class Generator(Stage stage)
{
    /// <summary>Loads the proxy, or without one the upstream, and gives what the generator measured.</summary>
    public async Task<JsonElement> RunAsync(Proxy? proxy, Scenario scenario, double rate, double warmUp, double length)
    {
        string Number(double value) => value.ToString(CultureInfo.InvariantCulture);
        List<string> arguments =
        [
            "-c", $"{stage.LoadCore}", "dotnet", stage.Built("loadtests/Client", "gbgateway-load-client"),
            "--url", $"http://127.0.0.1:{stage.PortOf(proxy, scenario)}", "--answer", scenario.Answer,
            // Late answers need connections to wait on: an open loop has more of them.
            "--connections", $"{(rate > 0 ? 4 * scenario.Connections : scenario.Connections)}",
            "--warmup", Number(warmUp), "--seconds", Number(length), "--rate", Number(rate),
        ];
        if (scenario.IsHttp2)
        {
            arguments.Add("--h2");
        }
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
