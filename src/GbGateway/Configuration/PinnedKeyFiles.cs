using GbGateway.Labels.Integrity;

namespace GbGateway.Configuration;

/// <summary>Files of public SM2 keys, named in one value with semicolons between.</summary>
public static class PinnedKeyFiles
{
    private const int LongestFile = 64 << 10;

    /// <summary>Says which file can't be used and why, or null.</summary>
    public static string? FindMistake(string files)
    {
        foreach (var file in Names(files))
        {
            if (TryRead(file) is null)
            {
                return $"{file} is no file that holds a public SM2 key in PEM";
            }
        }
        return null;
    }

    /// <summary>The keys of files that were checked; one that has gone since is left out.</summary>
    public static IReadOnlyList<Sm2PublicKey> Read(string? files) => files is null ? [] : [.. Names(files).Select(TryRead).OfType<Sm2PublicKey>()];

    private static string[] Names(string files) => files.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static Sm2PublicKey? TryRead(string file)
    {
        try
        {
            return new FileInfo(file).Length <= LongestFile ? Sm2PublicKey.TryReadPem(File.ReadAllText(file)) : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
