using System.Globalization;
using GbGateway.Ledger;
using GbGateway.Ledger.Queries;

namespace GbGateway.Commands;

/// <summary>Writes records out.</summary>
public sealed class LedgerExportRun(LedgerSettings settings)
{
    /// <summary>Writes; returns the exit code.</summary>
    /// <param name="query">Which records; without a condition all of them, checkpoints too.</param>
    /// <param name="csv">CSV instead of JSON lines.</param>
    /// <param name="file">The file, or null for the standard output.</param>
    /// <param name="cancellation">Gives up.</param>
    public async Task<int> RunAsync(LedgerQuery query, bool csv, FileInfo? file, CancellationToken cancellation)
    {
        await using var sink = settings.CreateSink();
        var entries = query == new LedgerQuery() ? sink.ReadAsync(1, cancellation) : sink.FindAsync(query, cancellation);
        await using var output = file is null ? Console.OpenStandardOutput() : new FileStream(file.FullName, FileMode.CreateNew, FileAccess.Write);
        var count = await new Spinner("exporting").RunAsync(progress => csv
            ? LedgerExport.WriteCsvAsync(entries, output, progress, cancellation)
            : LedgerExport.WriteJsonLinesAsync(entries, output, progress, cancellation));
        await Console.Error.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{count} records"));
        return count > 0 ? 0 : 1;
    }
}
