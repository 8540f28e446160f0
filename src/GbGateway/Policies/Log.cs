namespace GbGateway.Policies;

/// <summary>Log events 2000-2099.</summary>
internal static partial class Log
{
    [LoggerMessage(2000, LogLevel.Information, "Configuration reloaded: policies {Version} are in force")]
    public static partial void Reloaded(ILogger logger, string version);

    [LoggerMessage(2001, LogLevel.Error, "Configuration not reloaded, policies {Version} stay in force. {Mistakes}")]
    public static partial void ReloadRefused(ILogger logger, string version, string mistakes);
}
