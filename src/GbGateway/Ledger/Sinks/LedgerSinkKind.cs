namespace GbGateway.Ledger.Sinks;

/// <summary>One kind of sink.</summary>
/// <param name="Name">The name in the configuration.</param>
/// <param name="Create">Makes one; it opens nothing yet.</param>
public sealed record LedgerSinkKind(string Name, Func<LedgerSinkSettings, LedgerSink> Create);
