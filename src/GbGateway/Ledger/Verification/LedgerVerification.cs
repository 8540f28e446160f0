using GbGateway.Ledger.Records;
using GbGateway.Ledger.Signing;
using GbGateway.Ledger.Sinks;

namespace GbGateway.Ledger.Verification;

/// <summary>Reads a ledger from its begin to its end, hashes everything again, checks every signature, and names the first bad entry (<c>T17</c>). Memory stays flat.</summary>
/// <param name="chain">The chain's name.</param>
/// <param name="keys">The keys that are trusted to sign.</param>
public sealed class LedgerVerification(string chain, KeyRing keys)
{
    private const int ProgressStep = 10_000;

    /// <summary>Verifies <paramref name="entries"/>.</summary>
    /// <param name="entries">All entries, in the sink's order.</param>
    /// <param name="anchors">Checkpoints that were exported; null where a line could not be read. Without them a ledger cut at a checkpoint looks whole.</param>
    /// <param name="progress">Told the number of entries now and then.</param>
    /// <param name="cancellation">Ends the reading.</param>
    public async Task<LedgerVerdict> VerifyAsync(
        IAsyncEnumerable<LedgerEntry> entries, IEnumerable<LedgerCheckpoint?> anchors, IProgress<long>? progress, CancellationToken cancellation)
    {
        var check = new ChainCheck(chain, keys, anchors);
        try
        {
            await foreach (var entry in entries.WithCancellation(cancellation).ConfigureAwait(false))
            {
                if (check.Add(entry) is { } fault)
                {
                    return check.Verdict(fault);
                }
                if (check.Entries % ProgressStep == 0)
                {
                    progress?.Report(check.Entries);
                }
            }
        }
        catch (LedgerCorruptException e)
        {
            return check.Verdict(new LedgerFault(e.Sequence, e.Message, "记录无法读取或索引与记录不一致"));
        }
        return check.Verdict(check.End());
    }
}
