using System.Runtime.CompilerServices;
using GbGateway.Ledger.Records;
using GbGateway.Ledger.Sinks;

namespace GbGateway.Tests.Ledger.Writing;

/// <summary>A sink in memory that fails as it is told.</summary>
internal sealed class FaultySink(List<LedgerEntry>? entries = null) : LedgerSink
{
    public override string Chain => "faulty";

    public List<LedgerEntry> Entries { get; } = entries ?? [];

    /// <summary>Nothing is taken and nothing opens.</summary>
    public volatile bool Down;

    /// <summary>Groups are kept, but the answer is a failure: the network was cut at the worst moment.</summary>
    public volatile bool KeepsButFails;

    /// <summary>Groups hang until they are cancelled.</summary>
    public volatile bool Hangs;

    /// <summary>Groups wait here before they are kept; null for no wait.</summary>
    public volatile TaskCompletionSource? Gate;

    /// <summary>A group waits at the gate.</summary>
    public TaskCompletionSource Entered { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The openings so far.</summary>
    public List<LedgerOpening> Openings => [.. Snapshot().Where(static entry => entry.Kind == LedgerEntryKind.Open).Select(static entry => LedgerOpening.TryRead(entry.Body.Span)!)];

    /// <summary>The sealings so far.</summary>
    public List<LedgerSealing> Sealings => [.. Snapshot().Where(static entry => entry.Kind == LedgerEntryKind.Seal).Select(static entry => LedgerSealing.TryRead(entry.Body.Span)!)];

    private List<LedgerEntry> Snapshot()
    {
        lock (Entries)
        {
            return [.. Entries];
        }
    }

    public override ValueTask<LedgerEntry?> OpenAsync(CancellationToken cancellation) =>
        Down ? throw new LedgerSinkException("down") : ValueTask.FromResult(Entries.LastOrDefault());

    public override async ValueTask AppendAsync(IReadOnlyList<LedgerEntry> group, CancellationToken cancellation)
    {
        if (Hangs)
        {
            await Task.Delay(Timeout.Infinite, cancellation);
        }
        if (Down && !KeepsButFails)
        {
            throw new LedgerSinkException("down");
        }
        if (Gate is { } gate)
        {
            Entered.TrySetResult();
            await gate.Task.WaitAsync(cancellation);
        }
        lock (Entries)
        {
            Entries.AddRange(group.Select(static entry => EntryCodec.TryRead(EntryCodec.ToArray(entry))!)); // bodies are rented
        }
        if (KeepsButFails)
        {
            throw new LedgerSinkException("the connection was cut");
        }
    }

    public override ValueTask CloseAsync() => ValueTask.CompletedTask;

    public override async IAsyncEnumerable<LedgerEntry> ReadAsync(long fromSequence, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await Task.CompletedTask;
        foreach (var entry in Snapshot().Where(entry => entry.Sequence >= fromSequence))
        {
            yield return entry;
        }
    }

    public override ValueTask<bool> DeleteThroughAsync(long lastSequence, CancellationToken cancellation) =>
        ValueTask.FromResult(Entries.RemoveAll(entry => entry.Sequence <= lastSequence) > 0);
}
