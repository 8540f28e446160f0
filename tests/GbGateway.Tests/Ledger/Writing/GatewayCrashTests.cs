using GbGateway.Drills.Ledger;

namespace GbGateway.Tests.Ledger.Writing;

/// <summary>T16, T32: kill -9 of the real gateway under load. "gateway-crash 500" is the long run.</summary>
public sealed class GatewayCrashTests
{
    [Fact]
    public async Task Nothing_unlabelled_leaves_and_every_answer_has_its_record_when_the_gateway_is_killed()
    {
        using var directory = new TemporaryDirectory();
        var (mistake, _) = await GatewayCrashDrill.RunAsync(directory.Path, rounds: 3, seed: 7, say: null);
        Assert.Null(mistake);
    }
}
