using GbGateway.Content;

namespace GbGateway.Proxy;

/// <summary>
/// The client's side of an upgraded connection, as the proxy sees it: what the client says passes, what the server says goes through the
/// rewriter. A refusal sends the close frame that says so, then breaks the connection.
/// </summary>
public sealed class WebSocketRelay(Stream client, BodyRewriter rewriter, GatewayExchange exchange, MediaGate gate) : Stream
{
    private readonly PooledBuffer _output = new();
    private int _disposed;

    /// <inheritdoc/>
    public override bool CanRead => true;

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public override bool CanWrite => true;

    /// <inheritdoc/>
    public override long Length => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <inheritdoc/>
    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => client.ReadAsync(buffer, cancellationToken);

    /// <inheritdoc/>
    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        client.ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    /// <inheritdoc/>
    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        exchange.BytesIn += buffer.Length;
        var status = Step(ref buffer);
        while (status == RewriteStatus.NeedsPixels)
        {
            using var permit = await gate.EnterAsync(rewriter.PixelsWanted, cancellationToken);
            status = Step(ref buffer);
        }
        var refusal = status == RewriteStatus.Refused ? rewriter.Refusal : null;
        if (refusal is not null)
        {
            exchange.Reason = Reasons.Of(refusal);
            rewriter.Abort(_output);
        }
        if (_output.Length > 0)
        {
            await EnsureRecordAsync();
            exchange.Record?.Append(_output.Span);
            exchange.BytesOut += _output.Length;
            await client.WriteAsync(_output.Memory, cancellationToken);
            await client.FlushAsync(cancellationToken);
            _output.Clear();
        }
        if (refusal is not null)
        {
            throw new BrokenAnswerException(exchange.Reason!, refusal.Reason ?? refusal.Outcome.ToString());
        }
    }

    /// <inheritdoc/>
    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    /// <inheritdoc/>
    public override Task FlushAsync(CancellationToken cancellationToken) => client.FlushAsync(cancellationToken);

    /// <inheritdoc/>
    public override void Flush()
    {
    }

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("read it asynchronously");

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException("write it asynchronously");

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (Interlocked.Exchange(ref _disposed, 1) == 0)
        {
            client.Dispose();
            rewriter.Dispose();
            _output.Dispose();
        }
        base.Dispose(disposing);
    }

    // One record stands for all that comes over a connection; each picture is sealed by itself when it ends.
    private async ValueTask EnsureRecordAsync()
    {
        if (exchange is not { Record: { IsOpen: false } record, Labels.HasContent: true })
        {
            return;
        }
        try
        {
            await record.EnsureOpenAsync();
        }
        catch (BrokenAnswerException broken)
        {
            exchange.Reason = broken.Reason;
            _output.Clear();
            throw;
        }
    }

    private RewriteStatus Step(ref ReadOnlyMemory<byte> buffer)
    {
        var started = System.Diagnostics.Stopwatch.GetTimestamp();
        var status = rewriter.Write(buffer.Span, _output, out var consumed);
        buffer = buffer[consumed..];
        exchange.Spent += System.Diagnostics.Stopwatch.GetElapsedTime(started);
        return status;
    }
}
