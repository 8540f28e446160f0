namespace GbGateway.Offenders;

/// <summary>Log events 2150-2199: users are hashes.</summary>
internal static partial class Log
{
    [LoggerMessage(2150, LogLevel.Warning, "User {User} is suspended for {Suspension}: too many harmful prompts")]
    public static partial void Suspended(ILogger logger, string user, TimeSpan suspension);

    [LoggerMessage(2151, LogLevel.Error, "The shared store of offenders failed, this node's memory stands in: {Why}")]
    public static partial void StoreFailed(ILogger logger, string why);
}
