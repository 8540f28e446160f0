using System.Globalization;
using GbGateway.Labels.Verification;
using GbGateway.Ledger.Queries;
using GbGateway.Ledger.Records;
using GbGateway.Ledger.Sinks;

namespace GbGateway.Verification;

/// <summary>Asks a ledger whether it knows a file: by its ProduceIDs, and by its bytes. Reads only; the writer is not disturbed.</summary>
/// <param name="open">Opens the ledger for one question.</param>
/// <param name="time">The clock that bounds a question: some sinks must be read from end to end.</param>
public sealed class LedgerEvidence(Func<LedgerSink> open, TimeProvider time)
{
    /// <summary>How long a question may take.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    private const int MostTraces = 16;
    private const int MostLabels = 4;

    /// <summary>Looks for the numbers of <paramref name="report"/> and for the content's hash.</summary>
    /// <param name="report">What was read in the file.</param>
    /// <param name="contentHash">SHA-256 of the file.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>What was found, or null if the ledger can't be read, or not in time.</returns>
    public async ValueTask<LedgerFinding?> FindAsync(LabelReport report, ReadOnlyMemory<byte> contentHash, CancellationToken cancellation)
    {
        using var late = new CancellationTokenSource(Limit, time);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellation);
        try
        {
            await using var ledger = open();
            return await FindAsync(ledger, report, contentHash, linked.Token);
        }
        catch (Exception e) when (e is LedgerSinkException or LedgerCorruptException or IOException or UnauthorizedAccessException
            || (e is OperationCanceledException && !cancellation.IsCancellationRequested))
        {
            return null;
        }
    }

    private static async ValueTask<LedgerFinding> FindAsync(LedgerSink ledger, LabelReport report, ReadOnlyMemory<byte> contentHash, CancellationToken cancellation)
    {
        var state = LedgerState.Unknown;
        var traces = new List<LedgerTrace>();
        var numbers = report.Findings.SelectMany(static finding => new[] { finding.Metadata?.ProduceID, finding.Metadata?.PropagateID })
            .Where(static number => !string.IsNullOrEmpty(number)).Distinct().Take(MostLabels);
        foreach (var number in numbers)
        {
            await foreach (var entry in ledger.FindAsync(new LedgerQuery { ProduceID = number }, cancellation))
            {
                var found = EntryKeys.Of(entry).ContentHash is { IsEmpty: false } hash
                    ? hash.Span.SequenceEqual(contentHash.Span) ? LedgerState.SameContent : LedgerState.OtherContent
                    : LedgerState.KnownProduceID;
                state = found > state ? found : state;
                Add(entry, traces);
            }
        }
        if (state != LedgerState.SameContent)
        {
            await foreach (var entry in ledger.FindAsync(new LedgerQuery { ContentHash = contentHash }, cancellation))
            {
                state = LedgerState.SameContent;
                Add(entry, traces);
            }
        }
        return new LedgerFinding(state, traces);
    }

    private static void Add(LedgerEntry entry, List<LedgerTrace> traces)
    {
        if (traces.Count < MostTraces)
        {
            traces.Add(new LedgerTrace(EntryKeys.Of(entry).ProduceID, entry.When, Say(entry)));
        }
    }

    private static string Say(LedgerEntry entry)
    {
        if (entry.Kind == LedgerEntryKind.Open && LedgerOpening.TryRead(entry.Body.Span) is { } open)
        {
            return $"opened on route {open.Route}";
        }
        return LedgerSealing.TryRead(entry.Body.Span) is { } seal
            ? string.Create(CultureInfo.InvariantCulture, $"sealed: {seal.Outcome}, {seal.BytesSent} bytes")
            : entry.Kind.ToString();
    }
}
