namespace GbGateway.Policies;

/// <summary>What the keyword library does on a route.</summary>
public enum KeywordFilter
{
    /// <summary>Nothing is looked for.</summary>
    Off,

    /// <summary>Hits are noted; nothing is changed, held back or refused.</summary>
    Observe,

    /// <summary>Every hit gets its action.</summary>
    Enforce,
}
