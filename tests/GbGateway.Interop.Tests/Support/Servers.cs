namespace GbGateway.Interop.Tests.Support;

/// <summary>One upstream and one gateway for all tests of a class; started by the first test, since only a test can be skipped.</summary>
public sealed class Servers : IAsyncLifetime
{
    private ReplayUpstream? _upstream;
    private GatewayProcess? _gateway;

    /// <summary>The upstream, once started.</summary>
    public ReplayUpstream Upstream => _upstream ?? throw new InvalidOperationException("start it first");

    /// <summary>The gateway before it, once started.</summary>
    public GatewayProcess Gateway => _gateway ?? throw new InvalidOperationException("start it first");

    /// <summary>Starts both where they don't run yet.</summary>
    public async Task StartAsync()
    {
        _upstream ??= await ReplayUpstream.StartAsync();
        _gateway ??= await GatewayProcess.StartAsync(_upstream.Address);
    }

    /// <inheritdoc/>
    public Task InitializeAsync() => Task.CompletedTask;

    /// <inheritdoc/>
    public async Task DisposeAsync()
    {
        if (_gateway is not null)
        {
            await _gateway.DisposeAsync();
        }
        if (_upstream is not null)
        {
            await _upstream.DisposeAsync();
        }
    }
}
