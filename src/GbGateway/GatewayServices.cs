using System.Security.Cryptography;
using GbGateway.Admin;
using GbGateway.Configuration;
using GbGateway.Escalation;
using GbGateway.Grants;
using GbGateway.Labels;
using GbGateway.Labels.Integrity;
using GbGateway.Labels.Verification;
using GbGateway.Links;
using GbGateway.Ledger;
using GbGateway.Ledger.Signing;
using GbGateway.Ledger.Sinks;
using GbGateway.Metrics;
using GbGateway.Offenders;
using GbGateway.Policies;
using GbGateway.Proxy;
using GbGateway.Verification;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Prometheus;

namespace GbGateway;

/// <summary>The whole object graph.</summary>
public static class GatewayServices
{
    /// <summary>Builds the gateway; throws a <see cref="ConfigurationException"/> if the configuration has mistakes.</summary>
    /// <param name="configuration">The configuration.</param>
    /// <param name="time">The clock.</param>
    /// <param name="loggers">Where logs go.</param>
    /// <param name="makeSink">Another sink than the configured one, for drills; null for none.</param>
    public static Gateway Build(IConfiguration configuration, TimeProvider time, ILoggerFactory loggers, Func<LedgerSink>? makeSink = null)
    {
        var registry = new CollectorRegistry();
        var metrics = new GatewayMetrics(registry);
        var accepted = new AcceptedConfiguration();
        var policies = new RoutePolicies(configuration, accepted, metrics, loggers.CreateLogger<RoutePolicies>(), time);
        var options = GatewayOptions.Read(configuration);
        var drain = new Drain();
        var log = loggers.CreateLogger<Gateway>();

        var request = new LabelRequestTransform();
        var gate = new MediaGate(options.MaxPixelsInFlight);
        metrics.WatchGate(() => gate.Taken, () => gate.Waiting);
        var response = new LabelResponseTransform(gate, drain, new HeldTexts(options.KeepAlive, time, metrics.Filter), log);
        var trailers = new LabelTrailersTransform();
        var labels = new LabelVerifier(new LabelSignatureVerifier(options.PinnedKeys));
        var produceIDs = new ProduceIDSource(time);
        var ledger = new GatewayLedger(options.Ledger, time, loggers.CreateLogger<GatewayLedger>(), makeSink);
        var grants = new GrantGate(new KeyRing(options.GrantKeys.Select(KeyFile.ReadVerifyingKey).ToArray()), options.GrantRevocations, time);
        var tenants = new TenantReader(options.TenantHeader, options.UserHeader, options.TenantKey);
        var records = new ExchangeLedger(ledger, tenants, grants, new LedgerMetrics(registry, ledger), log);
        var links = new SignedLinks(options.LinkSecrets ?? [RandomNumberGenerator.GetBytes(32)]);
        if (options.LinkSecrets is null && policies.Current.RewritesLinks)
        {
            Log.LinkKeyIsOwn(log);
        }
        var desk = new OffenderDesk(options.Offenders, time, metrics.Filter, loggers.CreateLogger<OffenderDesk>());
        var escalations = options.Escalation is { } escalation ? new EscalationQueue(escalation, time, metrics.Filter, loggers.CreateLogger<EscalationQueue>()) : null;
        var exchanges = new ExchangeMiddleware(
            policies, tenants, links, gate, drain, new UploadReader(labels, produceIDs), produceIDs, time, records, new OffenderGate(desk, tenants), escalations, metrics, log);
        var media = new MediaLinkEndpoint(policies, links, new LinkFetcher(time), exchanges, gate, drain, time, log);

        var data = NewBuilder(options, loggers, configuration, options.Urls, options.Http2Urls);
        data.Services.AddRouting();
        data.Services.Configure<KeyManagementOptions>(static keys => keys.XmlRepository = new ForgetfulKeys());
        data.Services.AddReverseProxy()
            .LoadFromConfig(new ConfigurationBuilder().Add(accepted).Build().GetSection("ReverseProxy"))
            .AddTransforms(context =>
            {
                context.RequestTransforms.Add(request);
                context.ResponseTransforms.Add(response);
                context.ResponseTrailersTransforms.Add(trailers);
            });
        var proxy = data.Build();
        proxy.Use(next => context => media.InvokeAsync(context, next));
        proxy.MapReverseProxy(pipeline =>
        {
            pipeline.Use(next => context => exchanges.InvokeAsync(context, next));
            pipeline.UseSessionAffinity();
            pipeline.UseLoadBalancing();
            pipeline.UsePassiveHealthChecks();
        });

        var admin = NewBuilder(options, loggers, configuration, options.Admin, []).Build();
        var verifier = new FileVerifier(labels, policies.Watermark is { } marks ? new WatermarkEvidence(() => marks.Current) : null,
            makeSink is null ? new LedgerEvidence(options.Ledger.CreateSink, time) : null);
        var verify = new VerifyEndpoint(verifier, new AdminGuard(options.AdminSecretFile, options.Admin), options.VerifyMaxBytes, options.VerifyConcurrency);
        admin.Run(new AdminEndpoints(metrics, drain, ledger, policies, verify).AnswerAsync);
        return new Gateway(proxy, admin, options, policies, records, drain, escalations is null ? [media, desk] : [media, escalations, desk], time, log);
    }

    private static WebApplicationBuilder NewBuilder(GatewayOptions options, ILoggerFactory loggers, IConfiguration configuration, string[] urls, string[] http2Urls)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddSingleton(loggers);
        builder.Services.AddSingleton<IHostLifetime, QuietLifetime>();
        builder.Services.Configure<HostOptions>(static host => host.ShutdownTimeout = Timeout.InfiniteTimeSpan);
        builder.WebHost.UseKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = options.MaxRequestBodyBytes;
            kestrel.Configure(configuration.GetSection("Kestrel"));
            kestrel.Listen(urls, HttpProtocols.Http1);
            kestrel.Listen(http2Urls, HttpProtocols.Http2);
        });
        return builder;
    }
}
