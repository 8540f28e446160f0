using GbGateway.Ledger;
using GbGateway.Ledger.Records;
using GbGateway.Ledger.Verification;
using GbGateway.Ledger.Writing;

namespace GbGateway.Drills.Ledger;

/// <summary>Reads what a gateway that is down left behind: sink and spool.</summary>
internal sealed class GatewayLedgerReader(string folder)
{
    private readonly LedgerSettings _settings = new() { Folder = folder, Sink = "sqlite", Chain = "gateway" };

    /// <summary>The ProduceIDs of all openings, and of all sealings.</summary>
    public async Task<(HashSet<string> Opened, HashSet<string> Sealed)> ReadAsync()
    {
        var (opened, closed) = (new HashSet<string>(StringComparer.Ordinal), new HashSet<string>(StringComparer.Ordinal));
        await using var sink = _settings.CreateSink();
        await foreach (var entry in sink.ReadAsync(1, default))
        {
            Note(entry);
        }
        using var spool = LedgerSpool.Open(_settings.WriterOptions.SpoolPath, long.MaxValue);
        long at = 0;
        while (spool.ReadAt(ref at) is { } entry)
        {
            Note(entry);
        }
        return (opened, closed);

        void Note(LedgerEntry entry)
        {
            if (entry.Kind is LedgerEntryKind.Open or LedgerEntryKind.Seal)
            {
                (entry.Kind == LedgerEntryKind.Open ? opened : closed).Add(EntryKeys.Of(entry).ProduceID);
            }
        }
    }

    /// <summary>Verifies the ledger with the keys and checkpoints in its folder.</summary>
    public async Task<LedgerVerdict> VerifyAsync()
    {
        await using var sink = _settings.CreateSink();
        return await new LedgerVerification("gateway", LedgerFolder.TrustedKeys(_settings)).VerifyAsync(sink.ReadAsync(1, default), new LedgerAnchors(_settings.AnchorPath).Read(), null, default);
    }
}
