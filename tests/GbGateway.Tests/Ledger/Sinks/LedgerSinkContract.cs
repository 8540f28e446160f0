using GbGateway.Ledger.Queries;
using GbGateway.Ledger.Records;
using GbGateway.Ledger.Sinks;
using GbGateway.Ledger.Verification;
using GbGateway.Ledger.Writing;
using Microsoft.Extensions.Logging.Abstractions;

namespace GbGateway.Tests.Ledger.Sinks;

/// <summary>What every sink does. A sink's test class says how to make one.</summary>
public abstract class LedgerSinkContract : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    internal TemporaryDirectory Directory => _directory;

    /// <summary>A chain's name that no other test has: databases and topics are shared.</summary>
    protected string Chain { get; } = "chain-" + Path.GetRandomFileName();

    /// <summary>Makes another sink of the same place, or skips the test with a reason.</summary>
    protected abstract LedgerSink Create(string chain);

    /// <summary>Whether the gateway deletes there itself.</summary>
    protected virtual bool Deletes => true;

    /// <summary>Why a second writer can't be tried here, or null.</summary>
    protected virtual string? NoSecondWriter => null;

    public virtual void Dispose()
    {
        GC.SuppressFinalize(this);
        _directory.Dispose();
    }

    [SkippableFact]
    public async Task A_new_sink_has_no_last_entry_and_nothing_to_read()
    {
        await using var sink = Create(Chain);
        Assert.Null(await sink.OpenAsync(default));
        Assert.Empty(await LedgerSamples.ToListAsync(sink.ReadAsync(1, default)));
    }

    [SkippableFact]
    public async Task What_was_appended_is_read_back_whole_and_in_order_by_another()
    {
        var entries = LedgerSamples.Chain(Chain, items: 120, segmentEntries: 100);
        await using (var sink = Create(Chain))
        {
            await sink.OpenAsync(default);
            foreach (var group in entries.Chunk(70))
            {
                await sink.AppendAsync(group, default);
            }
            await using var reader = Create(Chain);
            AssertSame(entries, await LedgerSamples.ToListAsync(reader.ReadAsync(1, default)));
            AssertSame(entries.Skip(200), await LedgerSamples.ToListAsync(reader.ReadAsync(201, default)));
        }
        await using var again = Create(Chain);
        AssertSame([entries[^1]], [(await again.OpenAsync(default))!]);
    }

    [SkippableFact]
    public async Task Records_are_found_by_number_digest_tenant_and_time()
    {
        var entries = LedgerSamples.Chain(Chain, items: 40);
        await using var sink = Create(Chain);
        await sink.OpenAsync(default);
        await sink.AppendAsync(entries, default);

        var byNumber = await LedgerSamples.ToListAsync(sink.FindAsync(new LedgerQuery { ProduceID = LedgerSamples.ProduceID(7) }, default));
        Assert.Equal([LedgerEntryKind.Open, LedgerEntryKind.Seal], byNumber.Select(static entry => entry.Kind));

        var byDigest = await LedgerSamples.ToListAsync(sink.FindAsync(new LedgerQuery { ContentHash = LedgerSamples.ContentHash(9) }, default));
        Assert.Equal(LedgerSamples.ProduceID(9), LedgerSealing.TryRead(Assert.Single(byDigest).Body.Span)!.ProduceID);

        var byTenant = await LedgerSamples.ToListAsync(sink.FindAsync(new LedgerQuery { Tenant = "tenant-1" }, default));
        Assert.Equal(entries.Count(static entry => EntryKeys.Of(entry).Tenant == "tenant-1"), byTenant.Count);

        var (since, until) = (entries[10].When, entries[50].When);
        var byTime = await LedgerSamples.ToListAsync(sink.FindAsync(new LedgerQuery { Since = since, Until = until }, default));
        AssertSame(entries.Where(entry => new LedgerQuery { Since = since, Until = until }.Matches(entry)), byTime);
        Assert.NotEmpty(byTime);
        Assert.Empty(await LedgerSamples.ToListAsync(sink.FindAsync(new LedgerQuery { Tenant = "nobody" }, default)));
    }

    [SkippableFact]
    public async Task Two_writers_never_fork_a_chain()
    {
        Skip.If(NoSecondWriter is not null, NoSecondWriter);
        var entries = LedgerSamples.Chain(Chain, items: 10);
        await using var first = Create(Chain);
        await first.OpenAsync(default);
        await first.AppendAsync(entries[..4], default);
        await using var second = Create(Chain);
        try
        {
            await second.OpenAsync(default);
            await second.AppendAsync(entries[4..6], default);
            // The second was let in: then the first has to be out.
            await Assert.ThrowsAsync<LedgerSinkException>(async () => await first.AppendAsync(entries[4..8], default));
            Assert.Equal(6, (await LedgerSamples.ToListAsync(second.ReadAsync(1, default))).Count);
        }
        catch (LedgerSinkException)
        {
            // The second was refused: the first goes on, and when it ends another may come.
            await first.AppendAsync(entries[4..8], default);
            await first.CloseAsync();
            Assert.Equal(8, (await second.OpenAsync(default))!.Sequence);
        }
    }

    [SkippableFact]
    public async Task Only_what_is_old_is_deleted()
    {
        await using var sink = Create(Chain);
        Skip.IfNot(Deletes, "this sink's server deletes by its own retention setting, never the gateway");
        var entries = LedgerSamples.Chain(Chain, items: 100, checkpointEvery: 20, segmentEntries: 20);
        await sink.OpenAsync(default);
        await sink.AppendAsync(entries, default);
        var end = entries.First(static entry => entry.Segment == 3 && LedgerHead.Of(entry).ClosesSegment);
        while (await sink.DeleteThroughAsync(end.Sequence, default))
        {
        }
        AssertSame(entries.Skip((int)end.Sequence), await LedgerSamples.ToListAsync(sink.ReadAsync(1, default)));
    }

    [SkippableFact]
    public async Task A_ledger_written_stopped_and_written_on_verifies()
    {
        var options = LedgerSamples.Options(Directory);
        for (var run = 0; run < 3; run++)
        {
            await using var sink = Create(Chain);
            await using var writer = await LedgerWriter.StartAsync(sink, options, LedgerSamples.Key, TimeProvider.System, NullLogger.Instance);
            Assert.Equal(LedgerState.Running, writer.State);
            var acks = await Task.WhenAll(Enumerable.Range(run * 100, 100).Select(async number =>
            {
                var ack = await writer.OpenAsync(LedgerSamples.Opening(number));
                await writer.SealAsync(LedgerSamples.Sealing(number));
                return ack;
            }));
            Assert.All(acks, static ack => Assert.Equal(LedgerAckStatus.Durable, ack.Status));
        }
        await using var reader = Create(Chain);
        var verdict = await new LedgerVerification(Chain, LedgerSamples.Keys)
            .VerifyAsync(reader.ReadAsync(1, default), new LedgerAnchors(options.AnchorPath!).Read(), null, default);
        Assert.Null(verdict.Fault);
        Assert.Equal(0, verdict.Unsigned);
        var records = (await LedgerSamples.ToListAsync(reader.ReadAsync(1, default))).Where(static entry => entry.Kind <= LedgerEntryKind.Seal);
        Assert.Equal(600, records.Count());
    }

    internal static void AssertSame(IEnumerable<LedgerEntry> expected, IEnumerable<LedgerEntry> actual) =>
        Assert.Equal(expected.Select(static entry => Convert.ToHexString(EntryCodec.ToArray(entry))), actual.Select(static entry => Convert.ToHexString(EntryCodec.ToArray(entry))));
}
