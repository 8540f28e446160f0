using GbGateway.Tests.Support;

namespace GbGateway.Interop.Tests.Support;

/// <summary>The upstream: the fixtures' own server, which gives recorded answers back byte for byte, however it is told to cut and encode them.</summary>
public sealed class ReplayUpstream(ChildProcess server, string address) : IAsyncDisposable
{
    /// <summary>Its address.</summary>
    public string Address { get; } = address;

    /// <summary>Starts it; skips the test where Node or the fixtures are absent.</summary>
    /// <param name="root">The folder with the answers; null for the recordings.</param>
    public static async Task<ReplayUpstream> StartAsync(string? root = null)
    {
        Skip.If(Repository.Fixtures is null, Repository.NoFixtures);
        var node = Programs.Need("node");
        var address = Loopback.FreeAddress();
        var server = ChildProcess.Start(node, [Path.Combine(Repository.Fixtures!, "replay.mjs"), "--port", new Uri(address).Port.ToString(), "--root", root ?? Repository.Fixtures!]);
        await Loopback.WaitAsync(server, address + "/__health", TimeSpan.FromSeconds(30));
        return new ReplayUpstream(server, address);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => server.DisposeAsync();
}
