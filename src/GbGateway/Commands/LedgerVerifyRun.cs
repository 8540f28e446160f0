using System.Globalization;
using GbGateway.Ledger;
using GbGateway.Ledger.Queries;
using GbGateway.Ledger.Signing;
using GbGateway.Ledger.Verification;
using GbGateway.Ledger.Writing;

namespace GbGateway.Commands;

/// <summary>Verifies a ledger, or a whole export of one, and says what was found in both languages.</summary>
public sealed class LedgerVerifyRun(LedgerSettings settings, TextWriter output)
{
    /// <summary>Verifies; returns the exit code.</summary>
    /// <param name="export">A file of JSON lines instead of the ledger, or null.</param>
    /// <param name="keyFiles">The public keys that are trusted; none for those of the ledger's folder.</param>
    /// <param name="checkpoints">Another file of exported checkpoints, or null.</param>
    /// <param name="cancellation">Gives up.</param>
    public async Task<int> RunAsync(FileInfo? export, string[] keyFiles, FileInfo? checkpoints, CancellationToken cancellation)
    {
        var keys = keyFiles.Length > 0 ? new KeyRing(keyFiles.Select(KeyFile.ReadVerifyingKey).ToArray()) : LedgerFolder.TrustedKeys(settings);
        if (keys.Count == 0)
        {
            throw new InvalidOperationException($"there is no public key in {settings.KeysFolder}, and none was given by --key: nothing says whose signatures count");
        }
        var anchors = new LedgerAnchors(settings.AnchorPath).Read();
        if (checkpoints is not null)
        {
            anchors = anchors.Concat(checkpoints.Exists ? new LedgerAnchors(checkpoints.FullName).Read() : throw new FileNotFoundException($"{checkpoints.FullName} is not there"));
        }
        await using var sink = settings.CreateSink();
        var entries = export is null ? sink.ReadAsync(1, cancellation) : LedgerLines.ReadAsync(export, cancellation);
        var known = anchors.ToList();
        var verdict = await new Spinner("verifying").RunAsync(progress => new LedgerVerification(settings.Chain, keys).VerifyAsync(entries, known, progress, cancellation));
        if (verdict is { Entries: 0, Fault: null })
        {
            await output.WriteLineAsync($"there is no record in {(export is null ? Path.GetFullPath(settings.Folder) : export.FullName)} 没有任何记录");
            return 2;
        }
        await SayAsync(verdict, known.Count);
        return verdict.IsSound ? 0 : 1;
    }

    private async Task SayAsync(LedgerVerdict verdict, int checkpoints)
    {
        if (verdict.Fault is { } fault)
        {
            await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture,
                $"NOT SOUND at record {fault.Sequence}: {fault.Reason}\n账本异常，第 {fault.Sequence} 条：{fault.ReasonInChinese}\n{verdict.Entries} records before it are right."));
            return;
        }
        await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture,
            $"sound: records {verdict.FirstSequence} to {verdict.LastSequence}, signed up to {verdict.LastSigned}, {checkpoints} exported checkpoints agree\n账本完好：第 {verdict.FirstSequence} 至 {verdict.LastSequence} 条，签名覆盖至第 {verdict.LastSigned} 条"));
        if (verdict.FirstSequence > 1)
        {
            await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture,
                $"records 1 to {verdict.FirstSequence - 1} were deleted after their retention; a signed tombstone says so 更早的记录已按期删除并留有签名凭证"));
        }
        if (verdict.Unsigned > 0)
        {
            await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"the last {verdict.Unsigned} are chained and not signed yet 末尾 {verdict.Unsigned} 条尚未签名"));
        }
    }
}
