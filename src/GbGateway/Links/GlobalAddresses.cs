using System.Net;

namespace GbGateway.Links;

/// <summary>Tells public addresses from all others (<c>T10</c>): only the former may be asked for what a foreign link names.</summary>
public static class GlobalAddresses
{
    // IANA's special-purpose registry for IPv4, and addresses clouds answer on from inside.
    private static readonly IPNetwork[] Special4 = Networks(
        "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "168.63.129.16/32", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24",
        "192.31.196.0/24", "192.52.193.0/24", "192.88.99.0/24", "192.168.0.0/16", "192.175.48.0/24", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/3");

    // Global unicast is 2000::/3 and nothing else; inside it: protocol assignments with Teredo, documentation, 6to4, AS112.
    private static readonly IPNetwork Unicast6 = IPNetwork.Parse("2000::/3");

    private static readonly IPNetwork[] Special6 = Networks("2001::/23", "2001:db8::/32", "2002::/16", "2620:4f:8000::/48", "3fff::/20");

    /// <summary>Whether anyone on the Internet could ask at <paramref name="address"/>.</summary>
    public static bool Contains(IPAddress address)
    {
        // ::ffff:a.b.c.d goes out as IPv4.
        if (address.IsIPv4MappedToIPv6)
        {
            address = address.MapToIPv4();
        }
        return address.AddressFamily == System.Net.Sockets.AddressFamily.InterNetwork
            ? !Array.Exists(Special4, network => network.Contains(address))
            : Unicast6.Contains(address) && !Array.Exists(Special6, network => network.Contains(address));
    }

    private static IPNetwork[] Networks(params string[] networks) => [.. networks.Select(static one => IPNetwork.Parse(one))];
}
