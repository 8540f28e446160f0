using System.Collections.Concurrent;
using GbGateway.Grants;
using Yarp.ReverseProxy.Transforms;

namespace GbGateway.Proxy;

/// <summary>
/// What the upstream is asked differently: no encoding, no parts of bodies that will be relabelled, nothing that depends on a copy the client
/// has, which may be of before the labels; on a relayed WebSocket, no extensions that would hide its messages. Here the upstream is known, and
/// the exchange is recorded.
/// </summary>
public sealed class LabelRequestTransform : RequestTransform
{
    private const int MostHosts = 1000;

    private readonly ConcurrentDictionary<string, string> _hosts = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public override ValueTask ApplyAsync(RequestTransformContext context)
    {
        var headers = context.ProxyRequest.Headers;
        // The typed property would parse and keep values of its own.
        headers.Remove("Accept-Encoding");
        headers.TryAddWithoutValidation("Accept-Encoding", "identity");
        headers.Remove("Range");
        headers.Remove("If-Range");
        if (!ResponseHeaders.IsChange(context.HttpContext.Request.Method))
        {
            headers.Remove("If-None-Match");
            headers.Remove("If-Modified-Since");
        }
        headers.Remove(GrantTokens.Header); // it is for the gateway alone
        if (context.HttpContext.Features.Get<GatewayExchange>() is { } exchange)
        {
            if (exchange.IsRelayed)
            {
                headers.Remove("Sec-WebSocket-Extensions");
            }
            exchange.UpstreamHost = HostOf(context.DestinationPrefix);
            if (exchange.Labels.Profile is not null && HttpMethods.IsPost(context.HttpContext.Request.Method))
            {
                exchange.Record?.Open(); // durable while the model thinks
            }
        }
        return ValueTask.CompletedTask;
    }

    private string HostOf(string prefix)
    {
        if (_hosts.TryGetValue(prefix, out var host))
        {
            return host;
        }
        host = Uri.TryCreate(prefix, UriKind.Absolute, out var address) ? address.Authority : "";
        return _hosts.Count < MostHosts ? _hosts.GetOrAdd(prefix, host) : host;
    }
}
