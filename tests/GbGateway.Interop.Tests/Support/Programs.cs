namespace GbGateway.Interop.Tests.Support;

/// <summary>Programs of others that the ring needs; each test that misses one is skipped with its name.</summary>
public static class Programs
{
    /// <summary>The full path of <paramref name="name"/>, or null where PATH has none.</summary>
    public static string? Find(string name) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Select(folder => Path.Combine(folder, OperatingSystem.IsWindows() ? name + ".exe" : name))
            .FirstOrDefault(File.Exists);

    /// <summary>The path of <paramref name="name"/>; skips the test where it is not installed.</summary>
    public static string Need(string name)
    {
        var path = Find(name);
        Skip.If(path is null, $"{name} is not installed");
        return path!;
    }
}
