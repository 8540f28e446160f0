using System.Diagnostics;
using System.Globalization;
using System.Net.NetworkInformation;
using System.Net.Sockets;

namespace GbGateway.Load.Scenarios;

/// <summary>A program pinned to a core, and what the kernel says of it.</summary>
public sealed class RunningProgram : IAsyncDisposable
{
    private readonly Process _process;
    private readonly string? _probe;

    private RunningProgram(Process process, string? probe) => (_process, _probe) = (process, probe);

    /// <summary>Its process.</summary>
    public int Id => _process.Id;

    /// <summary>Processor time it took so far, in milliseconds; children counted.</summary>
    public double ProcessorMilliseconds => Family().Sum(static id => Ticks(id)) * 10;

    /// <summary>Memory it holds now, in megabytes; children counted.</summary>
    public double ResidentMegabytes => Family().Sum(static id => Status(id, "VmRSS:")) / 1024.0;

    /// <summary>The most memory it held, in megabytes; children counted.</summary>
    public double PeakMegabytes => Family().Sum(static id => Status(id, "VmHWM:")) / 1024.0;

    /// <summary>Lets <see cref="PeakMegabytes"/> begin again from now.</summary>
    public void ForgetPeak()
    {
        foreach (var id in Family())
        {
            File.WriteAllText($"/proc/{id}/clear_refs", "5");
        }
    }

    /// <summary>Managed bytes allocated so far, where the probe counts them.</summary>
    public async Task<long?> ReadAllocatedAsync()
    {
        if (_probe is null)
        {
            return null;
        }
        await Task.Delay(300); // the probe writes five times a second
        return File.Exists(_probe) && long.TryParse(await File.ReadAllTextAsync(_probe), CultureInfo.InvariantCulture, out var bytes) ? bytes : null;
    }

    /// <summary>Starts a program on <paramref name="core"/> and waits until something listens on <paramref name="port"/>.</summary>
    public static async Task<RunningProgram> StartAsync(string program, string[] arguments, int core, int port, string? hook = null, string? probe = null, TimeSpan? patience = null, bool perfMap = false)
    {
        // Another program there, one that a run before left behind say, would be measured in this one's place.
        if (IPGlobalProperties.GetIPGlobalProperties().GetActiveTcpListeners().Any(listener => listener.Port == port))
        {
            throw new InvalidOperationException($"something listens on port {port} already: end it (ss -ltnp shows it)");
        }
        var start = new ProcessStartInfo("taskset", ["-c", core.ToString(CultureInfo.InvariantCulture), program, .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["DOTNET_TieredCompilation"] = "1";
        if (perfMap)
        {
            start.Environment["DOTNET_PerfMapEnabled"] = "1"; // perf then knows compiled methods by name
            start.Environment["DOTNET_EnableWriteXorExecute"] = "0"; // or compiled code lies in a file mapping, for which perf asks no map
        }
        if (hook is not null && probe is not null)
        {
            start.Environment["DOTNET_STARTUP_HOOKS"] = hook;
            start.Environment["GBGATEWAY_PROBE"] = probe;
        }
        var process = Process.Start(start)!;
        var said = new Queue<string>();
        void Keep(object _, DataReceivedEventArgs line)
        {
            lock (said)
            {
                said.Enqueue(line.Data ?? "");
                if (said.Count > 30)
                {
                    said.Dequeue();
                }
            }
        }
        process.OutputDataReceived += Keep;
        process.ErrorDataReceived += Keep;
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        for (var waited = Stopwatch.StartNew(); waited.Elapsed < TimeSpan.FromSeconds(30);)
        {
            if (process.HasExited)
            {
                break;
            }
            try
            {
                using var socket = new TcpClient();
                await socket.ConnectAsync("127.0.0.1", port);
                return new RunningProgram(process, hook is null ? null : probe);
            }
            catch (SocketException)
            {
                await Task.Delay(patience ?? TimeSpan.FromMilliseconds(100));
            }
        }
        if (!process.HasExited)
        {
            process.Kill(entireProcessTree: true);
        }
        lock (said)
        {
            throw new InvalidOperationException($"{program} does not listen on {port}:\n{string.Join('\n', said)}");
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
        }
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private IEnumerable<int> Family()
    {
        yield return _process.Id;
        foreach (var child in Directory.GetDirectories("/proc").Select(static folder => Path.GetFileName(folder)).Where(static name => char.IsAsciiDigit(name[0])))
        {
            if (Stat(int.Parse(child, CultureInfo.InvariantCulture)) is { } stat && stat[1] == _process.Id.ToString(CultureInfo.InvariantCulture))
            {
                yield return int.Parse(child, CultureInfo.InvariantCulture);
            }
        }
    }

    /// <summary>The fields of <c>/proc/ID/stat</c> after the name, which may hold anything.</summary>
    private static string[]? Stat(int id)
    {
        try
        {
            var text = File.ReadAllText($"/proc/{id}/stat");
            return text[(text.LastIndexOf(')') + 2)..].Split(' ');
        }
        catch (IOException)
        {
            return null;
        }
    }

    private static long Ticks(int id) =>
        Stat(id) is { } stat ? long.Parse(stat[11], CultureInfo.InvariantCulture) + long.Parse(stat[12], CultureInfo.InvariantCulture) : 0;

    private static long Status(int id, string name)
    {
        try
        {
            var line = File.ReadLines($"/proc/{id}/status").FirstOrDefault(line => line.StartsWith(name, StringComparison.Ordinal));
            return line is null ? 0 : long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);
        }
        catch (IOException)
        {
            return 0;
        }
    }
}
