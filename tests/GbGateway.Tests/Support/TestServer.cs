using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace GbGateway.Tests.Support;

/// <summary>A server on the loopback made of one delegate.</summary>
public sealed class TestServer : IAsyncDisposable
{
    private readonly WebApplication _server;

    private TestServer(WebApplication server) => _server = server;

    public string Url => _server.Urls.First();

    public static async Task<TestServer> StartAsync(RequestDelegate answer)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrel(static kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var server = builder.Build();
        server.Run(answer);
        await server.StartAsync();
        return new TestServer(server);
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();
}
