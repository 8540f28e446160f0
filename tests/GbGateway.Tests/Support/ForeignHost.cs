using System.Net;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace GbGateway.Tests.Support;

/// <summary>A host on the loopback that links lead to.</summary>
public sealed class ForeignHost : IAsyncDisposable
{
    private readonly WebApplication _app;

    private ForeignHost(WebApplication app) => _app = app;

    /// <summary>Its address, without a slash at the end.</summary>
    public string Url => _app.Urls.First();

    /// <summary>Its port.</summary>
    public int Port => new Uri(Url).Port;

    public static async Task<ForeignHost> StartAsync(RequestDelegate answer, Action<WebApplication>? use = null, HttpProtocols protocols = HttpProtocols.Http1, X509Certificate2? certificate = null)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen =>
        {
            listen.Protocols = protocols;
            if (certificate is not null)
            {
                listen.UseHttps(certificate);
            }
        }));
        var app = builder.Build();
        use?.Invoke(app);
        app.Run(answer);
        await app.StartAsync();
        return new ForeignHost(app);
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
