using System.Collections.Frozen;

namespace GbGateway.Policies;

/// <summary>The policies of all routes at one version of the configuration.</summary>
/// <param name="Version">A short hash of the configuration they were compiled from.</param>
/// <param name="Routes">The policies by route id.</param>
/// <param name="Fallback">The policy of a route that has none: the defaults.</param>
public sealed record PolicySnapshot(string Version, FrozenDictionary<string, RoutePolicy> Routes, RoutePolicy Fallback)
{
    /// <summary>Whether any route's answers wait for their record.</summary>
    public bool RequiresLedger { get; } = Fallback.Ledger == LedgerDuty.Required || Routes.Values.Any(static policy => policy.Ledger == LedgerDuty.Required);

    /// <summary>The policy of a route.</summary>
    public RoutePolicy this[string? route] => route is not null && Routes.TryGetValue(route, out var policy) ? policy : Fallback;
}
