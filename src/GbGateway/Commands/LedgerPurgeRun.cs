using System.Globalization;
using GbGateway.Ledger;
using GbGateway.Ledger.Writing;
using Microsoft.Extensions.Logging.Abstractions;

namespace GbGateway.Commands;

/// <summary>Deletes what was kept long enough, as the ledger's writer.</summary>
public sealed class LedgerPurgeRun(LedgerSettings settings, TextWriter output)
{
    /// <summary>Deletes; returns the exit code: 1 if there was nothing to delete.</summary>
    /// <param name="days">How long records are kept.</param>
    /// <param name="hold">The first segment on legal hold, or null.</param>
    /// <param name="cancellation">Gives up looking.</param>
    public async Task<int> RunAsync(int days, long? hold, CancellationToken cancellation)
    {
        if (LedgerRetention.FindMistake(TimeSpan.FromDays(days)) is { } mistake)
        {
            throw new ArgumentException("--keep-days: " + mistake);
        }
        if (!Directory.Exists(settings.Folder))
        {
            throw new IOException($"there is no folder {Path.GetFullPath(settings.Folder)}");
        }
        var key = LedgerFolder.OpenKey(settings);
        await using var sink = settings.CreateSink();
        await using var writer = await LedgerWriter.StartAsync(sink, settings.WriterOptions, key, TimeProvider.System, NullLogger.Instance);
        if (writer.State == LedgerState.Down)
        {
            throw new IOException("the ledger can't be written: its sink is down, or another writer holds it");
        }
        var tombstone = await new Spinner("deleting").RunAsync(_ => new LedgerRetention(writer, sink, key, TimeProvider.System).PurgeAsync(TimeSpan.FromDays(days), hold, cancellation));
        await output.WriteLineAsync(tombstone is null
            ? "nothing has been kept that long 没有到期的记录"
            : string.Create(CultureInfo.InvariantCulture, $"deleted up to segment {tombstone.LastSegment}, record {tombstone.LastSequence}; a signed tombstone says so 已删除并留下签名凭证"));
        return tombstone is null ? 1 : 0;
    }
}
