using Microsoft.AspNetCore.Http.Features;
using Yarp.ReverseProxy.Transforms;

namespace GbGateway.Proxy;

/// <summary>Trailers pass, but for those that are true of the upstream's bytes only, and labels of its own.</summary>
public sealed class LabelTrailersTransform : ResponseTrailersTransform
{
    /// <inheritdoc/>
    public override ValueTask ApplyAsync(ResponseTrailersTransformContext context)
    {
        if (context.HttpContext.Features.Get<IHttpResponseTrailersFeature>()?.Trailers is { IsReadOnly: false } trailers)
        {
            ResponseHeaders.DropStale(trailers);
            ResponseHeaders.DropLabels(trailers);
        }
        return ValueTask.CompletedTask;
    }
}
