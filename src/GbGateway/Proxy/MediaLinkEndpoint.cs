using System.Buffers;
using System.Net;
using System.Threading.RateLimiting;
using GbGateway.Content;
using GbGateway.Content.Links;
using GbGateway.Labels;
using GbGateway.Labels.Media;
using GbGateway.Links;
using GbGateway.Policies;

namespace GbGateway.Proxy;

/// <summary>
/// Serves the links this gateway made: the token says what to fetch and by whose policy to label it, the policies in force say whether that
/// is still allowed. What is served is a labelled picture or an error that tells nothing of where the picture was. Ranges and conditions
/// are ignored: the answer is always whole.
/// </summary>
public sealed class MediaLinkEndpoint(
    RoutePolicies policies, SignedLinks links, LinkFetcher fetcher, ExchangeMiddleware exchanges, MediaGate gate, Drain drain, TimeProvider time, ILogger log) : IAsyncDisposable
{
    private const string Space = "/.gbgateway/";
    private const int MostFetches = 64;
    private const int MostWaiting = 256;

    private readonly ConcurrencyLimiter _fetches = new(new ConcurrencyLimiterOptions { PermitLimit = MostFetches, QueueLimit = MostWaiting });

    /// <summary>Answers requests below <c>/.gbgateway/</c>, passes all others on.</summary>
    public Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        var path = context.Request.Path.Value ?? "";
        return path.Contains(Space, StringComparison.Ordinal) ? AnswerAsync(context, path) : next(context);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        fetcher.Dispose();
        return _fetches.DisposeAsync();
    }

    private Task AnswerAsync(HttpContext context, string path)
    {
        if (!HttpMethods.IsGet(context.Request.Method) && !HttpMethods.IsHead(context.Request.Method))
        {
            return RefuseAsync(context, HttpStatusCode.MethodNotAllowed, "method_not_allowed", "a link is followed by GET or HEAD", static headers => headers.Allow = "GET, HEAD");
        }
        var name = path.AsSpan(path.IndexOf(Space, StringComparison.Ordinal));
        if (!name.StartsWith(SignedLinks.Path) || Open(name[SignedLinks.Path.Length..]) is not { } token)
        {
            return RefuseAsync(context, HttpStatusCode.NotFound, "link_unknown", "this is no link of this gateway");
        }
        if (token.Expires <= time.GetUtcNow())
        {
            return RefuseAsync(context, HttpStatusCode.Gone, "link_expired", "the link has expired");
        }
        // The policies in force decide, not those of when the link was made.
        var tenant = token.Tenant.Length > 0 ? new Tenant(token.Tenant) : Tenant.None;
        var current = policies.Current;
        var policy = current.For(token.Route, tenant);
        if (!current.Routes.ContainsKey(token.Route) || policy.Content.MediaLinks != MediaLinkPolicy.Rewrite || LinkTarget.TryRead(token.Url) is not { } target)
        {
            return RefuseAsync(context, HttpStatusCode.NotFound, "link_unknown", "this link is served no more");
        }
        var exchange = new GatewayExchange(policy, new Exchange(policy.Content, AigcMetadata.ByProducer(policy.ContentProducer, token.ProduceID)) { Tenant = tenant })
        {
            PolicyVersion = current.Version, UpstreamHost = target.Uri.Authority, BodyKind = BodyKind.Media,
        };
        return exchanges.RunAsync(context, exchange, http => ServeAsync(http, exchange, target, token.Expires), isProxied: false);
    }

    // A token's ending is that of the name it stands for: nobody gives it another.
    private LinkToken? Open(ReadOnlySpan<char> name)
    {
        var dot = name.IndexOf('.');
        return links.Open(dot < 0 ? name : name[..dot]) is { } token && LinkTarget.TryRead(token.Url) is { } target
            && target.Extension.AsSpan().SequenceEqual(dot < 0 ? default : name[dot..]) ? token : null;
    }

    private async Task ServeAsync(HttpContext context, GatewayExchange exchange, LinkTarget target, DateTimeOffset expires)
    {
        using var limit = new CancellationTokenSource(exchange.Policy.LinkTimeout, time);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, context.RequestAborted, drain.Deadline);
        try
        {
            using var permit = await _fetches.AcquireAsync(1, linked.Token);
            if (!permit.IsAcquired)
            {
                exchange.Reason = Reasons.Busy;
                await RefuseAsync(context, HttpStatusCode.ServiceUnavailable, Reasons.Busy, "too many links are being followed", static headers => headers.RetryAfter = "1");
                return;
            }
            using var response = await fetcher.FetchAsync(target, exchange.Policy.Content, linked.Token);
            await SendAsync(context, exchange, response, expires, linked.Token);
        }
        catch (LinkDeniedException denied)
        {
            await FailAsync(context, exchange, Reasons.Link, denied.Message, HttpStatusCode.BadGateway, null);
        }
        catch (BrokenAnswerException broken)
        {
            await FailAsync(context, exchange, broken.Reason, broken.Message,
                broken.Reason == Reasons.Ledger ? HttpStatusCode.ServiceUnavailable : HttpStatusCode.BadGateway, broken.InnerException);
        }
        catch (OperationCanceledException) when (!context.RequestAborted.IsCancellationRequested)
        {
            var reason = drain.Deadline.IsCancellationRequested ? Reasons.ShuttingDown : Reasons.TimedOut;
            await FailAsync(context, exchange, reason, "what the link names did not come in time", reason == Reasons.TimedOut ? HttpStatusCode.GatewayTimeout : HttpStatusCode.ServiceUnavailable, null);
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            await FailAsync(context, exchange, Reasons.Unreachable, "what the link names can't be fetched", HttpStatusCode.BadGateway, null);
        }
    }

    private async Task SendAsync(HttpContext context, GatewayExchange exchange, HttpResponseMessage response, DateTimeOffset expires, CancellationToken cancellation)
    {
        if (response.StatusCode != HttpStatusCode.OK)
        {
            throw new BrokenAnswerException(Reasons.Link, "the host of the link does not serve it");
        }
        if (response.Content.Headers.ContentLength > exchange.Policy.Content.MediaLimits.MaxBytes)
        {
            throw new BrokenAnswerException(Reasons.Of(new LabelReceipt(LabelOutcome.TooLarge, "unknown", "")), "what the link names is longer than MaxPictureBytes");
        }
        response.Content.Headers.NonValidated.TryGetValues("Content-Encoding", out var encodings);
        if (BodyDecoding.TryOpen(encodings, await response.Content.ReadAsStreamAsync(cancellation), out var body) is { } mistake)
        {
            throw new BrokenAnswerException(Reasons.Encoding, mistake);
        }
        var (stream, format) = await OpenAsync(context, exchange, body, cancellation);
        await using (stream)
        {
            var headers = context.Response.Headers;
            context.Response.ContentLength = await stream.ReadHeldAsync(cancellation);
            context.Response.ContentType = format.ContentType;
            SetSafe(headers);
            headers.CacheControl = $"private, max-age={Math.Max(0, (long)(expires - time.GetUtcNow()).TotalSeconds)}, no-transform";
            if (exchange.Record is { } record)
            {
                await record.EnsureOpenAsync();
            }
            ResponseHeaders.SetLabels(headers, exchange, outOfBand: false);
            // HEAD learns what GET would: whether there is a picture that can be labelled.
            await stream.CopyToAsync(HttpMethods.IsHead(context.Request.Method) ? Stream.Null : context.Response.Body, cancellation);
        }
    }

    // Only what its first bytes show to be a picture gets as far as the labels: a page, a script or a film never does.
    private async Task<(RewritingStream Stream, MediaFormat Format)> OpenAsync(HttpContext context, GatewayExchange exchange, Stream body, CancellationToken cancellation)
    {
        var input = ArrayPool<byte>.Shared.Rent(RewritingStream.InputSize);
        try
        {
            var head = await BodyHead.ReadAsync(body, input, cancellation);
            var format = MediaFormats.Detect(input.AsSpan(0, head));
            if (format is null || BodyRewriters.Choose(exchange.Labels, null, input.AsSpan(0, head), out _) is not { Kind: BodyKind.Media } rewriter)
            {
                throw new BrokenAnswerException(Reasons.Of(new LabelReceipt(LabelOutcome.Unsupported, "unknown", "")), "what the link names is no picture of a format that is labelled");
            }
            return (new RewritingStream(body, input, head, rewriter, exchange, gate, drain, context), format);
        }
        catch
        {
            ArrayPool<byte>.Shared.Return(input);
            throw;
        }
    }

    private async Task FailAsync(HttpContext context, GatewayExchange exchange, string reason, string detail, HttpStatusCode status, Exception? cause)
    {
        exchange.Reason = reason;
        Log.Refused(log, exchange.Policy.Route, "link", reason, detail, reason == Reasons.Fault ? cause : null);
        if (context.Response.HasStarted)
        {
            context.Abort();
            return;
        }
        if (reason == Reasons.Ledger)
        {
            return; // the exchange's own answer
        }
        var code = reason == Reasons.Ledger ? ErrorAnswer.LedgerUnavailable : reason is Reasons.UpstreamCut or Reasons.TimedOut or Reasons.ShuttingDown or Reasons.Unreachable ? reason : ErrorAnswer.LabelUnavailable;
        await RefuseAsync(context, reason == Reasons.TimedOut ? HttpStatusCode.GatewayTimeout : status, code, "the picture behind this link can't be served labelled");
    }

    private static Task RefuseAsync(HttpContext context, HttpStatusCode status, string code, string message, Action<IHeaderDictionary>? setHeaders = null) =>
        ErrorAnswer.SendAsync(context, null, status, code, message, headers =>
        {
            SetSafe(headers);
            headers.CacheControl = "no-store";
            setHeaders?.Invoke(headers);
        });

    // Links are opened in browsers, on the origin that serves the API: nothing of it may run there.
    private static void SetSafe(IHeaderDictionary headers)
    {
        headers.XContentTypeOptions = "nosniff";
        headers.ContentSecurityPolicy = "default-src 'none'; sandbox";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Resource-Policy"] = "cross-origin";
        headers.AccessControlAllowOrigin = "*";
    }
}
