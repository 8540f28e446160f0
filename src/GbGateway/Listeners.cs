using System.Net;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace GbGateway;

/// <summary>Binds addresses written as URLs.</summary>
internal static class Listeners
{
    /// <summary>Listens on each of <paramref name="urls"/>; plain http speaks HTTP/1.1 and, where <paramref name="http2"/> says so, HTTP/2 with prior knowledge.</summary>
    public static void Listen(this KestrelServerOptions kestrel, string[] urls, bool http2)
    {
        foreach (var url in urls)
        {
            var address = BindingAddress.Parse(url);
            void Configure(ListenOptions listen)
            {
                listen.Protocols = http2 ? HttpProtocols.Http1AndHttp2 : HttpProtocols.Http1;
                if (address.Scheme == "https")
                {
                    listen.UseHttps();
                }
            }
            if (address.Host is "*" or "+" or "0.0.0.0" or "[::]")
            {
                kestrel.ListenAnyIP(address.Port, Configure);
            }
            else if (IPAddress.TryParse(address.Host.Trim('[', ']'), out var ip))
            {
                kestrel.Listen(ip, address.Port, Configure);
            }
            else
            {
                kestrel.ListenLocalhost(address.Port, Configure);
            }
        }
    }
}
