using GbGateway.Load.Proxies;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Yarp.ReverseProxy.Configuration;

// What the gateway is measured against: Proxies yarp|naive PORT H2PORT UPSTREAM
var builder = WebApplication.CreateSlimBuilder();
builder.Logging.ClearProviders();
builder.WebHost.ConfigureKestrel(kestrel =>
{
    kestrel.ListenLocalhost(int.Parse(args[1]), static listen => listen.Protocols = HttpProtocols.Http1);
    kestrel.ListenLocalhost(int.Parse(args[2]), static listen => listen.Protocols = HttpProtocols.Http2);
});
if (args[0] == "naive")
{
    builder.Services.AddHttpClient();
    var app = builder.Build();
    var naive = new NaiveTransform(args[3]);
    app.Run(naive.ForwardAsync);
    await app.RunAsync();
}
else
{
    builder.Services.AddReverseProxy().LoadFromMemory(
        [new RouteConfig { RouteId = "all", ClusterId = "upstream", Match = new RouteMatch { Path = "{**all}" } }],
        [new ClusterConfig { ClusterId = "upstream", Destinations = new Dictionary<string, DestinationConfig> { ["one"] = new() { Address = args[3] } } }]);
    var app = builder.Build();
    app.MapReverseProxy();
    await app.RunAsync();
}
