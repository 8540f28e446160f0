using Microsoft.AspNetCore.Http.Features;

namespace GbGateway.Proxy;

/// <summary>
/// Notes that the proxy wants the response broken instead of resetting the connection at once: a reset throws away what the kernel has
/// not sent, and with it the label and the error that were just written. The connection is then closed after them, without the
/// response's end.
/// </summary>
public sealed class BreakableLifetime(IHttpRequestLifetimeFeature real) : IHttpRequestLifetimeFeature
{
    /// <summary>Whether the response is to be broken.</summary>
    public bool IsBroken { get; private set; }

    /// <inheritdoc/>
    public CancellationToken RequestAborted
    {
        get => real.RequestAborted;
        set => real.RequestAborted = value;
    }

    /// <inheritdoc/>
    public void Abort()
    {
        IsBroken = true;
    }
}
