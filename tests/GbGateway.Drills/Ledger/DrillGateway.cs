using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace GbGateway.Drills.Ledger;

/// <summary>The real gateway process, as its users start it, on ports of its own.</summary>
internal sealed class DrillGateway : IAsyncDisposable
{
    private readonly Process _process;

    private DrillGateway(Process process, int port, int adminPort) => (_process, Port, AdminPort) = (process, port, adminPort);

    public int Port { get; }

    public int AdminPort { get; }

    /// <summary>Resident memory, in bytes; 0 where the system doesn't say.</summary>
    public long Resident
    {
        get
        {
            _process.Refresh();
            return _process.WorkingSet64;
        }
    }

    public static DrillGateway Start(string upstream, string ledger, params (string Name, string Value)[] environment)
    {
        var (port, admin) = (FreePort(), FreePort());
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet")
        {
            RedirectStandardOutput = true, RedirectStandardError = true,
            ArgumentList =
            {
                Path.Combine(AppContext.BaseDirectory, "gbgateway.dll"), "run", "--upstream", upstream, "--producer", "Drill.Producer", "--ledger", ledger,
                "--urls", $"http://127.0.0.1:{port}", "--admin", $"http://127.0.0.1:{admin}",
            },
        };
        start.Environment["Logging__LogLevel__Default"] = "None";
        start.Environment["GbGateway__Defaults__AigcHeader"] = "true";
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }
        var process = Process.Start(start)!;
        process.OutputDataReceived += static (_, _) => { };
        process.ErrorDataReceived += static (_, said) =>
        {
            if (!string.IsNullOrWhiteSpace(said.Data))
            {
                Console.Error.WriteLine(said.Data);
            }
        };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return new DrillGateway(process, port, admin);
    }

    /// <summary>Waits until it is ready.</summary>
    public async Task WaitReadyAsync()
    {
        using var client = new HttpClient();
        var started = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(started) < TimeSpan.FromSeconds(90) && !_process.HasExited)
        {
            if (await StatusAsync(client) == HttpStatusCode.OK)
            {
                return;
            }
            await Task.Delay(20);
        }
        throw new InvalidOperationException(_process.HasExited ? $"the gateway ended with {_process.ExitCode}" : "the gateway is not ready after 90 s");
    }

    /// <summary>Waits until its ledger writes to its sink, the spool emptied.</summary>
    public async Task WaitRunningAsync()
    {
        using var client = new HttpClient();
        var started = Stopwatch.GetTimestamp();
        while (!(await client.GetStringAsync($"http://127.0.0.1:{AdminPort}/metrics")).Contains("gbgateway_ledger_state{state=\"running\"} 1", StringComparison.Ordinal))
        {
            if (Stopwatch.GetElapsedTime(started) > TimeSpan.FromSeconds(60))
            {
                throw new InvalidOperationException("the ledger does not write to its sink after 60 s");
            }
            await Task.Delay(50);
        }
    }

    public async Task<HttpStatusCode?> StatusAsync(HttpClient client)
    {
        try
        {
            using var response = await client.GetAsync($"http://127.0.0.1:{AdminPort}/readyz");
            return response.StatusCode;
        }
        catch (HttpRequestException)
        {
            return null;
        }
    }

    /// <summary>Kill -9.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    /// <summary>SIGTERM; gives the exit code.</summary>
    public async Task<int> StopAsync()
    {
        using (var kill = Process.Start("/bin/kill", ["-TERM", $"{_process.Id}"]))
        {
            await kill.WaitForExitAsync();
        }
        await _process.WaitForExitAsync();
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            await KillAsync();
        }
        _process.Dispose();
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
