namespace GbGateway.Proxy;

/// <summary>The body of a stream that the upstream cut before any of it came: the head leaves, then the response breaks as the upstream's did.</summary>
internal sealed class CutStream(BrokenAnswerException broken, HttpContext context) : ForwardStream
{
    /// <inheritdoc/>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        await context.Response.Body.FlushAsync(cancellationToken);
        throw broken;
    }
}
