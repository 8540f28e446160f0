using GbGateway.Content.Bodies.WebSockets;
using Microsoft.AspNetCore.Http.Features;

namespace GbGateway.Proxy;

/// <summary>
/// Puts a <see cref="WebSocketRelay"/> around the connection that the proxy upgrades: by <c>Upgrade</c> in HTTP/1.1, by extended CONNECT in HTTP/2.
/// </summary>
public sealed class RelayedUpgrade : IHttpUpgradeFeature, IHttpExtendedConnectFeature
{
    private readonly IHttpUpgradeFeature? _upgrade;
    private readonly IHttpExtendedConnectFeature? _connect;
    private readonly GatewayExchange _exchange;
    private readonly MediaGate _gate;
    private readonly Drain _drain;

    private RelayedUpgrade(HttpContext context, GatewayExchange exchange, MediaGate gate, Drain drain)
    {
        (_upgrade, _connect) = (context.Features.Get<IHttpUpgradeFeature>(), context.Features.Get<IHttpExtendedConnectFeature>());
        (_exchange, _gate, _drain) = (exchange, gate, drain);
    }

    /// <inheritdoc/>
    public bool IsUpgradableRequest => _upgrade?.IsUpgradableRequest == true;

    /// <inheritdoc/>
    public bool IsExtendedConnect => _connect?.IsExtendedConnect == true;

    /// <inheritdoc/>
    public string? Protocol => _connect?.Protocol;

    /// <summary>Whether a request opens the WebSocket of ComfyUI: pictures come over it, and this gateway knows how.</summary>
    public static bool Fits(HttpContext context)
    {
        var path = (context.Request.Path.Value ?? "").AsSpan().TrimEnd('/');
        return path.EndsWith("/ws", StringComparison.Ordinal)
            && (context.Features.Get<IHttpExtendedConnectFeature>() is { IsExtendedConnect: true } connect
                ? connect.Protocol == "websocket"
                : HttpMethods.IsGet(context.Request.Method) && context.Request.Headers.Upgrade is [{ } protocol] && protocol.Equals("websocket", StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>Takes the place of the server's own features.</summary>
    public static void Install(HttpContext context, GatewayExchange exchange, MediaGate gate, Drain drain)
    {
        var relayed = new RelayedUpgrade(context, exchange, gate, drain);
        exchange.IsRelayed = true;
        if (relayed._upgrade is not null)
        {
            context.Features.Set<IHttpUpgradeFeature>(relayed);
        }
        if (relayed._connect is not null)
        {
            context.Features.Set<IHttpExtendedConnectFeature>(relayed);
        }
    }

    /// <inheritdoc/>
    public async Task<Stream> UpgradeAsync() => Relay(await _upgrade!.UpgradeAsync());

    /// <inheritdoc/>
    public async ValueTask<Stream> AcceptAsync() => Relay(await _connect!.AcceptAsync());

    private WebSocketRelay Relay(Stream client) => new(client, new WebSocketBody(_exchange.Labels, _exchange.Policy.Upgrades), _exchange, _gate, _drain);
}
