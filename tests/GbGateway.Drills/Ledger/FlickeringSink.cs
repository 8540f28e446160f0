using GbGateway.Ledger.Records;
using GbGateway.Ledger.Sinks;

namespace GbGateway.Drills.Ledger;

/// <summary>A real sink whose answers fail now and then, before or after the work was done, so that the spool is in use when the process dies.</summary>
internal sealed class FlickeringSink(LedgerSink sink, Random random) : LedgerSink
{
    public override string Chain => sink.Chain;

    public override ValueTask<LedgerEntry?> OpenAsync(CancellationToken cancellation) => sink.OpenAsync(cancellation);

    public override async ValueTask AppendAsync(IReadOnlyList<LedgerEntry> entries, CancellationToken cancellation)
    {
        var dice = random.Next(20);
        if (dice == 0)
        {
            throw new LedgerSinkException("failed before");
        }
        await sink.AppendAsync(entries, cancellation);
        if (dice == 1)
        {
            throw new LedgerSinkException("failed after");
        }
    }

    public override ValueTask CloseAsync() => sink.CloseAsync();

    public override IAsyncEnumerable<LedgerEntry> ReadAsync(long fromSequence, CancellationToken cancellation) => sink.ReadAsync(fromSequence, cancellation);

    public override ValueTask<bool> DeleteThroughAsync(long lastSequence, CancellationToken cancellation) => sink.DeleteThroughAsync(lastSequence, cancellation);
}
