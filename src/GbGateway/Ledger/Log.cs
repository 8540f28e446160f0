namespace GbGateway.Ledger;

/// <summary>What the ledger logs: ids 4000-4099; facts, never content.</summary>
internal static partial class Log
{
    [LoggerMessage(4000, LogLevel.Error, "The ledger's sink is down, entries go to the spool: {Reason}")]
    public static partial void SinkDown(ILogger logger, string reason);

    [LoggerMessage(4001, LogLevel.Information, "The ledger's sink is back; {Bytes} bytes of spool go into it")]
    public static partial void SinkBack(ILogger logger, long bytes);

    [LoggerMessage(4002, LogLevel.Information, "The ledger's spool is empty; entries go to the sink again")]
    public static partial void SpoolDrained(ILogger logger);

    [LoggerMessage(4003, LogLevel.Warning, "Spooled entries did not fit behind the sink's end and were chained anew: another writer was here, or a refused group had got through")]
    public static partial void SpoolRechained(ILogger logger);

    [LoggerMessage(4004, LogLevel.Critical, "The ledger ends at sequence {Sequence}, but {Known} was durable: it was cut or rolled back, and nothing is written behind it")]
    public static partial void RolledBack(ILogger logger, long sequence, long known);

    [LoggerMessage(4005, LogLevel.Error, "A checkpoint could not be exported: {Reason}")]
    public static partial void AnchorLost(ILogger logger, string reason);

    [LoggerMessage(4007, LogLevel.Critical, "The ledger's writer failed; every record is refused until the gateway is started again")]
    public static partial void WriterFailed(ILogger logger, Exception cause);

    [LoggerMessage(4008, LogLevel.Information, "Ledger {Sink}, chain {Chain}, in {Folder}, signed by key {KeyID}: {State}")]
    public static partial void Opened(ILogger logger, string sink, string chain, string folder, string keyID, Writing.LedgerState state);

    [LoggerMessage(4009, LogLevel.Information, "Segments up to {Segment} (sequence {Sequence}) were kept long enough and are deleted; a signed tombstone says so")]
    public static partial void Purged(ILogger logger, long segment, long sequence);

    [LoggerMessage(4010, LogLevel.Warning, "Nothing was deleted from the ledger: {Reason}")]
    public static partial void NotPurged(ILogger logger, string reason);

    [LoggerMessage(4011, LogLevel.Debug, "A grant on route {Route} does not hold, labels are as usual: {Status}, grant {GrantID}")]
    public static partial void GrantRefused(ILogger logger, string route, Grants.GrantStatus status, string grantID);

    [LoggerMessage(4006, LogLevel.Error, "Entries are refused: {Reason}")]
    public static partial void Refusing(ILogger logger, string reason);
}
