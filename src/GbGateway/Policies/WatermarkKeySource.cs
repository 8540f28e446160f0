using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using GbGateway.Labels.Watermark;

namespace GbGateway.Policies;

/// <summary>Where the secrets of the watermark come from: a file, or an environment variable. No message holds any part of one.</summary>
public static class WatermarkKeySource
{
    /// <summary>What a reference may be, in words.</summary>
    public const string Allowed = "the path of a secret file that only its owner and group may read, or env:NAME";

    private const string Variable = "env:";
    private const int LongestFile = 64 << 10;

    // A mounted secret belongs to root and is read through its group; nobody else may see it, and nobody but its owner change it.
    private const UnixFileMode Forbidden =
        UnixFileMode.GroupWrite | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;

    /// <summary>Reads the keys a reference names; null, with every mistake, if they can't be used.</summary>
    public static WatermarkKeys? TryRead(string reference, out IReadOnlyList<string> mistakes)
    {
        byte[] bytes = [];
        try
        {
            bytes = Bytes(reference);
            return WatermarkKeys.Parse(bytes, out mistakes);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidOperationException)
        {
            mistakes = [e.Message];
            return null;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(bytes);
        }
    }

    /// <summary>Tells one reading from the next: the file behind its links, its length, time of change and mode; never its content.</summary>
    public static string FingerprintOf(string reference)
    {
        if (reference.StartsWith(Variable, StringComparison.Ordinal))
        {
            return "";
        }
        var file = File.ResolveLinkTarget(reference, returnFinalTarget: true) as FileInfo ?? new FileInfo(reference);
        var mode = OperatingSystem.IsWindows() || !file.Exists ? "" : file.UnixFileMode.ToString();
        return string.Create(CultureInfo.InvariantCulture, $"{file.FullName}:{(file.Exists ? file.Length : -1)}@{file.LastWriteTimeUtc.Ticks}:{mode}");
    }

    /// <summary>Whether a value is no reference but looks like a secret itself.</summary>
    public static bool LooksLikeSecret(string value)
    {
        var colon = value.IndexOf(':', StringComparison.Ordinal);
        return colon > 0 && value.AsSpan(0, colon).Trim().ContainsAnyExceptInRange('0', '9') == false;
    }

    /// <summary>Says what is wrong with a reference, or null.</summary>
    public static string? FindMistake(string value) => LooksLikeSecret(value)
        ? $"this looks like a secret itself, which does not belong into a configuration; allowed: {Allowed}"
        : value.Length > 0 ? null : $"allowed: {Allowed}";

    /// <summary>Says what is wrong with a key's number, or null.</summary>
    public static string? FindNumberMistake(string value) =>
        value.Length == 0 || (int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= WatermarkKey.MaxId)
            ? null
            : $"allowed: empty, or the number of a key, 0 to {WatermarkKey.MaxId}";

    private static byte[] Bytes(string reference)
    {
        if (reference.StartsWith(Variable, StringComparison.Ordinal))
        {
            var name = reference[Variable.Length..];
            return Environment.GetEnvironmentVariable(name) is { Length: > 0 } value
                ? Encoding.UTF8.GetBytes(value.Replace(';', '\n'))
                : throw new InvalidOperationException($"the environment variable {name} is not set");
        }
        var file = new FileInfo(reference);
        if (!OperatingSystem.IsWindows() && file.Exists && (File.GetUnixFileMode(reference) & Forbidden) != 0)
        {
            throw new InvalidOperationException("the file may be read or changed by others than its owner and group: chmod 0400 it");
        }
        return file.Exists && file.Length > LongestFile ? throw new InvalidOperationException("the file is too long to be one of keys") : File.ReadAllBytes(reference);
    }
}
