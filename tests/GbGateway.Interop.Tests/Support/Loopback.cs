using System.Net;
using System.Net.Sockets;

namespace GbGateway.Interop.Tests.Support;

/// <summary>Addresses for the programs the ring starts.</summary>
public static class Loopback
{
    /// <summary>An address that nobody listened on a moment ago.</summary>
    public static string FreeAddress()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return $"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}";
    }

    /// <summary>Waits until <paramref name="url"/> answers 200; says what the program wrote where it ended or the limit passed.</summary>
    public static async Task WaitAsync(ChildProcess server, string url, TimeSpan limit)
    {
        using var client = new HttpClient { Timeout = TimeSpan.FromSeconds(2) };
        using var timeout = new CancellationTokenSource(limit);
        using var tick = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (!server.HasExited)
        {
            try
            {
                using var response = await client.GetAsync(url, timeout.Token);
                if (response.IsSuccessStatusCode)
                {
                    return;
                }
            }
            catch (HttpRequestException)
            {
                // not listening yet
            }
            catch (TaskCanceledException) when (!timeout.IsCancellationRequested)
            {
                // busy machine: ask again
            }
            catch (OperationCanceledException)
            {
                break;
            }
            try
            {
                await tick.WaitForNextTickAsync(timeout.Token);
            }
            catch (OperationCanceledException)
            {
                break;
            }
        }
        throw new InvalidOperationException($"nothing answered at {url}:\n{server.Output}");
    }
}
