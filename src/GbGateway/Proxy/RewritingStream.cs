using System.Buffers;
using System.Diagnostics;
using System.Runtime.CompilerServices;
using GbGateway.Content;
using Microsoft.AspNetCore.Http.Features;

namespace GbGateway.Proxy;

/// <summary>
/// The response body on its way: reads the upstream, drives the rewriter, gives what may leave. One upstream read makes at most one
/// piece, so an event leaves when it came.
/// 1. An upstream that ends properly completes the rewriter.
/// 2. One that is cut, content that is refused, a time-out and the drain's deadline abort the rewriter: its last words (the label of
///    the text already sent, the error) are written, then every read throws, so that the proxy breaks the response.
/// 3. A rewriter that ended the answer itself completes it: the upstream is cancelled, its rest unread.
/// 4. A client that left is nobody to talk to: the read is cancelled.
/// </summary>
public sealed class RewritingStream(
    Stream upstream, byte[] input, int head, BodyRewriter rewriter, GatewayExchange exchange, MediaGate gate, Drain drain, HttpContext context,
    HeldTextWatch? watch = null) : ForwardStream
{
    private static readonly TimeSpan LastWordsDelay = TimeSpan.FromMilliseconds(100);

    /// <summary>Room for one read of the upstream; four times that where reads fill it.</summary>
    public const int InputSize = 16 << 10;

    private const int MostInput = 64 << 10;

    /// <summary>Reads that may still find bytes before the one that waits, and is cancelled: a connection is only closed under a waiting read.</summary>
    private const int MostLateReads = 64;

    private readonly PooledBuffer _output = new();
    private byte[] _input = input;
    private CancellationTokenSource? _linked;
    private CancellationToken _caller;
    private ReadOnlyMemory<byte> _head = input.AsMemory(0, head);
    private bool _filled;
    private bool _ended;
    private bool _completed;
    private BrokenAnswerException? _broken;

    /// <inheritdoc/>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_broken is not null)
        {
            throw _broken;
        }
        try
        {
            while (_output.Length == 0 && !_completed)
            {
                await AdvanceAsync(Link(cancellationToken));
            }
            if (_output.Length > 0 && exchange is { Record: { IsOpen: false } record, Labels: { Profile: not null } or { HasContent: true } })
            {
                await record.EnsureOpenAsync();
            }
        }
        catch (BrokenAnswerException broken)
        {
            await BreakAsync(broken);
            throw;
        }
        var count = Math.Min(buffer.Length, _output.Length);
        _output.Span[..count].CopyTo(buffer.Span);
        exchange.Record?.Append(buffer.Span[..count]);
        _output.Drop(count);
        exchange.BytesOut += count;
        return count;
    }

    /// <summary>Drives the body as long as its rewriter holds the head, and keeps it. Throws a <see cref="BrokenAnswerException"/>, nothing sent.</summary>
    /// <returns>The whole body's length, or null if the head may leave and the body goes on.</returns>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<long?> ReadHeldAsync(CancellationToken cancellation)
    {
        while (!_completed && rewriter.HoldsHead)
        {
            await AdvanceAsync(Link(cancellation));
        }
        return _completed ? _output.Length : null;
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        var input = Interlocked.Exchange(ref _input, []);
        if (input.Length > 0)
        {
            if (watch is not { IsReading: true })
            {
                ArrayPool<byte>.Shared.Return(input);
            }
            _linked?.Dispose();
            _output.Dispose();
            rewriter.Dispose();
            upstream.Dispose();
        }
        base.Dispose(disposing);
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private async ValueTask AdvanceAsync(CancellationToken cancellation)
    {
        try
        {
            var piece = _head;
            _head = default;
            if (piece.IsEmpty && !_ended)
            {
                var read = watch is null
                    ? await upstream.ReadAsync(_input, cancellation)
                    : await watch.ReadAsync(upstream, _input, rewriter, cancellation) ?? -1;
                if (read < 0)
                {
                    if (rewriter.TryWriteComment(_output))
                    {
                        watch!.CountComment();
                    }
                    return;
                }
                _ended = read == 0;
                _filled = read == _input.Length;
                piece = _input.AsMemory(0, read);
            }
            exchange.BytesIn += piece.Length;
            await RewriteAsync(piece, cancellation);
            if (_filled && _input.Length < MostInput)
            {
                Widen();
            }
        }
        catch (Exception e) when (e is not BrokenAnswerException)
        {
            throw Explain(e);
        }
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private async ValueTask RewriteAsync(ReadOnlyMemory<byte> piece, CancellationToken cancellation)
    {
        var status = Step(ref piece);
        while (status == RewriteStatus.NeedsPixels)
        {
            using var permit = await gate.EnterAsync(rewriter.PixelsWanted, cancellation);
            status = Step(ref piece);
        }
        if (status == RewriteStatus.Refused)
        {
            var receipt = rewriter.Refusal!;
            throw new BrokenAnswerException(Reasons.Of(receipt), receipt.Reason ?? receipt.Outcome.ToString());
        }
        if (status == RewriteStatus.Ended && !_ended)
        {
            _ended = true;
            await CancelUpstreamAsync();
        }
        _completed = _ended;
    }

    // To dispose of an answer that is not over would read on, for a pooled connection's sake: a model would go on talking to nobody.
    private async ValueTask CancelUpstreamAsync()
    {
        using var over = new CancellationTokenSource();
        try
        {
            for (var i = 0; i < MostLateReads; i++)
            {
                var late = upstream.ReadAsync(_input, over.Token);
                if (!late.IsCompleted)
                {
                    await over.CancelAsync();
                }
                if (await late == 0)
                {
                    break;
                }
            }
        }
        catch (Exception e) when (e is OperationCanceledException or IOException or HttpRequestException or InvalidDataException or ZstdSharp.ZstdException)
        {
            // What the rest was no longer matters.
        }
        await upstream.DisposeAsync();
    }

    // More came than one read takes: a fast answer gets by with fewer reads, and its client with fewer packets.
    private void Widen()
    {
        _filled = false;
        ArrayPool<byte>.Shared.Return(_input);
        _input = ArrayPool<byte>.Shared.Rent(MostInput);
    }

    private RewriteStatus Step(ref ReadOnlyMemory<byte> piece)
    {
        var started = Stopwatch.GetTimestamp();
        try
        {
            if (_ended)
            {
                return rewriter.Complete(_output);
            }
            var status = rewriter.Write(piece.Span, _output, out var consumed);
            piece = piece[consumed..];
            return status;
        }
        finally
        {
            watch?.Note(rewriter.HoldsText);
            exchange.Spent += Stopwatch.GetElapsedTime(started);
        }
    }

    private Exception Explain(Exception e)
    {
        if (context.RequestAborted.IsCancellationRequested)
        {
            return new OperationCanceledException("the client left", e, context.RequestAborted);
        }
        return e switch
        {
            OperationCanceledException when drain.Deadline.IsCancellationRequested => new BrokenAnswerException(Reasons.ShuttingDown, "the gateway is shutting down", e),
            OperationCanceledException => new BrokenAnswerException(Reasons.TimedOut, "the upstream was silent for too long", e),
            InvalidDataException => new BrokenAnswerException(Reasons.Encoding, "the answer's Content-Encoding can't be undone", e),
            ZstdSharp.ZstdException => new BrokenAnswerException(Reasons.Encoding, "the answer's Content-Encoding can't be undone", e),
            IOException or HttpRequestException => new BrokenAnswerException(Reasons.UpstreamCut, "the upstream's answer ended before its time", e),
            // Whatever fails inside the labeler fails closed (T32).
            _ => new BrokenAnswerException(Reasons.Fault, "the answer could not be labelled", e),
        };
    }

    // What came before the break was already handed over; the last words go straight to the client, because the proxy's own token may be spent.
    private async ValueTask BreakAsync(BrokenAnswerException broken)
    {
        _broken = broken;
        exchange.Reason = broken.Reason;
        if (broken.Reason == Reasons.Ledger)
        {
            _output.Clear(); // labelled, and without a record: nothing of it may leave
            return;
        }
        rewriter.Abort(_output, broken.Reason == Reasons.UpstreamCut ? null : broken.Message);
        if (_output.Length > 0)
        {
            exchange.BytesOut += _output.Length;
            exchange.Record?.Append(_output.Span);
            await context.Response.Body.WriteAsync(_output.Memory, context.RequestAborted);
            _output.Clear();
            if (context.Features.Get<IHttpResetFeature>() is not null)
            {
                // HTTP/2: a reset overtakes frames that are still queued, and nothing tells when they have left.
                await Task.Delay(LastWordsDelay, context.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
        else if (broken.Reason == Reasons.UpstreamCut && !rewriter.HoldsHead)
        {
            // The upstream's head came before it was cut: so does ours, that a client fails as it would without a gateway.
            await context.Response.Body.FlushAsync(context.RequestAborted);
        }
    }

    private CancellationToken Link(CancellationToken caller)
    {
        if (_linked is null || caller != _caller)
        {
            _linked?.Dispose();
            (_caller, _linked) = (caller, CancellationTokenSource.CreateLinkedTokenSource(caller, drain.Deadline));
        }
        return _linked.Token;
    }
}
