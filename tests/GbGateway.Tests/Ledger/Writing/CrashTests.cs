using GbGateway.Drills.Ledger;

namespace GbGateway.Tests.Ledger.Writing;

/// <summary>T16: kill -9 at random moments. "ledger-crash sqlite 500" is the long run.</summary>
public sealed class CrashTests
{
    [Theory]
    [InlineData("sqlite", 6)]
    [InlineData("jsonl", 4)]
    public async Task No_acknowledged_record_is_lost_when_the_process_is_killed(string sink, int rounds)
    {
        using var directory = new TemporaryDirectory();
        var (mistake, acknowledged) = await CrashDrill.RunAsync(sink, directory.Path, rounds, seed: 3, say: null);
        Assert.Null(mistake);
        Assert.True(acknowledged > rounds);
    }
}
