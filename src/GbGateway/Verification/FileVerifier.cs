using System.Security.Cryptography;
using GbGateway.Labels.Verification;

namespace GbGateway.Verification;

/// <summary>Everything that can be said of one file: its labels, and where they are at hand the watermark and what the ledger knows.</summary>
/// <param name="labels">Reads the labels.</param>
/// <param name="watermarks">Reads the watermark of a picture; null where no keys are configured.</param>
/// <param name="ledger">The ledger; null where none is at hand.</param>
public sealed class FileVerifier(LabelVerifier labels, WatermarkEvidence? watermarks = null, LedgerEvidence? ledger = null)
{
    /// <summary>Verifies a whole file. Hostile bytes give a report, never an exception.</summary>
    /// <param name="file">Its bytes.</param>
    /// <param name="name">Its name, for people.</param>
    /// <param name="cancellation">Gives up asking the ledger.</param>
    public async ValueTask<LabelReport> VerifyAsync(ReadOnlyMemory<byte> file, string name, CancellationToken cancellation)
    {
        var report = labels.Verify(file.Span, name);
        var hash = SHA256.HashData(file.Span);
        report = report with { Sha256 = Convert.ToHexStringLower(hash), Watermark = watermarks?.Find(file, report) };
        if (ledger is null)
        {
            return report;
        }
        return await ledger.FindAsync(report, hash, cancellation) is { } found
            ? report with { Ledger = found }
            : report with { Remarks = [.. report.Remarks, new LabelRemark("T-log", "台账无法读取", "the ledger can't be read")] };
    }

    /// <summary>Reads a file and verifies it; one that can't be read gives a report that says so.</summary>
    public async ValueTask<LabelReport> VerifyAsync(string path, CancellationToken cancellation)
    {
        try
        {
            var length = new FileInfo(path).Length;
            if (length > LabelVerifier.LongestFile)
            {
                return LabelVerifier.Unreadable(path, $"{length} bytes; files of at most {LabelVerifier.LongestFile} are read");
            }
            return await VerifyAsync(await File.ReadAllBytesAsync(path, cancellation), path, cancellation);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return LabelVerifier.Unreadable(path, e.Message);
        }
    }
}
