using System.Globalization;
using StackExchange.Redis;

namespace GbGateway.Offenders;

/// <summary>Records in Redis: a hash a user, changed by one script, gone by itself two days after a suspension or the last harmful prompt.</summary>
public sealed class RedisOffenders(string connection) : OffenderStore
{
    // Only the record may tell what comes next: KEYS[1] user; ARGV harmful, day, now, row limit, day limit, suspension, all times in ms.
    private const string Script = """
        local r = redis.call('HMGET', KEYS[1], 'row', 'count', 'day', 'until')
        local row, count, day, till = tonumber(r[1] or 0), tonumber(r[2] or 0), tonumber(r[3] or 0), tonumber(r[4] or 0)
        local was = {row, count, day, till}
        if ARGV[1] == '0' then
          if row ~= 0 then redis.call('HSET', KEYS[1], 'row', 0) end
          row = 0
        else
          row = row + 1
          if day == tonumber(ARGV[2]) then count = count + 1 else count = 1 end
          day = tonumber(ARGV[2])
          if row >= tonumber(ARGV[4]) or count >= tonumber(ARGV[5]) then
            row, count, till = 0, 0, tonumber(ARGV[3]) + tonumber(ARGV[6])
          end
          redis.call('HSET', KEYS[1], 'row', row, 'count', count, 'day', day, 'until', string.format('%.0f', till))
          redis.call('PEXPIRE', KEYS[1], string.format('%.0f', math.max(0, till - tonumber(ARGV[3])) + 172800000))
        end
        return {row, count, day, string.format('%.0f', till), was[1], was[2], was[3], string.format('%.0f', was[4])}
        """;

    private static readonly RedisValue[] Fields = ["row", "count", "day", "until"];

    private readonly SemaphoreSlim _opening = new(1, 1);
    private ConnectionMultiplexer? _redis;

    /// <inheritdoc/>
    public override async ValueTask<OffenderRecord> ReadAsync(string user, CancellationToken cancellation)
    {
        var database = await OpenAsync(cancellation);
        return Read(await database.HashGetAsync(Key(user), Fields).WaitAsync(cancellation));
    }

    /// <inheritdoc/>
    public override async ValueTask<(OffenderRecord Now, OffenderRecord Before)> CountAsync(string user, bool harmful, OffenderRule rule, DateTimeOffset now, CancellationToken cancellation)
    {
        var database = await OpenAsync(cancellation);
        RedisValue[] arguments =
        [
            harmful ? 1 : 0, OffenderRule.DayOf(now), now.ToUnixTimeMilliseconds(), rule.InARow, rule.InADay, (long)rule.Suspension.TotalMilliseconds,
        ];
        var answer = (RedisValue[])(await database.ScriptEvaluateAsync(Script, [Key(user)], arguments).WaitAsync(cancellation))!;
        return (Read(answer.AsSpan(0, 4)), Read(answer.AsSpan(4, 4)));
    }

    /// <inheritdoc/>
    public override async ValueTask DisposeAsync()
    {
        if (_redis is not null)
        {
            await _redis.DisposeAsync();
        }
        _opening.Dispose();
    }

    private static RedisKey Key(string user) => "gbgateway:offender:" + user;

    private static OffenderRecord Read(ReadOnlySpan<RedisValue> values) => new((int)Number(values[0]), (int)Number(values[1]), (int)Number(values[2]), Number(values[3]));

    private static long Number(RedisValue value) => value.IsNull ? 0 : long.Parse(value.ToString(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);

    private async ValueTask<IDatabase> OpenAsync(CancellationToken cancellation)
    {
        if (_redis is { } open)
        {
            return open.GetDatabase();
        }
        await _opening.WaitAsync(cancellation);
        try
        {
            if (_redis is null)
            {
                var options = ConfigurationOptions.Parse(connection);
                options.AbortOnConnectFail = false; // it goes on trying, and the memory of this node stands in
                _redis = await ConnectionMultiplexer.ConnectAsync(options).WaitAsync(cancellation);
            }
            return _redis.GetDatabase();
        }
        finally
        {
            _opening.Release();
        }
    }
}
