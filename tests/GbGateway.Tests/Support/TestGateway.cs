using System.Net;
using GbGateway.Configuration;
using GbGateway.Ledger.Sinks;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;

namespace GbGateway.Tests.Support;

/// <summary>Two real servers on the loopback: an upstream made of one delegate, and the gateway before it.</summary>
public sealed class TestGateway : IAsyncDisposable
{
    public const string Producer = "001191000000000000000K10001";

    /// <summary>How long a handshake may take before a test fails.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly WebApplication? _upstream;
    private readonly DirectoryInfo _ledger;

    private TestGateway(WebApplication? upstream, Gateway gateway, IConfigurationRoot configuration, DirectoryInfo ledger)
    {
        (_upstream, Gateway, Configuration, _ledger) = (upstream, gateway, configuration, ledger);
        Client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = new Uri(gateway.Urls[0]) };
        Http2Client = new HttpClient { BaseAddress = new Uri(gateway.Urls[1]), DefaultRequestVersion = HttpVersion.Version20, DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact };
        Admin = new HttpClient { BaseAddress = new Uri(gateway.AdminUrls[0]) };
    }

    public Gateway Gateway { get; }

    public IConfigurationRoot Configuration { get; }

    public HttpClient Client { get; }

    public HttpClient Http2Client { get; }

    public HttpClient Admin { get; }

    public static Task<TestGateway> StartAsync(RequestDelegate answer, params (string Key, string? Value)[] settings) => StartAsync(answer, null, settings);

    /// <summary>A gateway whose ledger is written to <paramref name="sink"/>.</summary>
    public static async Task<TestGateway> StartAsync(RequestDelegate answer, LedgerSink? sink, params (string Key, string? Value)[] settings)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrel(static kestrel =>
        {
            kestrel.Listen(IPAddress.Loopback, 0);
            kestrel.Limits.MaxRequestBodySize = null;
        });
        var upstream = builder.Build();
        upstream.Run(answer);
        await upstream.StartAsync();
        return await StartAsync(upstream, upstream.Urls.First(), sink, settings);
    }

    /// <summary>A gateway before an address where nobody listens.</summary>
    public static Task<TestGateway> StartWithoutUpstreamAsync() => StartAsync(null, "http://127.0.0.1:1", null, []);

    public static IConfigurationRoot Settings(params (string Key, string? Value)[] settings)
    {
        var root = new ConfigurationBuilder().AddInMemoryCollection([
            new("GbGateway:Urls", "http://127.0.0.1:0"),
            new("GbGateway:Http2Urls", "http://127.0.0.1:0"),
            new("GbGateway:Admin", "http://127.0.0.1:0"),
            new("GbGateway:Producer:ContentProducer", Producer)]).Build();
        foreach (var (key, value) in settings)
        {
            root[key] = value;
        }
        return root;
    }

    public async Task<string> MetricsAsync() => await Admin.GetStringAsync("/metrics");

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        Http2Client.Dispose();
        Admin.Dispose();
        await Gateway.DisposeAsync();
        if (_upstream is not null)
        {
            await _upstream.DisposeAsync();
        }
        _ledger.Delete(recursive: true);
    }

    private static async Task<TestGateway> StartAsync(WebApplication? upstream, string url, LedgerSink? sink, (string Key, string? Value)[] settings)
    {
        // In memory where there is such a place: what a disk is slow at is tried elsewhere.
        var ledger = Directory.CreateDirectory(Path.Combine(Directory.Exists("/dev/shm") ? "/dev/shm" : Path.GetTempPath(), "gbgateway-test-" + Path.GetRandomFileName()));
        var configuration = Settings([("GbGateway:Ledger:Folder", ledger.FullName), .. settings]);
        if (!ConfigurationCheck.HasRoutes(configuration))
        {
            configuration["GbGateway:Upstream"] = url;
        }
        else
        {
            configuration["ReverseProxy:Clusters:c:Destinations:d:Address"] = url;
        }
        var gateway = GatewayServices.Build(configuration, TimeProvider.System, NullLoggerFactory.Instance, sink is null ? null : () => sink);
        await gateway.StartAsync(CancellationToken.None);
        return new TestGateway(upstream, gateway, configuration, ledger);
    }
}
