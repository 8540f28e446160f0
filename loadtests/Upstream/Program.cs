using GbGateway.Load.Upstream;
using Microsoft.AspNetCore.Server.Kestrel.Core;

// The scripted upstream: Upstream PORT [H2PORT]. Each request says by the header x-load what it wants back.
var builder = WebApplication.CreateSlimBuilder();
builder.Logging.ClearProviders();
builder.WebHost.ConfigureKestrel(kestrel =>
{
    kestrel.ListenLocalhost(int.Parse(args[0]), static listen => listen.Protocols = HttpProtocols.Http1);
    if (args.Length > 1)
    {
        kestrel.ListenLocalhost(int.Parse(args[1]), static listen => listen.Protocols = HttpProtocols.Http2);
    }
});
var app = builder.Build();
app.Run(static context => Answers.SendAsync(context));
await app.RunAsync();
