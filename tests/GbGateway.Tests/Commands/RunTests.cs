using System.Diagnostics;
using GbGateway.Tests.Support;

namespace GbGateway.Tests.Commands;

/// <summary>The real process: what it says, what it leaves behind, how it ends.</summary>
public sealed class RunTests
{
    [SkippableFact]
    public async Task SIGTERM_ends_it_with_0_and_it_leaves_its_ledger_behind_and_nothing_else()
    {
        Skip.If(OperatingSystem.IsWindows(), "there is no SIGTERM to send");
        var home = Directory.CreateTempSubdirectory("gbgateway-home");
        try
        {
            using var process = Start(home.FullName, "run", "--upstream", "http://127.0.0.1:1", "--producer", TestGateway.Producer, "--urls", "http://127.0.0.1:0", "--admin", "http://127.0.0.1:0", "--ledger", Path.Combine(home.FullName, "ledger"));
            Assert.Contains("Ledger sqlite, chain gateway, in ", await process.StandardOutput.ReadLineAsync().WaitAsync(TestGateway.Patience));
            var line = await process.StandardOutput.ReadLineAsync().WaitAsync(TestGateway.Patience);
            Assert.Contains("Gateway listens on http://127.0.0.1:", line);
            using (var kill = Process.Start("/bin/kill", ["-TERM", $"{process.Id}"]))
            {
                await kill.WaitForExitAsync();
            }
            await process.WaitForExitAsync().WaitAsync(TestGateway.Patience);
            Assert.Equal(0, process.ExitCode);
            Assert.Equal(["ledger"], home.GetFileSystemInfos().Select(static one => one.Name));
            Assert.Contains("ledger.db", Directory.EnumerateFiles(Path.Combine(home.FullName, "ledger")).Select(Path.GetFileName));
        }
        finally
        {
            home.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task Mistakes_stop_the_start_with_one_message_and_1()
    {
        using var process = Start(Path.GetTempPath(), "run", "--upstream", "nowhere", "--producer", "a b");
        var said = await process.StandardError.ReadToEndAsync().WaitAsync(TestGateway.Patience);
        await process.WaitForExitAsync().WaitAsync(TestGateway.Patience);
        Assert.Equal(1, process.ExitCode);
        Assert.Contains("2 mistakes", said);
        Assert.Contains("GbGateway:Upstream = \"nowhere\"", said);
        Assert.DoesNotContain("   at ", said);
    }

    private static Process Start(string home, params string[] arguments)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath is { } path && Path.GetFileNameWithoutExtension(path) == "dotnet" ? path : "dotnet",
            [Path.Combine(AppContext.BaseDirectory, "gbgateway.dll"), .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["HOME"] = home;
        start.Environment["DOTNET_EnableDiagnostics"] = "0";
        return Process.Start(start)!;
    }
}
