using System.Buffers;
using System.Net;
using System.Runtime.CompilerServices;
using GbGateway.Content;
using GbGateway.Labels;
using GbGateway.Labels.Text;
using Microsoft.AspNetCore.Http.Features;
using Yarp.ReverseProxy.Transforms;

namespace GbGateway.Proxy;

/// <summary>
/// Decides what becomes of a response.
/// 1. What has no body keeps its head, without what only the upstream's bytes would make true.
/// 2. The body is decoded, its first bytes tell the rewriter.
/// 3. Rewriters that hold the head are driven here as long as they do: a refusal is still a clean 502, the length is known if it was to the end.
/// 4. All others take the content's place and run while the proxy copies.
/// 5. Before a labelled head or body leaves, its record is durable, or the answer is a 503.
/// </summary>
public sealed class LabelResponseTransform(MediaGate gate, Drain drain, HeldTexts texts, ILogger log) : ResponseTransform
{
    /// <inheritdoc/>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    public override async ValueTask ApplyAsync(ResponseTransformContext context)
    {
        if (context.ProxyResponse is not { } response || context.HttpContext.Features.Get<GatewayExchange>() is not { } exchange)
        {
            return;
        }
        var http = context.HttpContext;
        ResponseHeaders.DropForeignLabels(http.Response.Headers, exchange);
        if (exchange.IsRelayed)
        {
            http.Response.Headers.Remove("Sec-WebSocket-Extensions");
        }
        try
        {
            if (response.StatusCode == HttpStatusCode.PartialContent
                || (response.StatusCode == HttpStatusCode.NotModified && !ResponseHeaders.IsChange(http.Request.Method)))
            {
                throw new BrokenAnswerException(Reasons.Partial, "the upstream sent a part of a body, or none, and nobody asked for that");
            }
            if (RedirectLinks.Apply(http.Response, exchange) is { } refusal)
            {
                throw new BrokenAnswerException(Reasons.Of(refusal), refusal.Reason ?? refusal.Outcome.ToString());
            }
            if (!HasNoBody(http, response))
            {
                await RewriteAsync(context, response, exchange);
            }
        }
        catch (BrokenAnswerException broken)
        {
            exchange.Reason = broken.Reason;
            Log.Refused(log, exchange.Policy.Route, exchange.Labels.Profile?.Name, broken.Reason, broken.Message, broken.Reason == Reasons.Fault ? broken.InnerException : null);
            if (broken.Reason == Reasons.UpstreamCut && response.IsSuccessStatusCode && IsStream(response))
            {
                ResponseHeaders.DropStale(http.Response.Headers);
                response.Content = new RewritingContent(new CutStream(broken, http), response.Content);
                return;
            }
            ReplaceBody(http, response, exchange, broken);
        }
    }

    private static bool IsStream(HttpResponseMessage response) =>
        response.Content.Headers.NonValidated.TryGetValues("Content-Type", out var types) && types.ToString() is var type
        && (type.StartsWith("text/event-stream", StringComparison.OrdinalIgnoreCase) || type.StartsWith("application/x-ndjson", StringComparison.OrdinalIgnoreCase));

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private async ValueTask RewriteAsync(ResponseTransformContext context, HttpResponseMessage response, GatewayExchange exchange)
    {
        var http = context.HttpContext;
        var encodings = response.Content.Headers.NonValidated.TryGetValues("Content-Encoding", out var given) ? given : default;
        // Not asynchronous: the head is here, and nothing is read by opening the body.
        if (BodyDecoding.TryOpen(encodings, response.Content.ReadAsStream(context.CancellationToken), out var body) is { } mistake)
        {
            throw new BrokenAnswerException(Reasons.Encoding, mistake);
        }
        var input = ArrayPool<byte>.Shared.Rent(RewritingStream.InputSize);
        var head = 0;
        BodyRewriter? rewriter;
        try
        {
            head = await BodyHead.ReadAsync(body, input, context.CancellationToken);
            rewriter = Choose(exchange.Labels, response, input.AsSpan(0, head));
        }
        catch
        {
            ArrayPool<byte>.Shared.Return(input);
            throw;
        }
        if (rewriter is null)
        {
            if (exchange.Labels.PassesUserFile)
            {
                await EnsureRecordAsync(exchange); // what is left unlabelled on purpose leaves a trace
            }
            if (body is RatioCap)
            {
                ResponseHeaders.DropStale(http.Response.Headers);
            }
            response.Content = new RewritingContent(new HeadedStream(input, head, body), response.Content);
            return;
        }
        ResponseHeaders.DropStale(http.Response.Headers);
        if (body is not RatioCap && response.Content.Headers.ContentLength is { } announced && rewriter.FindExcess(announced) is { } excess)
        {
            ArrayPool<byte>.Shared.Return(input);
            rewriter.Dispose();
            throw new BrokenAnswerException(Reasons.Of(excess), excess.Reason!);
        }
        exchange.BodyKind = rewriter.Kind;
        var stream = new RewritingStream(body, input, head, rewriter, exchange, gate, drain, http, rewriter.Kind == BodyKind.Sse ? texts.For(exchange.Labels) : null);
        if (rewriter.HoldsHead)
        {
            try
            {
                var length = await stream.ReadHeldAsync(context.CancellationToken);
                ResponseHeaders.SetFindings(http.Response.Headers, exchange);
                http.Response.ContentLength = length;
                if (exchange.Labels.HasContent)
                {
                    await EnsureRecordAsync(exchange);
                    // Texts may still follow a document's first picture.
                    var outOfBand = length is null && rewriter.Kind == BodyKind.Json
                        ? exchange.Labels.TextPlacement == TextLabelPlacement.OutOfBand
                        : IsOutOfBand(exchange.Labels);
                    ResponseHeaders.SetLabels(http.Response.Headers, exchange, outOfBand);
                }
            }
            catch
            {
                stream.Dispose();
                throw;
            }
        }
        else
        {
            ResponseHeaders.SetFindings(http.Response.Headers, exchange);
            if (rewriter.Kind == BodyKind.Sse)
            {
                ResponseHeaders.SetStreaming(http.Response.Headers);
            }
            // A propagator's label is known only once the upstream's has come by.
            if (exchange.Labels.Profile is not null && (exchange.Policy.Content.Role == LabelRole.Producer || exchange.Labels.IsPropagated))
            {
                try
                {
                    await EnsureRecordAsync(exchange);
                }
                catch
                {
                    stream.Dispose();
                    throw;
                }
                ResponseHeaders.SetLabels(http.Response.Headers, exchange, exchange.Labels.TextPlacement == TextLabelPlacement.OutOfBand);
            }
        }
        response.Content = new RewritingContent(stream, response.Content);
    }

    private static ValueTask EnsureRecordAsync(GatewayExchange exchange) => exchange.Record?.EnsureOpenAsync() ?? ValueTask.CompletedTask;

    private static BodyRewriter? Choose(Exchange exchange, HttpResponseMessage response, ReadOnlySpan<byte> head)
    {
        // As it stands, parameters and all: the typed property would parse and keep a value of its own.
        var contentType = response.Content.Headers.NonValidated.TryGetValues("Content-Type", out var types) ? types.ToString() : null;
        var rewriter = BodyRewriters.Choose(exchange, contentType, head, out var refusal);
        if (response.IsSuccessStatusCode || refusal is { Format: "multipart" })
        {
            return refusal is null ? rewriter : throw new BrokenAnswerException(Reasons.Of(refusal), refusal.Reason ?? refusal.Outcome.ToString());
        }
        if (rewriter is { Kind: BodyKind.Media or BodyKind.Multipart })
        {
            return rewriter;
        }
        rewriter?.Dispose();
        return null; // an error is no content; a picture is one whatever the status says
    }

    private static bool HasNoBody(HttpContext http, HttpResponseMessage response)
    {
        if (HttpMethods.IsHead(http.Request.Method))
        {
            // What GET would send is not known here: nothing that may be untrue is said.
            ResponseHeaders.DropStale(http.Response.Headers);
            return true;
        }
        return response.StatusCode is HttpStatusCode.NoContent or HttpStatusCode.NotModified or HttpStatusCode.ResetContent
            || response.StatusCode < HttpStatusCode.OK
            || response.Content.Headers.ContentLength == 0;
    }

    private static bool IsOutOfBand(Exchange exchange)
    {
        for (var i = 0; i < exchange.Labels.Count; i++)
        {
            if (exchange.Labels[i] is { Kind: ContentKind.Text, Inline: false })
            {
                return true;
            }
        }
        return false;
    }

    private static void ReplaceBody(HttpContext http, HttpResponseMessage response, GatewayExchange exchange, BrokenAnswerException broken)
    {
        var status = broken.Reason is Reasons.ShuttingDown or Reasons.Ledger ? HttpStatusCode.ServiceUnavailable
            : broken.Reason == Reasons.TimedOut ? HttpStatusCode.GatewayTimeout : HttpStatusCode.BadGateway;
        var code = broken.Reason == Reasons.Ledger ? ErrorAnswer.LedgerUnavailable : broken.Reason is Reasons.UpstreamCut or Reasons.TimedOut or Reasons.ShuttingDown ? broken.Reason : ErrorAnswer.LabelUnavailable;
        var body = ErrorAnswer.Write(exchange.Labels.Profile, code, broken.Message);
        http.Response.Headers.Clear();
        http.Response.StatusCode = (int)status;
        http.Features.Get<IHttpResponseFeature>()!.ReasonPhrase = null;
        http.Response.ContentType = "application/json";
        http.Response.ContentLength = body.Length;
        if (broken.Reason == Reasons.Ledger)
        {
            ErrorAnswer.SetRetry(http.Response.Headers);
        }
        response.Content.Dispose();
        response.Content = new ByteArrayContent(body);
    }
}
