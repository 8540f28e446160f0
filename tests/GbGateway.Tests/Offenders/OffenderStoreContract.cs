using GbGateway.Offenders;

namespace GbGateway.Tests.Offenders;

/// <summary>T-in-1, the same in every store.</summary>
public abstract class OffenderStoreContract
{
    protected static readonly OffenderRule Rule = new(3, 5, TimeSpan.FromHours(1));

    /// <summary>Noon in Beijing.</summary>
    protected static readonly DateTimeOffset Noon = new(2026, 11, 27, 4, 0, 0, TimeSpan.Zero);

    /// <summary>Another node's view of the same store; null skips the test and says why in <see cref="Missing"/>.</summary>
    protected abstract OffenderStore? Open();

    protected abstract string? Missing { get; }

    [SkippableFact]
    public async Task Three_in_a_row_suspend_and_settle_what_was_counted()
    {
        await using var store = Ready();
        Assert.Equal(1, (await CountAsync(store, "a", true)).Row);
        Assert.Equal(2, (await CountAsync(store, "a", true)).Row);
        var record = await CountAsync(store, "a", true);
        Assert.True(record.IsSuspended(Noon));
        Assert.True(record.IsSuspended(Noon + Rule.Suspension - TimeSpan.FromMilliseconds(1)));
        Assert.False(record.IsSuspended(Noon + Rule.Suspension));
        Assert.Equal(record, await store.ReadAsync("a", default));
        Assert.Equal(1, (await CountAsync(store, "a", true, Noon + Rule.Suspension)).Row);
        Assert.Equal(default, await store.ReadAsync("b", default));
    }

    [SkippableFact]
    public async Task A_harmless_prompt_ends_the_row_but_not_the_day()
    {
        await using var store = Ready();
        for (var i = 1; i <= 4; i++)
        {
            Assert.Equal((1, i), (await CountAsync(store, "a", true)) is var record ? (record.Row, record.Count) : default);
            Assert.Equal((0, i), (await CountAsync(store, "a", false)) is var after ? (after.Row, after.Count) : default);
        }
        Assert.True((await CountAsync(store, "a", true)).IsSuspended(Noon));
    }

    [SkippableFact]
    public async Task A_day_is_one_of_Beijing()
    {
        await using var store = Ready();
        var late = new DateTimeOffset(2026, 11, 27, 15, 59, 59, TimeSpan.Zero);
        for (var i = 0; i < 4; i++)
        {
            await CountAsync(store, "a", true, late);
            await CountAsync(store, "a", false, late);
        }
        var next = await CountAsync(store, "a", true, late.AddSeconds(1));
        Assert.False(next.IsSuspended(late.AddSeconds(1)));
        Assert.Equal(1, next.Count);
    }

    [SkippableFact]
    public async Task A_harmless_prompt_of_a_stranger_leaves_no_record()
    {
        await using var store = Ready();
        Assert.Equal(default, await CountAsync(store, "stranger", false));
        Assert.Equal(default, await store.ReadAsync("stranger", default));
    }

    [SkippableFact]
    public async Task Two_nodes_that_count_at_once_lose_nothing()
    {
        await using var one = Ready();
        await using var other = Open()!;
        var rule = new OffenderRule(1000, 1000, TimeSpan.FromHours(1));
        await Task.WhenAll(Enumerable.Range(0, 40).Select(i => Task.Run(async () =>
            await (i % 2 == 0 ? one : other).CountAsync("a", harmful: true, rule, Noon, default))));
        Assert.Equal((40, 40), (await one.ReadAsync("a", default)) is var record ? (record.Row, record.Count) : default);
    }

    private static async Task<OffenderRecord> CountAsync(OffenderStore store, string user, bool harmful, DateTimeOffset? now = null)
    {
        var before = await store.ReadAsync(user, default);
        var (next, was) = await store.CountAsync(user, harmful, Rule, now ?? Noon, default);
        Assert.Equal(before, was);
        return next;
    }

    private OffenderStore Ready()
    {
        var store = Open();
        Skip.If(store is null, Missing);
        return store!;
    }
}
