namespace GbGateway.Tests.Support;

/// <summary>Finds the folder of outside material that is no part of this repository; tests that need it are skipped without it.</summary>
internal static class Fixtures
{
    public static string? Root { get; } = Find();

    public static IEnumerable<string> Files(string folder, params string[] extensions) => Root is null ? [] :
        Directory.EnumerateFiles(Path.Combine(Root, folder), "*", SearchOption.AllDirectories)
            .Where(path => extensions.Length == 0 || extensions.Contains(Path.GetExtension(path).ToLowerInvariant()))
            .Order(StringComparer.Ordinal);

    private static string? Find()
    {
        if (Environment.GetEnvironmentVariable("GBGATEWAY_FIXTURES") is { Length: > 0 } named)
        {
            return Directory.Exists(named) ? named : null;
        }
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var candidate = Path.Combine(folder.FullName, "shared", "fixtures");
            if (Directory.Exists(candidate))
            {
                return candidate;
            }
        }
        return null;
    }
}
