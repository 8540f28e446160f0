using GbGateway.Content;
using GbGateway.Policies;

namespace GbGateway.Proxy;

/// <summary>What the proxy knows of one request and its response, beside the labels.</summary>
public sealed class GatewayExchange(RoutePolicy policy, Exchange labels)
{
    /// <summary>The route's policy, taken once.</summary>
    public RoutePolicy Policy { get; } = policy;

    /// <summary>The labels.</summary>
    public Exchange Labels { get; } = labels;

    /// <summary>Whether its connection is upgraded and relayed message by message.</summary>
    public bool IsRelayed { get; set; }

    /// <summary>Time spent in rewriters.</summary>
    public TimeSpan Spent { get; set; }

    /// <summary>Bytes of the response body from upstream, decoded.</summary>
    public long BytesIn { get; set; }

    /// <summary>Bytes of the response body to the client.</summary>
    public long BytesOut { get; set; }

    /// <summary>Why the answer was refused or broken, one of <see cref="Reasons"/>; null if it wasn't.</summary>
    public string? Reason { get; set; }
}
