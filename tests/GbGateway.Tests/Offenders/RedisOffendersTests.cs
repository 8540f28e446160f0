using GbGateway.Offenders;
using StackExchange.Redis;

namespace GbGateway.Tests.Offenders;

public sealed class RedisOffendersTests(RedisServer server) : OffenderStoreContract, IClassFixture<RedisServer>, IAsyncLifetime
{
    protected override string? Missing => server.Missing;

    public async Task InitializeAsync()
    {
        if (server.Missing is null)
        {
            await using var redis = await ConnectionMultiplexer.ConnectAsync(server.ConnectionString + ",allowAdmin=true");
            await redis.GetServers()[0].FlushDatabaseAsync();
        }
    }

    public Task DisposeAsync() => Task.CompletedTask;

    protected override OffenderStore? Open() => server.Missing is null ? new RedisOffenders(server.ConnectionString) : null;

    [SkippableFact]
    public async Task A_record_goes_by_itself_two_days_after_it_says_nothing_more()
    {
        Skip.If(Missing is not null, Missing);
        await using var store = Open()!;
        for (var i = 0; i < 3; i++)
        {
            await store.CountAsync("a", harmful: true, Rule, Noon, default);
        }
        await using var redis = await ConnectionMultiplexer.ConnectAsync(server.ConnectionString);
        var left = await redis.GetDatabase().KeyTimeToLiveAsync("gbgateway:offender:a");
        Assert.InRange(left!.Value, Rule.Suspension + TimeSpan.FromHours(47.9), Rule.Suspension + TimeSpan.FromHours(48));
    }
}
