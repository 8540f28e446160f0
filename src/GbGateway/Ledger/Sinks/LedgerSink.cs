using System.Runtime.CompilerServices;
using GbGateway.Ledger.Queries;
using GbGateway.Ledger.Records;

namespace GbGateway.Ledger.Sinks;

/// <summary>Where a chain of entries is kept. One writer at a time; any number of readers, in other processes too. The family is listed in <see cref="LedgerSinks"/>.</summary>
public abstract class LedgerSink : IAsyncDisposable
{
    /// <summary>The chain's name.</summary>
    public abstract string Chain { get; }

    /// <summary>Opens for writing: takes the writer's lock, makes what is missing, mends what a crash tore.</summary>
    /// <returns>The last entry, or null if there is none.</returns>
    /// <exception cref="LedgerSinkException">The sink can't be reached, or another writer holds it.</exception>
    public abstract ValueTask<LedgerEntry?> OpenAsync(CancellationToken cancellation);

    /// <summary>Appends entries in order; when it returns they are durable. After a failure any first part of them may be there: close, open and look.</summary>
    /// <exception cref="LedgerSinkException">They may not be durable.</exception>
    public abstract ValueTask AppendAsync(IReadOnlyList<LedgerEntry> entries, CancellationToken cancellation);

    /// <summary>Ends writing and gives the lock back; <see cref="OpenAsync"/> may follow. Never throws.</summary>
    public abstract ValueTask CloseAsync();

    /// <summary>Reads entries from a sequence on, in the order of the sink, in constant memory; needs no lock.</summary>
    /// <exception cref="LedgerCorruptException">An entry can't be read.</exception>
    public abstract IAsyncEnumerable<LedgerEntry> ReadAsync(long fromSequence, CancellationToken cancellation);

    /// <summary>Reads the openings and sealings that <paramref name="query"/> asks for.</summary>
    public virtual async IAsyncEnumerable<LedgerEntry> FindAsync(LedgerQuery query, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await foreach (var entry in ReadAsync(1, cancellation).WithCancellation(cancellation).ConfigureAwait(false))
        {
            if (query.Matches(entry))
            {
                yield return entry;
            }
        }
    }

    /// <summary>Deletes some of the entries up to and including <paramref name="lastSequence"/>, a segment's end, the oldest first. Only the writer calls it, after the tombstone is durable.</summary>
    /// <returns>Whether any are left.</returns>
    public abstract ValueTask<bool> DeleteThroughAsync(long lastSequence, CancellationToken cancellation);

    /// <inheritdoc/>
    public virtual ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return CloseAsync();
    }
}
