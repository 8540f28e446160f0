using System.Net;

namespace GbGateway.Proxy;

/// <summary>Takes the place of the upstream's content: the proxy keeps copying, timing out and cancelling.</summary>
public sealed class RewritingContent(Stream body, HttpContent original) : HttpContent
{
    /// <inheritdoc/>
    protected override Task<Stream> CreateContentReadStreamAsync() => Task.FromResult(body);

    /// <inheritdoc/>
    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => throw new NotSupportedException("read the stream");

    /// <inheritdoc/>
    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return false;
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        body.Dispose();
        original.Dispose();
        base.Dispose(disposing);
    }
}
