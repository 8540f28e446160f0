using System.Collections.Frozen;
using GbGateway.Content;
using GbGateway.Content.Links;

namespace GbGateway.Policies;

/// <summary>The policies of all routes at one version of the configuration.</summary>
/// <param name="Version">A short hash of the configuration they were compiled from.</param>
/// <param name="Routes">The policies by route id.</param>
/// <param name="Fallback">The policy of a route that has none: the defaults.</param>
/// <param name="Tenants">The policies of tenants that have keys of their own, by tenant, then by route.</param>
public sealed record PolicySnapshot(
    string Version, FrozenDictionary<string, RoutePolicy> Routes, RoutePolicy Fallback, FrozenDictionary<string, FrozenDictionary<string, RoutePolicy>> Tenants)
{
    /// <summary>Whether any route's answers wait for their record.</summary>
    public bool RequiresLedger { get; } = Tenants.Values.Append(Routes).SelectMany(static own => own.Values).Append(Fallback).Any(static policy => policy.Ledger == LedgerDuty.Required);

    /// <summary>The policy of a route.</summary>
    public RoutePolicy this[string? route] => route is not null && Routes.TryGetValue(route, out var policy) ? policy : Fallback;

    /// <summary>Whether any policy makes links on the gateway.</summary>
    public bool RewritesLinks { get; } = Routes.Values.Concat(Tenants.Values.SelectMany(static own => own.Values)).Any(static one => one.Content.MediaLinks == MediaLinkPolicy.Rewrite);

    /// <summary>The policy of a route for one tenant.</summary>
    public RoutePolicy For(string? route, Tenant tenant) =>
        Tenants.Count > 0 && route is not null && Tenants.TryGetValue(tenant.Id, out var own) && own.TryGetValue(route, out var policy) ? policy : this[route];
}
