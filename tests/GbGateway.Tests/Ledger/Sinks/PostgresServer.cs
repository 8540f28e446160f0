using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace GbGateway.Tests.Ledger.Sinks;

/// <summary>A PostgreSQL server of its own, on a free port of the loopback, gone with the tests. Missing tools skip the tests, they don't fail them.</summary>
public sealed class PostgresServer : IDisposable
{
    private static readonly string[] Places = [.. new[] { 18, 17, 16, 15, 14, 13 }.Select(static version => $"/usr/lib/postgresql/{version}/bin"), "/usr/bin", "/usr/local/bin"];

    private readonly string? _bin = Places.FirstOrDefault(static place => File.Exists(Path.Combine(place, "initdb")));
    private readonly string _directory = Directory.CreateTempSubdirectory("gbgateway-pg-").FullName;
    private readonly int _port = FreePort();

    public PostgresServer()
    {
        if (_bin is null)
        {
            Missing = "no PostgreSQL server is installed (initdb not found)";
            return;
        }
        if (Environment.IsPrivilegedProcess && Run("chown", "postgres", _directory) is { } denied)
        {
            Missing = "PostgreSQL does not run as root, and there is no user postgres: " + denied;
            return;
        }
        Missing = RunAsOwner("initdb", "-D", Data, "-A", "trust", "-U", "gbgateway", "--no-sync", "-E", "UTF8", "--locale=C") ?? Start();
    }

    /// <summary>Why there is no server, or null.</summary>
    public string? Missing { get; }

    public string ConnectionString => $"Host=127.0.0.1;Port={_port};Username=gbgateway;Database=postgres;Timeout=5;Command Timeout=10";

    private string Data => Path.Combine(_directory, "data");

    public string? Start() => RunAsOwner("pg_ctl", "-D", Data, "-w", "-t", "30", "-l", Path.Combine(_directory, "log"),
        "-o", $"-p {_port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={_directory} -c max_connections=50", "start");

    public string? Stop() => RunAsOwner("pg_ctl", "-D", Data, "-w", "-t", "30", "-m", "immediate", "stop");

    public void Dispose()
    {
        if (Missing is null)
        {
            Stop();
        }
        Directory.Delete(_directory, recursive: true);
    }

    private string? RunAsOwner(string tool, params string[] arguments)
    {
        var path = Path.Combine(_bin!, tool);
        return Environment.IsPrivilegedProcess
            ? Run("setpriv", ["--reuid=postgres", "--regid=postgres", "--init-groups", path, .. arguments])
            : Run(path, arguments);
    }

    /// <summary>Runs a tool; null if it went well, else what it said.</summary>
    private static string? Run(string tool, params string[] arguments)
    {
        try
        {
            // A server inherits the standard streams of its starter and would keep the pipes open: the shell sends them away.
            var start = new ProcessStartInfo("/bin/sh") { ArgumentList = { "-c", "exec \"$@\" >/dev/null 2>&1 </dev/null", "sh", tool }, WorkingDirectory = "/" };
            foreach (var argument in arguments)
            {
                start.ArgumentList.Add(argument);
            }
            using var process = Process.Start(start)!;
            process.WaitForExit(60_000);
            return process.HasExited && process.ExitCode == 0 ? null : $"{tool} failed";
        }
        catch (System.ComponentModel.Win32Exception e)
        {
            return e.Message;
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
