using System.Net;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace GbGateway;

/// <summary>Binds addresses written as URLs.</summary>
internal static class Listeners
{
    /// <summary>Listens on each of <paramref name="urls"/>; https negotiates HTTP/2, plain http can't: it speaks what <paramref name="plain"/> says.</summary>
    public static void Listen(this KestrelServerOptions kestrel, string[] urls, HttpProtocols plain)
    {
        foreach (var url in urls)
        {
            var address = BindingAddress.Parse(url);
            void Configure(ListenOptions listen)
            {
                listen.Protocols = plain;
                if (address.Scheme == "https")
                {
                    listen.Protocols = HttpProtocols.Http1AndHttp2;
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
