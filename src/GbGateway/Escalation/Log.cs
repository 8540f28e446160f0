namespace GbGateway.Escalation;

/// <summary>Log events 2100-2149.</summary>
internal static partial class Log
{
    [LoggerMessage(2100, LogLevel.Warning, "Escalation of {ProduceID} not delivered: {Why}")]
    public static partial void NotDelivered(ILogger logger, string produceID, string why);
}
