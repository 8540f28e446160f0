using System.Net;
using System.Runtime.CompilerServices;
using GbGateway.Content;
using GbGateway.Content.Links;
using GbGateway.Content.Profiles;
using GbGateway.Escalation;
using GbGateway.Labels;
using GbGateway.Ledger.Records;
using GbGateway.Links;
using GbGateway.Metrics;
using GbGateway.Policies;
using Microsoft.AspNetCore.Http.Features;
using Yarp.ReverseProxy.Forwarder;
using Yarp.ReverseProxy.Model;

namespace GbGateway.Proxy;

/// <summary>Opens and closes the exchange around the proxy: takes the policy once, reads the request, counts and records the answer.</summary>
public sealed class ExchangeMiddleware(
    RoutePolicies policies, TenantReader tenants, SignedLinks links, MediaGate gate, Drain drain, UploadReader uploads, ProduceIDSource produceIDs, TimeProvider time, ExchangeLedger ledger,
    OffenderGate offenders, EscalationQueue? escalations, GatewayMetrics metrics, ILogger log)
{
    /// <summary>Answers one request.</summary>
    public Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        var route = context.Features.Get<IReverseProxyFeature>()?.Route.Config.RouteId;
        var isTold = tenants.TryRead(context.Request.Headers, context.Request.Query, out var tenant);
        var snapshot = policies.Current;
        var policy = snapshot.For(route, tenant ?? Tenant.None);
        var grant = policy.AdmitsGrants ? ledger.FindGrant(context, (tenant ?? Tenant.None).Id, policy.Route) : null;
        var produceID = produceIDs.Next();
        var labels = new Exchange(grant is null ? policy.Content : policy.ContentUnderGrant, AigcMetadata.ByProducer(policy.ContentProducer, produceID))
        {
            Tenant = tenant ?? Tenant.None,
            IsForUserFile = UserFiles.AreAskedFor(context.Request),
            Links = policy.Content.MediaLinks == MediaLinkPolicy.Rewrite ? new ExchangeLinks(links, policy, tenant ?? Tenant.None, produceID, time.GetUtcNow()) : null,
            Profile = policy.Content.PinnedProfile ?? policy.Content.Profiles.ByPath(context.Request.Path.Value),
        };
        var exchange = new GatewayExchange(policy, labels) { Grant = grant, PolicyVersion = snapshot.Version };
        return isTold ? RunAsync(context, exchange, next, isProxied: true) : RunAsync(context, exchange, RefuseTenantAsync, isProxied: false);
    }

    /// <summary>Opens an exchange around its answer, and closes it.</summary>
    /// <param name="context">The request.</param>
    /// <param name="exchange">What is known of it.</param>
    /// <param name="next">Answers it.</param>
    /// <param name="isProxied">Whether that asks the upstream: the request is read before.</param>
    public async Task RunAsync(HttpContext context, GatewayExchange exchange, RequestDelegate next, bool isProxied)
    {
        var policy = exchange.Policy;
        exchange.Record = ledger.Begin(exchange);
        exchange.Labels.DigestsPictures = exchange.Record is not null;
        context.Features.Set(exchange);
        var lifetime = new BreakableLifetime(context.Features.Get<IHttpRequestLifetimeFeature>()!);
        if (context.Request.Protocol is "HTTP/1.1" or "HTTP/1.0")
        {
            context.Features.Set<IHttpRequestLifetimeFeature>(lifetime);
        }
        metrics.BeginRequest();
        var status = 0;
        try
        {
            await (isProxied ? AnswerAsync(context, exchange, next) : new ValueTask(next(context)));
            await ExplainFailureAsync(context, exchange);
            status = lifetime.IsBroken || context.RequestAborted.IsCancellationRequested ? 0 : context.Response.StatusCode;
        }
        catch (Exception e) when (e is not OperationCanceledException || !context.RequestAborted.IsCancellationRequested)
        {
            Log.Failed(log, policy.Route, e);
            throw;
        }
        finally
        {
            Close(exchange, status);
            CloseRecord(context, exchange);
        }
        if (lifetime.IsBroken)
        {
            throw new BrokenAnswerException(exchange.Reason ?? Reasons.UpstreamCut, "the answer is broken on purpose");
        }
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private async ValueTask AnswerAsync(HttpContext context, GatewayExchange exchange, RequestDelegate next)
    {
        if (IsUpgrade(context) && !IgnoresUpgrade(context, exchange) && exchange.Policy.Upgrades == Foreign.Refuse)
        {
            exchange.Reason = Reasons.Upgrade;
            await ErrorAnswer.SendAsync(context, exchange.Labels.Profile, HttpStatusCode.NotImplemented, ErrorAnswer.LabelUnavailable,
                "nothing labels the traffic of an upgraded connection, and this route's Upgrades is Refuse");
            return;
        }
        if (exchange.Policy.Content.BinaryStreams == Foreign.Refuse && ErrorAnswer.IsGrpc(context))
        {
            exchange.Reason = Reasons.Binary;
            await ErrorAnswer.SendGrpcAsync(context, "nothing labels the messages of gRPC, and this route's BinaryStreams is Refuse");
            return;
        }
        if (exchange is { Labels.Profile: not null, Record.IsRequired: true } && ledger.IsRefusing)
        {
            await RefuseWithoutRecordAsync(context, exchange); // a model need not be asked for what may not leave
            return;
        }
        PooledBuffer? upload = null;
        PooledBuffer? ahead;
        try
        {
            upload = exchange.Policy.Uploads == UploadCheck.Off ? null : await uploads.ReadAsync(context, exchange);
            ahead = await RequestReader.ReadAsync(context, exchange.Labels, exchange.Policy.MaxInspectedRequestBytes);
            if (exchange.Labels.Facts.User is { } user)
            {
                exchange.Labels.Facts = exchange.Labels.Facts with { User = tenants.NameUser(user) };
            }
        }
        catch (BadHttpRequestException mistake)
        {
            upload?.Dispose();
            await ErrorAnswer.SendAsync(context, exchange.Labels.Profile, (HttpStatusCode)mistake.StatusCode, "bad_request", mistake.Message);
            return;
        }
        exchange.Model = exchange.Labels.Facts.Model is { Length: > 0 } model ? model : ModelPaths.Find(exchange.Labels.Profile is null ? null : context.Request.Path.Value);
        using (upload)
        using (ahead)
        {
            if (await offenders.RefusesAsync(context, exchange))
            {
                return;
            }
            if (exchange.Labels.BlockedIn == FilterDirection.Prompt)
            {
                await ErrorAnswer.SendAsync(context, exchange.Labels.Profile, HttpStatusCode.BadRequest, ErrorDialect.ContentFilter, exchange.Policy.Content.Refusal.Text,
                    headers => ResponseHeaders.SetFindings(headers, exchange));
                return;
            }
            await next(context);
        }
    }

    private static Task RefuseTenantAsync(HttpContext context) =>
        ErrorAnswer.SendAsync(context, ApiProfiles.ByPath(context.Request.Path.Value), HttpStatusCode.BadRequest, "bad_request", "the request does not say with one name whose it is");

    // The proxy answers what it can't forward by a bare status: clients read errors as JSON (T26).
    private async ValueTask ExplainFailureAsync(HttpContext context, GatewayExchange exchange)
    {
        if (exchange.Reason == Reasons.Ledger && !context.Response.HasStarted && !context.RequestAborted.IsCancellationRequested)
        {
            await RefuseWithoutRecordAsync(context, exchange);
            return;
        }
        if (context.Features.Get<IForwarderErrorFeature>() is not { } failure || exchange.Reason is not null || context.RequestAborted.IsCancellationRequested)
        {
            return;
        }
        Log.NotForwarded(log, exchange.Policy.Route, failure.Error.ToString(), failure.Exception?.Message);
        if (context.Response.HasStarted)
        {
            exchange.Reason = Reasons.UpstreamCut;
            return;
        }
        exchange.Reason = failure.Error == ForwarderError.RequestTimedOut ? Reasons.TimedOut : Reasons.Unreachable;
        var status = context.Response.StatusCode < 400 ? HttpStatusCode.BadGateway : (HttpStatusCode)context.Response.StatusCode;
        await ErrorAnswer.SendAsync(context, exchange.Labels.Profile, status, exchange.Reason, "the request could not be forwarded");
    }

    // What is relayed needs no policy; HTTP/2 without TLS is an offer that a server may leave, and Java's client makes it to everyone.
    private bool IgnoresUpgrade(HttpContext context, GatewayExchange exchange)
    {
        if (RelayedUpgrade.Fits(context))
        {
            RelayedUpgrade.Install(context, exchange, gate, drain);
            return true;
        }
        if (context.Request.Headers.Upgrade is not [{ } protocol] || !protocol.Equals("h2c", StringComparison.OrdinalIgnoreCase))
        {
            return false;
        }
        context.Request.Headers.Remove("Upgrade");
        context.Request.Headers.Remove("HTTP2-Settings");
        return true;
    }

    private static Task RefuseWithoutRecordAsync(HttpContext context, GatewayExchange exchange)
    {
        exchange.Reason = Reasons.Ledger;
        return ErrorAnswer.SendAsync(context, exchange.Labels.Profile, HttpStatusCode.ServiceUnavailable, ErrorAnswer.LedgerUnavailable,
            "the record of this answer can't be kept at the moment", ErrorAnswer.SetRetry);
    }

    private static bool IsUpgrade(HttpContext context) =>
        context.Request.Headers.Upgrade.Count > 0
        || context.Features.Get<IHttpUpgradeFeature>()?.IsUpgradableRequest == true
        || HttpMethods.IsConnect(context.Request.Method);

    private void CloseRecord(HttpContext context, GatewayExchange exchange)
    {
        if (exchange.Record is not { } record)
        {
            return;
        }
        exchange.Record = null;
        var outcome =
            exchange.IsRefused ? ItemOutcome.Refused
            : exchange.Reason is not null ? (exchange.Labels.HasContent ? ItemOutcome.Cut : ItemOutcome.Unlabelled)
            : context.RequestAborted.IsCancellationRequested ? ItemOutcome.AbortedByClient
            : exchange.Labels.HasContent ? ItemOutcome.Completed : ItemOutcome.Unlabelled;
        record.Close(outcome, context.Response.StatusCode);
        ledger.Return(record);
    }

    private void Close(GatewayExchange exchange, int status)
    {
        var (labels, route) = (exchange.Labels, exchange.Policy.Route);
        metrics.EndRequest(route, labels.Profile, status);
        metrics.CountFindings(labels);
        escalations?.Offer(labels, route);
        metrics.CountBody(labels, exchange.Spent, exchange.BytesIn, exchange.BytesOut);
        if (exchange.Reason is { } reason)
        {
            metrics.CountRefusal(reason);
            if (status == 0)
            {
                Log.Broken(log, route, labels.Profile?.Name, reason);
            }
        }
        if (labels.Findings.Count > 0)
        {
            Log.Filtered(log, route, labels.Profile?.Name, ResponseHeaders.Rules(labels), labels.Findings[0].Finding.Version, labels.BlockedIn);
        }
        Log.Answered(log, status, route, labels.Profile?.Name, labels.Labels.Count, exchange.Spent.TotalMilliseconds);
    }
}
