using GbGateway.Content;
using GbGateway.Content.Uploads;
using GbGateway.Policies;

namespace GbGateway.Proxy;

/// <summary>What the proxy knows of one request and its response, beside the labels.</summary>
public sealed class GatewayExchange(RoutePolicy policy, Exchange labels)
{
    /// <summary>The route's policy, taken once.</summary>
    public RoutePolicy Policy { get; } = policy;

    /// <summary>The labels.</summary>
    public Exchange Labels { get; } = labels;

    /// <summary>The files of the request, where the route takes uploads.</summary>
    public IReadOnlyList<UploadFile> Uploads { get; set; } = [];

    /// <summary>What was decided about them, as in the ledger: <c>2 by declaration</c>; empty where nothing was (<c>MEA-6</c>).</summary>
    public string Decision => string.Join(", ", Uploads.Select(static file => file.Decision.ToString()).Distinct());

    /// <summary>Time spent in rewriters.</summary>
    public TimeSpan Spent { get; set; }

    /// <summary>Bytes of the response body from upstream, decoded.</summary>
    public long BytesIn { get; set; }

    /// <summary>Bytes of the response body to the client.</summary>
    public long BytesOut { get; set; }

    /// <summary>Why the answer was refused or broken, one of <see cref="Reasons"/>; null if it wasn't.</summary>
    public string? Reason { get; set; }
}
