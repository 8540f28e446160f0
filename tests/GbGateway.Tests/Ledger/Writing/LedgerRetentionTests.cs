using GbGateway.Ledger.Records;
using GbGateway.Ledger.Verification;
using GbGateway.Ledger.Writing;
using Microsoft.Extensions.Logging.Abstractions;

namespace GbGateway.Tests.Ledger.Writing;

/// <summary>T18: early deletion is impossible; later deletion leaves a signed tombstone.</summary>
public sealed class LedgerRetentionTests : IDisposable
{
    private static readonly TimeSpan Keep = LedgerRetention.Minimum;

    private readonly TemporaryDirectory _directory = new();
    private readonly FaultySink _sink = new();
    private readonly SteppedTime _time = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task Less_than_six_months_can_not_be_asked_for()
    {
        await using var writer = await StartAsync();
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => Retention(writer).PurgeAsync(Keep - TimeSpan.FromDays(1), null, default));
    }

    [Fact]
    public async Task Whole_segments_go_after_six_months_and_the_rest_still_verifies()
    {
        await using (var writer = await StartAsync())
        {
            await WriteDaysAsync(writer, 200);
            var before = _sink.Entries.Count;
            var tombstone = await Retention(writer).PurgeAsync(Keep, null, default);
            Assert.NotNull(tombstone);
            await writer.OpenAsync(LedgerSamples.Opening(9999)); // behind the deletion's steps
            await writer.OpenAsync(LedgerSamples.Opening(10_000));
            Assert.Equal(tombstone.LastSequence + 1, _sink.Entries[0].Sequence);
            Assert.Equal(0, _sink.Entries[0].Index);
            Assert.True(_sink.Entries.Count < before);
            Assert.InRange((_time.Wall - _sink.Entries[0].When).TotalDays, 180, 186);
            Assert.Null(await Retention(writer).PurgeAsync(Keep, null, default));
        }
        Assert.Null((await VerifyAsync()).Fault);
    }

    [Fact]
    public async Task A_clock_stepped_forward_deletes_nothing()
    {
        await using (var writer = await StartAsync())
        {
            await WriteDaysAsync(writer, 30);
            _time.Wall += TimeSpan.FromDays(400);
            await WriteDaysAsync(writer, 2);
            Assert.Null(await Retention(writer).PurgeAsync(Keep, null, default));
        }
        // Nor does a step while the gateway is down: a stop counts for a day.
        _time.Wall += TimeSpan.FromDays(400);
        await using (var writer = await StartAsync())
        {
            await WriteDaysAsync(writer, 2);
            Assert.Null(await Retention(writer).PurgeAsync(Keep, null, default));
            Assert.Equal(1, _sink.Entries[0].Sequence);
        }
    }

    [Fact]
    public async Task Segments_on_legal_hold_stay()
    {
        await using var writer = await StartAsync();
        await WriteDaysAsync(writer, 250);
        var tombstone = await Retention(writer).PurgeAsync(Keep, firstHeldSegment: 5, default);
        Assert.Equal(4, tombstone!.LastSegment);
    }

    [Fact]
    public async Task Deletion_without_a_tombstone_or_beyond_it_is_found()
    {
        await using (var writer = await StartAsync())
        {
            await WriteDaysAsync(writer, 200);
            await Retention(writer).PurgeAsync(Keep, null, default);
            await writer.OpenAsync(LedgerSamples.Opening(1));
        }
        Assert.Null((await VerifyAsync()).Fault);
        _sink.Entries.RemoveAt(0);
        Assert.NotNull((await VerifyAsync()).Fault);
        _sink.Entries.RemoveAll(static entry => entry.Kind == LedgerEntryKind.Tombstone || entry.Sequence < 500);
        Assert.NotNull((await VerifyAsync()).Fault);
    }

    [Fact]
    public async Task A_deletion_cut_in_its_middle_still_verifies()
    {
        List<LedgerEntry> before;
        await using (var writer = await StartAsync())
        {
            await WriteDaysAsync(writer, 200);
            before = [.. _sink.Entries];
            await Retention(writer).PurgeAsync(Keep, null, default);
            await writer.OpenAsync(LedgerSamples.Opening(1));
        }
        var deleted = before.TakeWhile(entry => entry.Sequence < _sink.Entries[0].Sequence).ToList();
        foreach (var left in new[] { 1, 2, deleted.Count / 2, deleted.Count - 1 })
        {
            var entries = deleted.TakeLast(left).Concat(_sink.Entries).ToList();
            Assert.Null((await VerifyAsync(entries)).Fault);
        }
    }

    private Task<LedgerWriter> StartAsync() => LedgerWriter.StartAsync(
        _sink, LedgerSamples.Options(_directory) with { AnchorPath = null, CheckpointEntries = 10, SegmentEntries = 20 }, LedgerSamples.Key, _time, NullLogger.Instance);

    private LedgerRetention Retention(LedgerWriter writer) => new(writer, _sink, LedgerSamples.Key, _time);

    private async Task WriteDaysAsync(LedgerWriter writer, int days)
    {
        for (var day = 0; day < days; day++)
        {
            _time.Pass(TimeSpan.FromDays(1));
            await writer.OpenAsync(LedgerSamples.Opening(day));
            await writer.OpenAsync(LedgerSamples.Opening(day + 1000));
        }
    }

    private Task<LedgerVerdict> VerifyAsync(List<LedgerEntry>? entries = null) =>
        new LedgerVerification(_sink.Chain, LedgerSamples.Keys).VerifyAsync(LedgerSamples.ToAsync(entries ?? _sink.Entries), [], null, default);
}
