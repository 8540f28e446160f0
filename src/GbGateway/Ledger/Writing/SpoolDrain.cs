using GbGateway.Ledger.Records;
using GbGateway.Ledger.Sinks;

namespace GbGateway.Ledger.Writing;

/// <summary>Moves a spool into the sink that is back, a group at a time: skips what the sink has already, and chains anew what no longer fits behind the sink's end.</summary>
internal sealed class SpoolDrain(LedgerSpool spool, LedgerSink sink, ChainBuilder rechained)
{
    private long _at;
    private bool _fits = true;

    /// <summary>The sink's last entry.</summary>
    public LedgerHead Head { get; private set; }

    /// <summary>Whether entries had to be chained anew, because another writer was here or a refused group had got through.</summary>
    public bool WasRechained => !_fits;

    /// <summary>Finds where the spool and the sink part.</summary>
    public async ValueTask StartAsync(LedgerHead tail, CancellationToken cancellation)
    {
        Head = tail;
        var at = 0L;
        var next = spool.ReadAt(ref at);
        if (next is not null && next.Sequence <= tail.Sequence)
        {
            await foreach (var kept in sink.ReadAsync(next.Sequence, cancellation).ConfigureAwait(false))
            {
                if (next is null)
                {
                    break;
                }
                if (next.Sequence != kept.Sequence || !next.Hash.Span.SequenceEqual(kept.Hash.Span))
                {
                    _fits = false;
                    break;
                }
                _at = at;
                next = spool.ReadAt(ref at);
            }
        }
        if (_fits && next is not null && _at == 0 && !FitsBehind(next, tail))
        {
            _fits = false;
        }
        if (!_fits)
        {
            rechained.Adopt(tail);
        }
    }

    /// <summary>Moves one group.</summary>
    /// <returns>Entries that are durable in the sink now; none when the spool is through.</returns>
    public async ValueTask<IReadOnlyList<LedgerEntry>> MoveAsync(int most, CancellationToken cancellation)
    {
        var group = new List<LedgerEntry>();
        var at = _at;
        while (group.Count < most && spool.ReadAt(ref at) is { } entry)
        {
            if (_fits)
            {
                group.Add(entry);
            }
            else if (entry.Kind is LedgerEntryKind.Open or LedgerEntryKind.Seal)
            {
                group.Add(rechained.Add(entry.Kind, entry.Body, entry.Time));
            }
        }
        if (group.Count > 0)
        {
            await sink.AppendAsync(group, cancellation).ConfigureAwait(false);
            Head = LedgerHead.Of(group[^1]);
        }
        _at = at;
        return group;
    }

    /// <summary>Whether the spool has nothing more.</summary>
    public bool IsThrough => _at >= spool.Length;

    private static bool FitsBehind(LedgerEntry entry, LedgerHead head) =>
        entry.Sequence == head.Sequence + 1 && EntryHash.Of(entry, head.Hash.Span).AsSpan().SequenceEqual(entry.Hash.Span);
}
