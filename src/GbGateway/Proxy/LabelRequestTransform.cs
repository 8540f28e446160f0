using Yarp.ReverseProxy.Transforms;

namespace GbGateway.Proxy;

/// <summary>
/// What the upstream is asked differently: no encoding, no parts of bodies that will be relabelled, nothing that depends on a copy the client
/// has, which may be of before the labels; on a relayed WebSocket, no extensions that would hide its messages.
/// </summary>
public sealed class LabelRequestTransform : RequestTransform
{
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
        if (context.HttpContext.Features.Get<GatewayExchange>() is { IsRelayed: true })
        {
            headers.Remove("Sec-WebSocket-Extensions");
        }
        return ValueTask.CompletedTask;
    }
}
