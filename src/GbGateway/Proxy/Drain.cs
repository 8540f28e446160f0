namespace GbGateway.Proxy;

/// <summary>Where the gateway is in its shutdown: readiness goes first, running answers may go on, then they are ended properly.</summary>
public sealed class Drain : IDisposable
{
    private readonly CancellationTokenSource _deadline = new();

    /// <summary>Whether new work is unwelcome.</summary>
    public bool HasBegun { get; private set; }

    /// <summary>Fires when running answers must end now, each with its label and an error.</summary>
    public CancellationToken Deadline => _deadline.Token;

    /// <summary>Readiness says no from here on.</summary>
    public void Begin() => HasBegun = true;

    /// <summary>Ends running answers.</summary>
    public Task EndAnswersAsync() => _deadline.CancelAsync();

    /// <inheritdoc/>
    public void Dispose() => _deadline.Dispose();
}
