namespace GbGateway.Load.Scenarios;

/// <summary>A way of publishing the gateway; <c>footprint.sh</c> makes them.</summary>
/// <param name="Name">Its folder's name.</param>
/// <param name="Title">Its name for people.</param>
/// <param name="IsNative">Whether it is a program of its own rather than one for <c>dotnet</c>.</param>
public sealed record GatewayBuild(string Name, string Title, bool IsNative)
{
    /// <summary>Every one.</summary>
    public static IReadOnlyList<GatewayBuild> All { get; } =
    [
        new("jit", "framework-dependent, JIT", IsNative: false),
        new("r2r", "self-contained, trimmed, ReadyToRun", IsNative: true),
        new("aot", "Native AOT", IsNative: true),
    ];

    /// <summary>Program and arguments that start it.</summary>
    public (string Program, string[] Arguments) Command(Stage stage)
    {
        string[] run =
        [
            "run", "--upstream", stage.Upstream, "--producer", "Load.Test",
            "--urls", $"http://127.0.0.1:{stage.ProxyPort}", "--admin", $"http://127.0.0.1:{stage.AdminPort}",
            "--ledger", Path.Combine(stage.Work, Path.GetRandomFileName()), // a start finds no ledger of another
        ];
        return IsNative ? (Path.Combine(Folder(stage), "gbgateway"), run) : ("dotnet", [Path.Combine(Folder(stage), "gbgateway.dll"), .. run]);
    }

    /// <summary>What is to be shipped, in megabytes, symbols and documentation left out.</summary>
    public double DiskMegabytes(Stage stage) =>
        Directory.EnumerateFiles(Folder(stage), "*", SearchOption.AllDirectories)
            .Where(static file => Path.GetExtension(file) is not (".pdb" or ".dbg" or ".xml"))
            .Sum(static file => new FileInfo(file).Length) / 1048576.0;

    private string Folder(Stage stage) => Path.Combine(stage.Root, "loadtests", ".cache", "builds", Name);
}
