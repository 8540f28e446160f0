using System.Net.Http.Headers;
using Yarp.ReverseProxy.Transforms;

namespace GbGateway.Proxy;

/// <summary>What the upstream is asked differently: no encoding, no parts of bodies that will be relabelled.</summary>
public sealed class LabelRequestTransform : RequestTransform
{
    private static readonly StringWithQualityHeaderValue Identity = new("identity");

    /// <inheritdoc/>
    public override ValueTask ApplyAsync(RequestTransformContext context)
    {
        var headers = context.ProxyRequest.Headers;
        headers.AcceptEncoding.Clear();
        headers.AcceptEncoding.Add(Identity);
        headers.Remove("Range");
        headers.Remove("If-Range");
        return ValueTask.CompletedTask;
    }
}
