using GbGateway.Load.Proxies;
using Yarp.ReverseProxy.Configuration;

// What the gateway is measured against: Proxies yarp|naive PORT UPSTREAM
var builder = WebApplication.CreateSlimBuilder();
builder.Logging.ClearProviders();
builder.WebHost.ConfigureKestrel(kestrel => kestrel.ListenLocalhost(int.Parse(args[1])));
if (args[0] == "naive")
{
    builder.Services.AddHttpClient();
    var app = builder.Build();
    var naive = new NaiveTransform(args[2]);
    app.Run(naive.ForwardAsync);
    await app.RunAsync();
}
else
{
    builder.Services.AddReverseProxy().LoadFromMemory(
        [new RouteConfig { RouteId = "all", ClusterId = "upstream", Match = new RouteMatch { Path = "{**all}" } }],
        [new ClusterConfig { ClusterId = "upstream", Destinations = new Dictionary<string, DestinationConfig> { ["one"] = new() { Address = args[2] } } }]);
    var app = builder.Build();
    app.MapReverseProxy();
    await app.RunAsync();
}
