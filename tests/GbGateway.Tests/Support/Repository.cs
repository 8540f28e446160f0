namespace GbGateway.Tests.Support;

/// <summary>Finds the repository's folders, and the fixtures beside it, from wherever the tests run.</summary>
public static class Repository
{
    /// <summary>The repository's root.</summary>
    public static string Root { get; } = Find("GbGateway.sln") ?? throw new DirectoryNotFoundException("GbGateway.sln is in no folder above the tests");

    /// <summary>The shared fixtures, by GBGATEWAY_FIXTURES or in <c>shared/fixtures</c> beside the repository; null where they are absent.</summary>
    public static string? Fixtures { get; } = Environment.GetEnvironmentVariable("GBGATEWAY_FIXTURES") ?? Above(Path.Combine("shared", "fixtures"));

    /// <summary>Why a test that needs the fixtures was skipped.</summary>
    public const string NoFixtures = "the shared fixtures folder is not beside the repository";

    private static string? Find(string file)
    {
        for (var folder = AppContext.BaseDirectory; folder is not null; folder = Path.GetDirectoryName(folder))
        {
            if (File.Exists(Path.Combine(folder, file)))
            {
                return folder;
            }
        }
        return null;
    }

    private static string? Above(string folder)
    {
        for (var at = Root; at is not null; at = Path.GetDirectoryName(at))
        {
            var candidate = Path.Combine(at, folder);
            if (Directory.Exists(candidate))
            {
                return candidate;
            }
        }
        return null;
    }
}
