using System.Diagnostics;
using System.Reflection;
using GbGateway.Ledger.Sinks;
using GbGateway.Ledger.Writing;
using GbGateway.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;

namespace GbGateway.Tests.Ledger.Writing;

/// <summary>A text answer's record must cost next to nothing beside the answer: what it allocates is counted, its links and hashes on the writer's thread included.</summary>
[Collection(nameof(Alone))]
public sealed class LedgerAllocationTests
{
    [SkippableFact]
    public async Task An_item_opened_and_sealed_allocates_little_more_than_its_links()
    {
        Skip.If(
            typeof(LedgerWriter).Assembly.GetCustomAttribute<DebuggableAttribute>()?.IsJITOptimizerDisabled == true,
            "asserted on optimised code only: unoptimised asynchronous methods allocate their state");
        const int Items = 2000;
        using var directory = new TemporaryDirectory();
        await using var sink = LedgerSinks.Find("sqlite")!.Create(new LedgerSinkSettings("chain", directory.File("ledger.db")));
        await using var writer = await LedgerWriter.StartAsync(
            sink, new LedgerWriterOptions { SpoolPath = directory.File("spool"), CheckpointInterval = TimeSpan.FromHours(1), RetryInterval = TimeSpan.FromHours(1) },
            LedgerSamples.Key, TimeProvider.System, NullLogger.Instance);
        var (opening, sealing) = (LedgerSamples.Opening(1), LedgerSamples.Sealing(1));
        var least = long.MaxValue;
        for (var run = 0; run < 5; run++)
        {
            var before = GC.GetTotalAllocatedBytes(precise: true);
            for (var i = 0; i < Items; i++)
            {
                Assert.True((await writer.OpenAsync(opening)).IsDurable);
                writer.Seal(sealing);
            }
            least = Math.Min(least, (GC.GetTotalAllocatedBytes(precise: true) - before) / Items);
        }
        Assert.InRange(least, 1, 600);
    }
}
