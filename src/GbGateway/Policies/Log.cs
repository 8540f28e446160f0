namespace GbGateway.Policies;

/// <summary>Log events 2000-2099.</summary>
internal static partial class Log
{
    [LoggerMessage(2000, LogLevel.Information, "Configuration reloaded: policies {Version} are in force")]
    public static partial void Reloaded(ILogger logger, string version);

    [LoggerMessage(2002, LogLevel.Information, "Keyword library {Version} read: {Entries} entries, {Problems} problems")]
    public static partial void LibraryRead(ILogger logger, string version, int entries, int problems);

    [LoggerMessage(2003, LogLevel.Error, "Keyword library not reloaded, {Version} stays in force: {Why}")]
    public static partial void LibraryRefused(ILogger logger, string version, string why);

    [LoggerMessage(2006, LogLevel.Error, "Keyword library not fetched ({Outcome}), the last one stays in force: {Why}")]
    public static partial void NotFetched(ILogger logger, string outcome, string why);

    [LoggerMessage(2004, LogLevel.Information, "Watermark keys read: {Keys}, key {Active} marks")]
    public static partial void WatermarkKeysRead(ILogger logger, int keys, int active);

    [LoggerMessage(2005, LogLevel.Error, "Watermark keys not reloaded, those read before stay in service: {Why}")]
    public static partial void WatermarkKeysRefused(ILogger logger, string why);
    [LoggerMessage(2008, LogLevel.Information, "Implicit labels are signed with the key {KeyID}")]
    public static partial void SigningKeyUsed(ILogger logger, string keyID);

    [LoggerMessage(2009, LogLevel.Error, "The signing key was not exchanged, {KeyID} stays in use: {Why}")]
    public static partial void SigningKeyRefused(ILogger logger, string keyID, string why);

    [LoggerMessage(2001, LogLevel.Error, "Configuration not reloaded, policies {Version} stay in force. {Mistakes}")]
    public static partial void ReloadRefused(ILogger logger, string version, string mistakes);
}
