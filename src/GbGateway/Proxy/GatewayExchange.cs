using GbGateway.Content;
using GbGateway.Content.Uploads;
using GbGateway.Grants;
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

    /// <summary>The files of the request, where the route takes uploads.</summary>
    public IReadOnlyList<UploadFile> Uploads { get; set; } = [];

    /// <summary>What was decided about them, as in the ledger: <c>2 by declaration</c>; empty where nothing was (<c>MEA-6</c>).</summary>
    public string Decision => string.Join(", ", Uploads.Select(static file => file.Decision.ToString()).Distinct());

    /// <summary>The grant that leaves the explicit labels out (<c>MEA-9</c>); null in every other case.</summary>
    public Grant? Grant { get; init; }

    /// <summary>The version of the policies that decide.</summary>
    public string PolicyVersion { get; init; } = "";

    /// <summary>The way into the ledger; null where there is none (a rewriter alone).</summary>
    public ExchangeRecord? Record { get; set; }

    /// <summary>The upstream that was chosen, or empty.</summary>
    public string UpstreamHost { get; set; } = "";

    /// <summary>The model as the request named it, or empty.</summary>
    public string Model { get; set; } = "";

    /// <summary>How the body is framed.</summary>
    public BodyKind BodyKind { get; set; }

    /// <summary>The format that is sent: <c>json</c>, <c>sse</c>, <c>ndjson</c>, or that of a media file; null while unknown.</summary>
    public string? Format => BodyKind switch
    {
        BodyKind.Json => "json",
        BodyKind.Sse => "sse",
        BodyKind.Ndjson => "ndjson",
        BodyKind.Media when Labels.Labels is [{ Receipt: { } receipt }, ..] => receipt.Format,
        _ => null,
    };

    /// <summary>Whether content was kept from the client by policy: not by the state of upstream, ledger or gateway.</summary>
    public bool IsRefused => Labels.BlockedIn is not null || Reasons.IsRefusal(Reason);

    /// <summary>Time spent in rewriters.</summary>
    public TimeSpan Spent { get; set; }

    /// <summary>Bytes of the response body from upstream, decoded.</summary>
    public long BytesIn { get; set; }

    /// <summary>Bytes of the response body to the client.</summary>
    public long BytesOut { get; set; }

    /// <summary>Why the answer was refused or broken, one of <see cref="Reasons"/>; null if it wasn't.</summary>
    public string? Reason { get; set; }
}
