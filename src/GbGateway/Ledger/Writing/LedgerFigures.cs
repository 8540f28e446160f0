namespace GbGateway.Ledger.Writing;

/// <summary>What a ledger writer counts, for metrics. Written by its own thread, read by any.</summary>
public sealed class LedgerFigures
{
    private long _durable;
    private long _spooled;
    private long _refused;
    private long _failures;

    /// <summary>Records made durable in the sink at once.</summary>
    public long Durable => Volatile.Read(ref _durable);

    /// <summary>Records made durable in the spool.</summary>
    public long Spooled => Volatile.Read(ref _spooled);

    /// <summary>Openings refused.</summary>
    public long Refused => Volatile.Read(ref _refused);

    /// <summary>Times the sink went down.</summary>
    public long SinkFailures => Volatile.Read(ref _failures);

    /// <summary>Told how long each opening waited for its durable answer.</summary>
    public Action<TimeSpan>? OpeningWaited { get; set; }

    internal void CountDurable(int records) => Volatile.Write(ref _durable, _durable + records);

    internal void CountSpooled(int records) => Volatile.Write(ref _spooled, _spooled + records);

    internal void CountRefused(int openings) => Interlocked.Add(ref _refused, openings);

    internal void CountSinkFailure() => Volatile.Write(ref _failures, _failures + 1);
}
