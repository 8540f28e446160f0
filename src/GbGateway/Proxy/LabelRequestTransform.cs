using Yarp.ReverseProxy.Transforms;

namespace GbGateway.Proxy;

/// <summary>What the upstream is asked differently: no encoding, no parts of bodies that will be relabelled.</summary>
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
        return ValueTask.CompletedTask;
    }
}
