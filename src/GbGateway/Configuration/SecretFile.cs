namespace GbGateway.Configuration;

/// <summary>A file of secrets that the operator mounts: a line of at least 32 characters each, the first in use, the others of before still honoured.</summary>
public static class SecretFile
{
    /// <summary>Fewest characters of a secret: 32 random bytes in base64 or hexadecimal have more.</summary>
    public const int Shortest = 32;

    private const int LongestFile = 64 << 10;

    private const UnixFileMode OthersMay =
        UnixFileMode.GroupWrite | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;

    /// <summary>Says what keeps the file from being used, or null. Never says what stands in it.</summary>
    public static string? FindMistake(string path)
    {
        try
        {
            if (new FileInfo(path).Length > LongestFile)
            {
                return "the file is too long to hold secrets";
            }
            if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(path) & OthersMay) != 0)
            {
                return "the file may be read or changed by others than its owner and group: chmod 0400 it";
            }
            var lines = Lines(path);
            return lines.Length > 0 && Array.TrueForAll(lines, static line => line.Length >= Shortest)
                ? null
                : $"each line of the file must hold a secret of at least {Shortest} characters, such as `openssl rand -base64 32` writes";
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return "there is no such file that can be read";
        }
    }

    /// <summary>The secrets of a file that was checked, the one in use first.</summary>
    public static byte[][] Read(string path) => [.. Lines(path).Select(System.Text.Encoding.UTF8.GetBytes)];

    private static string[] Lines(string path) => File.ReadAllText(path).Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
}
