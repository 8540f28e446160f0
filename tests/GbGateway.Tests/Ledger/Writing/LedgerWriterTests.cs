using GbGateway.Ledger.Records;
using GbGateway.Ledger.Verification;
using GbGateway.Ledger.Writing;
using Microsoft.Extensions.Logging.Abstractions;

namespace GbGateway.Tests.Ledger.Writing;

/// <summary>T16: no answer without a durable record; a bounded spool, then a refusal; recovery by itself.</summary>
public sealed class LedgerWriterTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly FaultySink _sink = new();
    private readonly SteppedTime _time = new();
    private readonly List<string> _acknowledged = [];
    private int _next;

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task While_the_sink_is_down_entries_go_to_the_spool_and_follow_when_it_is_back()
    {
        await using (var writer = await StartAsync())
        {
            Assert.Equal(LedgerAckStatus.Durable, await OpenAsync(writer));
            _sink.Down = true;
            for (var i = 0; i < 20; i++)
            {
                Assert.Equal(LedgerAckStatus.Spooled, await OpenAsync(writer));
            }
            Assert.Equal(LedgerState.Down, writer.State);
            Assert.True(writer.SpoolLength > 0);
            _sink.Down = false;
            await OpenUntilAsync(writer, LedgerAckStatus.Durable);
            Assert.Equal(0, writer.SpoolLength);
        }
        await AssertSoundAsync(expectNoRepeats: true);
    }

    [Fact]
    public async Task A_full_spool_refuses_openings_keeps_sealings_and_loses_nothing_it_acknowledged()
    {
        await using (var writer = await StartAsync(options => options with { SpoolBytes = 2000 }))
        {
            await OpenAsync(writer);
            _sink.Down = true;
            await OpenUntilAsync(writer, LedgerAckStatus.Refused);
            var sealing = writer.SealAsync(LedgerSamples.Sealing(0));
            Assert.Equal(LedgerAckStatus.Refused, await OpenAsync(writer));
            Assert.False(sealing.IsCompleted);
            _sink.Down = false;
            await OpenUntilAsync(writer, LedgerAckStatus.Durable);
            Assert.Equal(LedgerAckStatus.Durable, (await sealing).Status);
        }
        await AssertSoundAsync(expectNoRepeats: true);
        Assert.Contains(_sink.Entries, static entry => entry.Kind == LedgerEntryKind.Seal);
    }

    [Fact]
    public async Task A_group_that_got_through_although_its_answer_was_lost_stands_there_once()
    {
        await using (var writer = await StartAsync())
        {
            await OpenAsync(writer);
            _sink.KeepsButFails = true;
            Assert.Equal(LedgerAckStatus.Spooled, await OpenAsync(writer));
            _sink.KeepsButFails = false;
            await OpenUntilAsync(writer, LedgerAckStatus.Durable);
        }
        await AssertSoundAsync(expectNoRepeats: true);
    }

    [Fact]
    public async Task A_refused_group_that_got_through_is_left_and_the_chain_goes_on_behind_it()
    {
        await using (var writer = await StartAsync(options => options with { SpoolBytes = 10 }))
        {
            await OpenAsync(writer);
            (_sink.Down, _sink.KeepsButFails) = (true, true);
            Assert.Equal(LedgerAckStatus.Refused, await OpenAsync(writer));
            (_sink.Down, _sink.KeepsButFails) = (false, false);
            await OpenUntilAsync(writer, LedgerAckStatus.Durable);
        }
        await AssertSoundAsync(expectNoRepeats: true);
    }

    [Fact]
    public async Task Spooled_entries_that_another_writer_overtook_are_chained_anew_behind_it()
    {
        await using (var writer = await StartAsync())
        {
            await OpenAsync(writer);
            _sink.Down = true;
            await OpenAsync(writer);
            await OpenAsync(writer);
            await using (var other = await StartOtherAsync())
            {
                Assert.Equal(LedgerAckStatus.Durable, await OpenAsync(other));
            }
            _sink.Down = false;
            await OpenUntilAsync(writer, LedgerAckStatus.Durable);
        }
        await AssertSoundAsync(expectNoRepeats: true);
    }

    [Fact]
    public async Task A_start_while_the_sink_is_down_goes_on_behind_the_spool_of_the_run_before()
    {
        await using (var writer = await StartAsync())
        {
            await OpenAsync(writer);
            _sink.Down = true;
            await OpenAsync(writer);
        }
        await using (var writer = await StartAsync())
        {
            Assert.Equal(LedgerAckStatus.Spooled, await OpenAsync(writer));
            _sink.Down = false;
            await OpenUntilAsync(writer, LedgerAckStatus.Durable);
        }
        await AssertSoundAsync(expectNoRepeats: true);
    }

    [Fact]
    public async Task Without_sink_and_without_spool_nobody_knows_where_the_chain_ends_so_it_is_refused()
    {
        _sink.Down = true;
        await using var writer = await StartAsync();
        Assert.Equal(LedgerAckStatus.Refused, await OpenAsync(writer));
        _sink.Down = false;
        await OpenUntilAsync(writer, LedgerAckStatus.Durable);
    }

    [Fact]
    public async Task A_sink_that_hangs_counts_as_down()
    {
        await using (var writer = await StartAsync(static options => options with { AppendTimeout = TimeSpan.FromMilliseconds(50) }))
        {
            _sink.Hangs = true;
            Assert.Equal(LedgerAckStatus.Spooled, await OpenAsync(writer));
            _sink.Hangs = false;
            await OpenUntilAsync(writer, LedgerAckStatus.Durable);
        }
        await AssertSoundAsync(expectNoRepeats: true);
    }

    [Fact]
    public async Task A_queue_that_is_full_refuses_at_once()
    {
        await using var writer = await StartAsync(static options => options with { QueuedOpenings = 2, AppendTimeout = TimeSpan.FromMinutes(1) });
        _sink.Hangs = true;
        var first = writer.OpenAsync(LedgerSamples.Opening(1)).AsTask();
        while (writer.QueuedOpenings > 0)
        {
            await Task.Yield(); // until the loop has taken it
        }
        var waiting = new[] { writer.OpenAsync(LedgerSamples.Opening(2)).AsTask(), writer.OpenAsync(LedgerSamples.Opening(3)).AsTask() };
        var refused = await writer.OpenAsync(LedgerSamples.Opening(4));
        Assert.Equal((LedgerAckStatus.Refused, "the ledger's queue is full"), (refused.Status, refused.Reason));
        Assert.False(first.IsCompleted);
        Assert.All(waiting, static task => Assert.False(task.IsCompleted));
        _sink.Hangs = false;
    }

    [Fact]
    public async Task Records_that_nobody_awaits_are_durable_with_the_next_that_somebody_does()
    {
        await using var writer = await StartAsync();
        for (var i = 1; i <= 3; i++)
        {
            Assert.True(writer.TryOpen(LedgerSamples.Opening(i)));
            writer.Seal(LedgerSamples.Sealing(i));
        }
        Assert.True((await writer.OpenAsync(LedgerSamples.Opening(4))).IsDurable);
        Assert.Equal((4, 3), (_sink.Openings.Count, _sink.Sealings.Count));
    }

    [Fact]
    public async Task Records_that_nobody_awaits_become_durable_by_themselves()
    {
        await using var writer = await StartAsync();
        writer.TryOpen(LedgerSamples.Opening(1));
        var began = TimeProvider.System.GetTimestamp();
        while (writer.DurableEntries < 1)
        {
            await Task.Yield();
            Assert.True(TimeProvider.System.GetElapsedTime(began) < TimeSpan.FromSeconds(20), "never durable");
        }
    }

    [Fact]
    public async Task A_ledger_that_refuses_takes_no_opening_that_nobody_awaits_either()
    {
        await using var writer = await StartAsync(options => options with { SpoolBytes = 10 });
        await OpenAsync(writer);
        _sink.Down = true;
        await OpenUntilAsync(writer, LedgerAckStatus.Refused);
        Assert.False(writer.TryOpen(LedgerSamples.Opening(99)));
        _sink.Down = false;
        await OpenUntilAsync(writer, LedgerAckStatus.Durable);
        Assert.DoesNotContain(_sink.Openings, static opening => opening.ProduceID == LedgerSamples.ProduceID(99));
    }

    [Fact]
    public async Task A_sink_rolled_back_behind_what_was_durable_gets_nothing_more()
    {
        var options = LedgerSamples.Options(_directory);
        await using (var writer = await StartAsync())
        {
            for (var i = 0; i < 10; i++)
            {
                await OpenAsync(writer);
            }
        }
        _sink.Entries.RemoveRange(4, _sink.Entries.Count - 4);
        await using var again = await LedgerWriter.StartAsync(_sink, options, LedgerSamples.Key, TimeProvider.System, NullLogger.Instance);
        var ack = await again.OpenAsync(LedgerSamples.Opening(99));
        Assert.Equal(LedgerAckStatus.Refused, ack.Status);
        Assert.Contains("rolled back", ack.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Clock_steps_change_times_but_neither_order_nor_age()
    {
        await using (var writer = await LedgerWriter.StartAsync(_sink, LedgerSamples.Options(_directory), LedgerSamples.Key, _time, NullLogger.Instance))
        {
            await writer.OpenAsync(LedgerSamples.Opening(1));
            _time.Wall += TimeSpan.FromDays(365);
            await writer.OpenAsync(LedgerSamples.Opening(2));
            _time.Wall -= TimeSpan.FromDays(730);
            await writer.OpenAsync(LedgerSamples.Opening(3));
            _time.Pass(TimeSpan.FromHours(1));
            await writer.OpenAsync(LedgerSamples.Opening(4));
        }
        var opened = _sink.Entries.Where(static entry => entry.Kind == LedgerEntryKind.Open).ToList();
        Assert.Equal([0, 365, -365], opened.Take(3).Select(entry => (int)Math.Round((entry.When - opened[0].When).TotalDays)));
        Assert.Equal([0, 0, 0, 3_600_000_000], opened.Select(static entry => entry.Age));
        await AssertSoundAsync(expectNoRepeats: false);
    }

    private Task<LedgerWriter> StartAsync(Func<LedgerWriterOptions, LedgerWriterOptions>? with = null) =>
        LedgerWriter.StartAsync(_sink, (with ?? (static options => options))(LedgerSamples.Options(_directory)), LedgerSamples.Key, TimeProvider.System, NullLogger.Instance);

    private async Task<LedgerWriter> StartOtherAsync()
    {
        var options = LedgerSamples.Options(_directory) with { SpoolPath = _directory.File("other-spool"), AnchorPath = null };
        // The same place, seen by another; the first stays away from it.
        return await LedgerWriter.StartAsync(new FaultySink(_sink.Entries), options, LedgerSamples.Key, TimeProvider.System, NullLogger.Instance);
    }

    private async Task<LedgerAckStatus> OpenAsync(LedgerWriter writer)
    {
        var number = Interlocked.Increment(ref _next);
        var ack = await writer.OpenAsync(LedgerSamples.Opening(number));
        if (ack.IsDurable)
        {
            _acknowledged.Add(LedgerSamples.ProduceID(number));
        }
        return ack.Status;
    }

    private async Task OpenUntilAsync(LedgerWriter writer, LedgerAckStatus wanted)
    {
        var deadline = TimeProvider.System.GetTimestamp();
        while (await OpenAsync(writer) != wanted)
        {
            Assert.True(TimeProvider.System.GetElapsedTime(deadline) < TimeSpan.FromSeconds(20), $"never {wanted}");
        }
    }

    private async Task AssertSoundAsync(bool expectNoRepeats)
    {
        var verdict = await new LedgerVerification(_sink.Chain, LedgerSamples.Keys)
            .VerifyAsync(_sink.ReadAsync(1, default), new LedgerAnchors(LedgerSamples.Options(_directory).AnchorPath!).Read(), null, default);
        Assert.Null(verdict.Fault);
        Assert.Equal(0, verdict.Unsigned);
        var kept = _sink.Entries.Where(static entry => entry.Kind == LedgerEntryKind.Open).Select(static entry => EntryKeys.Of(entry).ProduceID).ToList();
        Assert.Empty(_acknowledged.Except(kept));
        if (expectNoRepeats)
        {
            Assert.Equal(kept.Distinct().Count(), kept.Count);
        }
    }
}
