using System.Net;
using GbGateway.Links;

namespace GbGateway.Tests.Links;

/// <summary>T10: what is not public is not asked.</summary>
public sealed class GlobalAddressesTests
{
    [Theory]
    [InlineData("0.0.0.0"), InlineData("0.1.2.3"), InlineData("10.0.0.1"), InlineData("100.100.100.200"), InlineData("127.0.0.1"), InlineData("127.255.255.254")]
    [InlineData("169.254.169.254"), InlineData("172.16.0.1"), InlineData("172.31.255.255"), InlineData("192.0.0.192"), InlineData("192.168.1.1"), InlineData("198.18.0.1")]
    [InlineData("224.0.0.1"), InlineData("240.0.0.1"), InlineData("255.255.255.255"), InlineData("168.63.129.16"), InlineData("203.0.113.9")]
    [InlineData("::"), InlineData("::1"), InlineData("::127.0.0.1"), InlineData("::ffff:127.0.0.1"), InlineData("::ffff:169.254.169.254"), InlineData("::ffff:0:127.0.0.1")]
    [InlineData("64:ff9b::7f00:1"), InlineData("64:ff9b::808:808"), InlineData("64:ff9b:1::1"), InlineData("fc00::1"), InlineData("fd00:ec2::254"), InlineData("fe80::1"), InlineData("fec0::1")]
    [InlineData("ff02::1"), InlineData("2001::1"), InlineData("2001:db8::1"), InlineData("2002:7f00:1::"), InlineData("3fff::1"), InlineData("100::1"), InlineData("5f00::1")]
    public void Special_addresses_are_not_public(string address) => Assert.False(GlobalAddresses.Contains(IPAddress.Parse(address)));

    [Theory]
    [InlineData("1.1.1.1"), InlineData("8.8.8.8"), InlineData("100.63.255.255"), InlineData("100.128.0.0"), InlineData("172.15.0.1"), InlineData("172.32.0.1"), InlineData("223.255.255.254")]
    [InlineData("::ffff:8.8.8.8"), InlineData("2606:4700:4700::1111"), InlineData("2400:3200::1"), InlineData("2001:4860:4860::8888")]
    public void All_others_are(string address) => Assert.True(GlobalAddresses.Contains(IPAddress.Parse(address)));
}
