using GbGateway.Interop.Tests.Support;

namespace GbGateway.Interop.Tests.Clients;

/// <summary>A program that drives real SDKs over the recordings and prints what they read, a JSON line for each case.</summary>
public sealed class ClientProgram(string name, bool decodes, Func<string, (string Program, string[] Arguments)> start)
{
    /// <summary>The variable that names the folder with the installed clients; <c>.ci/run</c> makes one.</summary>
    public const string FolderVariable = "GBGATEWAY_CLIENTS";

    /// <summary>The npm SDKs: OpenAI, Azure, Ollama, Groq, AI SDK, LangChain.</summary>
    public static ClientProgram Npm { get; } = new("npm", decodes: true, static folder => Node(Path.Combine(folder, "matrix.mjs"), Path.Combine(folder, "node_modules")));

    /// <summary>The legacy completions API by the npm OpenAI SDK, which the matrix leaves out.</summary>
    public static ClientProgram Completions { get; } = new("completions", decodes: true, static folder =>
        Node(Path.Combine(AppContext.BaseDirectory, "Clients", "completions.mjs"), Path.Combine(folder, "node_modules")));

    /// <summary>The NuGet SDKs: OpenAI, Microsoft.Extensions.AI.</summary>
    public static ClientProgram NuGet { get; } = new("nuget", decodes: false, static folder =>
    {
        var dll = Path.Combine(folder, "dotnet", "bin", "Release", "net10.0", "replayclient.dll");
        Skip.IfNot(File.Exists(dll), $"the .NET clients are not built in {FolderVariable}");
        return (Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? Programs.Need("dotnet"), [dll]);
    });

    /// <summary>Its name.</summary>
    public string Name => name;

    /// <summary>Whether it asks for and reads content encodings. Where not, upstream's are the gateway's to take off, and the direct run goes without.</summary>
    public bool Decodes => decodes;

    /// <summary>Runs every case that <paramref name="material"/> shows against <paramref name="target"/>.</summary>
    /// <param name="target">The upstream, or the gateway before it.</param>
    /// <param name="material">The recordings.</param>
    /// <param name="options">How upstream is to cut and encode its answers.</param>
    /// <param name="selection">What names the recording: a header where null, else <c>path</c> or <c>model</c>.</param>
    public async Task<Dictionary<string, ClientOutcome>> RunAsync(string target, Material material, string options, string? selection = null)
    {
        var folder = Environment.GetEnvironmentVariable(FolderVariable);
        Skip.If(string.IsNullOrEmpty(folder) || !Directory.Exists(folder), $"{FolderVariable} names no folder with the clients (.ci/run installs them)");
        var (program, arguments) = start(folder!);
        var output = Path.Combine(material.Folder, Path.GetRandomFileName());
        var (code, said) = await ChildProcess.RunAsync(
            program,
            [.. arguments, "--base", target, "--material", material.Folder, "--per", "1000", "--out", output, .. options.Length == 0 ? (string[])[] : ["--opts", options], .. selection is null ? (string[])[] : ["--select", selection]],
            TimeSpan.FromMinutes(8),
            folder);
        Assert.True(code == 0, $"{name} ended with {code}:\n{said}");
        return ClientOutcome.Read(output);
    }

    private static (string, string[]) Node(string script, string modules)
    {
        Skip.IfNot(Directory.Exists(modules), $"the npm clients are not installed in {FolderVariable}");
        return (Programs.Need("node"), [script]);
    }
}
