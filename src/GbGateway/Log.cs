namespace GbGateway;

/// <summary>Log events 1000-1099.</summary>
internal static partial class Log
{
    [LoggerMessage(1000, LogLevel.Information, "Gateway listens on {Urls}, admin on {Admin}, policies {Version}")]
    public static partial void Started(ILogger logger, string urls, string admin, string version);

    [LoggerMessage(1001, LogLevel.Information, "Draining: not ready any more, running answers have {Grace}")]
    public static partial void Draining(ILogger logger, TimeSpan grace);

    [LoggerMessage(1002, LogLevel.Warning, "The grace is over: running answers are ended with their label and an error")]
    public static partial void GraceOver(ILogger logger);

    [LoggerMessage(1004, LogLevel.Warning, "LinkKeyFile is not set: links to pictures are sealed by a key of this process. They end with it, and no other node serves them")]
    public static partial void LinkKeyIsOwn(ILogger logger);

    [LoggerMessage(1003, LogLevel.Information, "Stopped")]
    public static partial void Stopped(ILogger logger);
}
