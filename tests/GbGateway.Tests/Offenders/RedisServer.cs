using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace GbGateway.Tests.Offenders;

/// <summary>A Redis server of its own, on a free port of the loopback, gone with the tests.</summary>
public sealed class RedisServer : IDisposable
{
    private readonly Process? _process;
    private readonly int _port;

    public RedisServer()
    {
        using (var listener = new TcpListener(IPAddress.Loopback, 0))
        {
            listener.Start();
            _port = ((IPEndPoint)listener.LocalEndpoint).Port;
        }
        try
        {
            _process = Process.Start(new ProcessStartInfo("redis-server", ["--port", $"{_port}", "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"])
            {
                RedirectStandardOutput = true,
                WorkingDirectory = Path.GetTempPath(),
            })!;
            // It says so itself when it listens.
            while (_process.StandardOutput.ReadLine() is { } line)
            {
                if (line.Contains("eady to accept connections", StringComparison.Ordinal))
                {
                    _ = Task.Run(_process.StandardOutput.ReadToEnd);
                    return;
                }
            }
            Missing = "redis-server did not start";
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Missing = "redis-server is not installed";
        }
    }

    /// <summary>Why there is no server, or null.</summary>
    public string? Missing { get; }

    public string ConnectionString => $"127.0.0.1:{_port},connectTimeout=2000,syncTimeout=2000";

    public void Stop() => _process?.Kill();

    public void Dispose()
    {
        if (_process is { HasExited: false })
        {
            _process.Kill();
            _process.WaitForExit();
        }
        _process?.Dispose();
    }
}
