using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using GbGateway.Labels.Explicit;

namespace GbGateway.Configuration;

/// <summary>Font files by their paths. Each is read once as long as it doesn't change: routes and tenants share it, and what was drawn with it.</summary>
public static class FontFiles
{
    private sealed record Opened(DateTime Written, long Length, LabelFont Font);

    private static readonly ConcurrentDictionary<string, Opened> Known = new();

    /// <summary>What is wrong with a path, or with a wording and the font there; null if nothing is.</summary>
    public static string? FindMistake(string path, string wording = "")
    {
        if (!TryRead(path, out var font, out var reason))
        {
            return $"{reason}; allowed: the path of {LabelFont.Readable}, or nothing for the embedded font";
        }
        return font.FindMissing(wording) is { Length: > 0 } missing ? $"{(path.Length == 0 ? "the embedded font" : path)} can't draw {missing}" : null;
    }

    /// <summary>The font at a path that was checked; null for an empty one, and for one that has gone since: the embedded font.</summary>
    public static LabelFont? Find(string path) => path.Length > 0 && TryRead(path, out var font, out _) ? font : null;

    /// <summary>Opens the font at a path, the embedded one for an empty path.</summary>
    public static bool TryRead(string path, [NotNullWhen(true)] out LabelFont? font, out string? reason)
    {
        (font, reason) = (LabelFont.Default, null);
        if (path.Length == 0)
        {
            return true;
        }
        font = null;
        try
        {
            var file = new FileInfo(path);
            if (Known.TryGetValue(file.FullName, out var known) && known.Written == file.LastWriteTimeUtc && known.Length == file.Length)
            {
                font = known.Font;
                return true;
            }
            if (file.Length > LabelFont.MaxFileLength)
            {
                reason = "a font of more than 64 MiB";
                return false;
            }
            if (LabelFont.TryOpen(File.ReadAllBytes(path), out font, out reason))
            {
                Known[file.FullName] = new Opened(file.LastWriteTimeUtc, file.Length, font!);
            }
            return font is not null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            reason = "no file that can be read";
            return false;
        }
    }
}
