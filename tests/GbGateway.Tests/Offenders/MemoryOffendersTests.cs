using GbGateway.Offenders;

namespace GbGateway.Tests.Offenders;

public sealed class MemoryOffendersTests : OffenderStoreContract
{
    private readonly MemoryOffenders _store = new(1000);

    protected override string? Missing => null;

    // One process, one memory: the second node is the first.
    protected override OffenderStore Open() => _store;

    [Fact]
    public async Task Memory_is_bounded_and_the_suspended_stay_longest()
    {
        var store = new MemoryOffenders(100);
        for (var i = 0; i < 3; i++)
        {
            await store.CountAsync("suspended", harmful: true, Rule, Noon, default);
        }
        for (var i = 0; i < 100_000; i++)
        {
            await store.CountAsync($"user {i}", harmful: true, Rule, Noon, default);
        }
        Assert.Equal(100, store.Count);
        Assert.True((await store.ReadAsync("suspended", default)).IsSuspended(Noon));
    }
}
