namespace GbGateway.Tests.Ledger;

/// <summary>A clock that a test sets: the wall steps as told, the monotonic part only goes forward. Timers are the system's.</summary>
internal sealed class SteppedTime : TimeProvider
{
    private long _ticks;

    public DateTimeOffset Wall { get; set; } = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => Volatile.Read(ref _ticks);

    public override DateTimeOffset GetUtcNow() => Wall;

    /// <summary>Time passes, as clocks see it that nobody touches.</summary>
    public void Pass(TimeSpan time)
    {
        Wall += time;
        Interlocked.Add(ref _ticks, time.Ticks);
    }
}
