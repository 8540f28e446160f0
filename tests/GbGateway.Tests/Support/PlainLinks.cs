using GbGateway.Content.Links;

namespace GbGateway.Tests.Support;

/// <summary>Links on a gateway whose tokens can be read: the target's address in hexadecimal.</summary>
public sealed class PlainLinks : LinkIssuer
{
    public override string Issue(LinkTarget target) =>
        $"https://gateway.example/.gbgateway/media/{Convert.ToHexStringLower(System.Text.Encoding.ASCII.GetBytes(target.Url))}{target.Extension}";
}
