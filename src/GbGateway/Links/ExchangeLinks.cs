using GbGateway.Content;
using GbGateway.Content.Links;
using GbGateway.Policies;

namespace GbGateway.Links;

/// <summary>Makes the links of one answer: they end when its lifetime is over, and speak of its route, tenant and number.</summary>
/// <param name="links">Seals them.</param>
/// <param name="policy">The route's policy.</param>
/// <param name="tenant">Whose answer it is.</param>
/// <param name="produceID">The answer's number.</param>
/// <param name="now">When the request came.</param>
public sealed class ExchangeLinks(SignedLinks links, RoutePolicy policy, Tenant tenant, string produceID, DateTimeOffset now) : LinkIssuer
{
    /// <inheritdoc/>
    public override string Issue(LinkTarget target) =>
        string.Concat(policy.LinkBase, SignedLinks.Path, links.Seal(new LinkToken(now + policy.LinkLifetime, policy.Route, tenant.Id, produceID, target.Url)), target.Extension);
}
