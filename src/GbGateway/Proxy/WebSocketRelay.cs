using GbGateway.Content;
using GbGateway.Content.Bodies.WebSockets;

namespace GbGateway.Proxy;

/// <summary>
/// The client's side of an upgraded connection, as the proxy sees it: what the client says passes, what the server says goes through the
/// rewriter. A refusal sends the close frame that says so, then breaks the connection; so does the drain's deadline.
/// </summary>
public sealed class WebSocketRelay(Stream client, WebSocketBody rewriter, GatewayExchange exchange, MediaGate gate, Drain drain) : Stream
{
    private readonly PooledBuffer _output = new();
    private readonly SemaphoreSlim _turn = new(1);
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
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, drain.Deadline);
        try
        {
            return await client.ReadAsync(buffer, linked.Token);
        }
        catch (OperationCanceledException e) when (drain.Deadline.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            await LeaveAsync(cancellationToken);
            throw new BrokenAnswerException(Reasons.ShuttingDown, "the gateway is shutting down", e);
        }
    }

    /// <inheritdoc/>
    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    /// <inheritdoc/>
    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            await RelayAsync(buffer, cancellationToken);
        }
        finally
        {
            _turn.Release();
        }
    }

    private async ValueTask RelayAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken)
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
        await SendAsync(cancellationToken);
        if (refusal is not null)
        {
            throw new BrokenAnswerException(exchange.Reason!, refusal.Reason ?? refusal.Outcome.ToString());
        }
    }

    // Between messages, the gateway may say that it goes.
    private async ValueTask LeaveAsync(CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            exchange.Reason = Reasons.ShuttingDown;
            rewriter.Leave(_output);
            await SendAsync(cancellationToken);
        }
        finally
        {
            _turn.Release();
        }
    }

    private async ValueTask SendAsync(CancellationToken cancellationToken)
    {
        if (_output.Length > 0)
        {
            await EnsureRecordAsync();
            exchange.Record?.Append(_output.Span);
            exchange.BytesOut += _output.Length;
            await client.WriteAsync(_output.Memory, cancellationToken);
            await client.FlushAsync(cancellationToken);
            _output.Clear();
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
