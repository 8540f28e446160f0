using GbGateway.Proxy;

namespace GbGateway.Tests.Proxy;

/// <summary>T23: pixels in flight are bounded, nobody is starved, nobody who left holds a place.</summary>
public sealed class MediaGateTests
{
    [Fact]
    public async Task Permits_are_given_while_there_is_room_then_in_order()
    {
        var gate = new MediaGate(100);
        var first = await gate.EnterAsync(60, default);
        var large = gate.EnterAsync(80, default).AsTask();
        var small = gate.EnterAsync(10, default).AsTask();
        Assert.False(large.IsCompleted);
        Assert.False(small.IsCompleted, "a small picture overtook a large one");
        first.Dispose();
        (await large).Dispose();
        (await small).Dispose();
        Assert.Equal(0, gate.Taken);
    }

    [Fact]
    public async Task A_picture_over_the_capacity_goes_alone()
    {
        var gate = new MediaGate(100);
        var huge = await gate.EnterAsync(long.MaxValue, default);
        var other = gate.EnterAsync(1, default).AsTask();
        Assert.False(other.IsCompleted);
        huge.Dispose();
        (await other).Dispose();
        Assert.Equal(0, gate.Taken);
    }

    [Fact]
    public async Task Who_leaves_the_queue_frees_those_behind()
    {
        var gate = new MediaGate(100);
        using var first = await gate.EnterAsync(60, default);
        using var cancel = new CancellationTokenSource();
        var large = gate.EnterAsync(80, cancel.Token).AsTask();
        var small = gate.EnterAsync(10, default).AsTask();
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => large);
        (await small).Dispose();
        Assert.Equal((60, 0), (gate.Taken, gate.Waiting));
    }

    [Fact]
    public async Task A_permit_is_given_back_once()
    {
        var gate = new MediaGate(100);
        var permit = await gate.EnterAsync(60, default);
        permit.Dispose();
        permit.Dispose();
        Assert.Equal(0, gate.Taken);
    }

    [Fact]
    public async Task Many_at_once_never_exceed_the_capacity()
    {
        var gate = new MediaGate(100);
        var (now, most) = (0L, 0L);
        await Task.WhenAll(Enumerable.Range(0, 400).Select(i => Task.Run(async () =>
        {
            var weight = (i * 37 % 60) + 1;
            using var permit = await gate.EnterAsync(weight, default);
            var sum = Interlocked.Add(ref now, weight);
            InterlockedMax(ref most, sum);
            await Task.Yield();
            Interlocked.Add(ref now, -weight);
        })));
        Assert.InRange(most, 1, 100);
        Assert.Equal((0, 0), (gate.Taken, gate.Waiting));
    }

    private static void InterlockedMax(ref long target, long value)
    {
        long seen;
        while (value > (seen = Interlocked.Read(ref target)) && Interlocked.CompareExchange(ref target, value, seen) != seen)
        {
        }
    }
}
