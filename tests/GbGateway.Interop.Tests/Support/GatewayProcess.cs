namespace GbGateway.Interop.Tests.Support;

/// <summary>The gateway as its users start it: a process of its own, set by command line and environment.</summary>
public sealed class GatewayProcess(ChildProcess process, string address, string admin, DirectoryInfo ledger) : IAsyncDisposable
{
    /// <summary>The producer in every implicit label of this ring.</summary>
    public const string Producer = "Interop.Producer";

    /// <summary>Where clients go.</summary>
    public string Address { get; } = address;

    /// <summary>Where operators go.</summary>
    public string Admin { get; } = admin;

    /// <summary>Its log so far.</summary>
    public string Output => process.Output;

    /// <summary>
    /// Starts it before <paramref name="upstream"/>. Links to pictures, sound and video pass: recordings hold links of long ago that nothing can
    /// label, and the clients' behaviour on the rest of such answers is what this ring looks at.
    /// </summary>
    /// <param name="upstream">Where it forwards to.</param>
    /// <param name="more">Further keys, as environment variables.</param>
    public static async Task<GatewayProcess> StartAsync(string upstream, Dictionary<string, string>? more = null)
    {
        var (address, admin) = (Loopback.FreeAddress(), Loopback.FreeAddress());
        var ledger = Directory.CreateTempSubdirectory("gbgateway-interop-ledger-");
        string[] run = ["run", "--upstream", upstream, "--producer", Producer, "--urls", address, "--admin", admin, "--ledger", ledger.FullName];
        // Another build of it, Native AOT say, is named from outside.
        var (program, arguments) = Environment.GetEnvironmentVariable("GBGATEWAY_PROGRAM") is { Length: > 0 } given
            ? (given, run)
            : (Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? Programs.Need("dotnet"), [Path.Combine(AppContext.BaseDirectory, "gbgateway.dll"), .. run]);
        var process = ChildProcess.Start(program, arguments,
            environment: new Dictionary<string, string>(more ?? [])
            {
                ["GbGateway__Defaults__MediaLinks"] = "Pass",
                ["GbGateway__Defaults__LabelledHosts"] = RecordedHosts.List,
                ["GbGateway__Defaults__SoundAndVideo"] = "Pass",
            });
        await Loopback.WaitAsync(process, admin + "/readyz", TimeSpan.FromSeconds(60));
        return new GatewayProcess(process, address, admin, ledger);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await process.DisposeAsync();
        ledger.Delete(recursive: true);
    }
}
