using GbGateway.Ledger.Records;
using GbGateway.Ledger.Signing;

namespace GbGateway.Drills.Ledger;

/// <summary>One way to tamper.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Change">Changes the entries; gives the earliest and the latest sequence that verification may name.</param>
public sealed record LedgerMutation(string Name, Func<List<LedgerEntry>, Random, SigningKey, (long Earliest, long Latest)> Change);
