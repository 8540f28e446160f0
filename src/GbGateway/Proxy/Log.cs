using GbGateway.Content;

namespace GbGateway.Proxy;

/// <summary>Log events 3000-3099: facts, never content.</summary>
internal static partial class Log
{
    [LoggerMessage(3000, LogLevel.Warning, "Answer on route {Route}, API {Profile}, refused: {Reason}, {Detail}")]
    public static partial void Refused(ILogger logger, string route, string? profile, string reason, string detail, Exception? cause);

    [LoggerMessage(3001, LogLevel.Warning, "Answer on route {Route}, API {Profile}, broken: {Reason}")]
    public static partial void Broken(ILogger logger, string route, string? profile, string reason);

    [LoggerMessage(3002, LogLevel.Debug, "Answered {Status} on route {Route}, API {Profile}: {Labels} labels, {Spent} ms")]
    public static partial void Answered(ILogger logger, int status, string route, string? profile, int labels, double spent);

    [LoggerMessage(3005, LogLevel.Information, "Keywords on route {Route}, API {Profile}: rules {Rules} of {Version}, blocked in {Blocked}")]
    public static partial void Filtered(ILogger logger, string route, string? profile, string rules, string version, FilterDirection? blocked);

    [LoggerMessage(3003, LogLevel.Error, "Request on route {Route} failed in the gateway")]
    public static partial void Failed(ILogger logger, string route, Exception cause);

    [LoggerMessage(3004, LogLevel.Warning, "Request on route {Route} not forwarded: {Error}, {Detail}")]
    public static partial void NotForwarded(ILogger logger, string route, string error, string? detail);
}
