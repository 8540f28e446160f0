using System.CommandLine;
using GbGateway.Configuration;
using GbGateway.Demo;
using Spectre.Console;

namespace GbGateway.Commands;

/// <summary><c>demo</c>: an upstream and the gateway on the loopback, a tour of both.</summary>
public static class DemoCommand
{
    // No company's: the credit code is all zeros but for its check character.
    private const string Producer = "001191000000000000000K10001";

    /// <summary>The command.</summary>
    public static Command Create()
    {
        var once = new Option<bool>("--once") { Description = "End after the tour: 0 if every label was there, 1 if one is missing." };
        var folder = new Option<DirectoryInfo>("--out") { Description = "The folder for labelled answers.", DefaultValueFactory = static _ => new DirectoryInfo("demo-out") };
        var port = new Option<int?>("--port") { Description = "The gateway's port: 8080 if it is free, 0 for any." };
        var command = new Command("demo", "Shows what the gateway does: a small model API and the gateway before it, on this machine only.") { once, folder, port };
        command.SetAction((arguments, _) => RunAsync(arguments.GetValue(once), arguments.GetValue(folder)!, arguments.GetValue(port)));
        return command;
    }

    private static async Task<int> RunAsync(bool once, DirectoryInfo folder, int? port)
    {
        var console = AnsiConsole.Console;
        try
        {
            folder.Create();
            using var signals = new Signals();
            using var loggers = LoggerFactory.Create(static logs => logs.AddSimpleConsole(static one => one.SingleLine = true).SetMinimumLevel(LogLevel.Warning)
                .AddFilter("Microsoft", LogLevel.Error).AddFilter("Yarp", LogLevel.Error));
            await using var upstream = new DemoUpstream();
            await upstream.StartAsync();
            await using var gateway = await StartAsync(upstream.Url, port, Path.Combine(folder.FullName, "ledger"), loggers, signals.Stop);
            console.MarkupLineInterpolated($"[bold]GbGateway[/]  demo upstream {upstream.Url}  gateway [bold]{gateway.Urls[0]}[/]  admin {gateway.AdminUrls[0]}");
            console.WriteLine();
            bool all;
            using (var tour = new DemoTour(new Uri(upstream.Url), new Uri(gateway.Urls[0]), folder, console))
            {
                all = await tour.WalkAsync();
            }
            console.MarkupLineInterpolated($"Labelled answers are in [bold]{folder.FullName}[/]: open the pictures.");
            if (!all)
            {
                console.MarkupLine("[red]A label is missing, see above.[/]");
            }
            if (!once)
            {
                SayCurls(console, gateway.Urls[0]);
                await signals.WaitAsync();
                await gateway.StopAsync(signals.StopAtOnce);
            }
            return all ? 0 : 1;
        }
        catch (Exception e) when (e is ConfigurationException or IOException or UnauthorizedAccessException)
        {
            await Console.Error.WriteLineAsync(e.Message);
            return 1;
        }
    }

    private static async Task<Gateway> StartAsync(string upstream, int? port, string ledger, ILoggerFactory loggers, CancellationToken cancellation)
    {
        // The usual port if it is free, so that the lines to try are the same everywhere.
        foreach (var one in port is { } asked ? [asked] : (int[])[8080, 0])
        {
            var configuration = new ConfigurationBuilder().AddInMemoryCollection(
            [
                KeyValuePair.Create<string, string?>("GbGateway:Upstream", upstream),
                KeyValuePair.Create<string, string?>("GbGateway:Producer:ContentProducer", Producer),
                KeyValuePair.Create<string, string?>("GbGateway:Urls", $"http://127.0.0.1:{one}"),
                KeyValuePair.Create<string, string?>("GbGateway:Admin", "http://127.0.0.1:0"),
                KeyValuePair.Create<string, string?>("GbGateway:Ledger:Folder", ledger),
                KeyValuePair.Create<string, string?>("GbGateway:Shutdown:Grace", "00:00:02"),
            ]).Build();
            var gateway = GatewayServices.Build(configuration, TimeProvider.System, loggers);
            try
            {
                await gateway.StartAsync(cancellation);
                return gateway;
            }
            catch (IOException) when (port is null && one != 0)
            {
                await gateway.DisposeAsync();
            }
        }
        throw new IOException("no port is free");
    }

    private static void SayCurls(IAnsiConsole console, string url)
    {
        console.WriteLine();
        console.MarkupLine("[bold]Try it[/] (Ctrl-C ends):");
        console.WriteLine();
        // Plain lines, unwrapped, to be copied.
        console.Profile.Out.Writer.WriteLine($"curl -i {url}/v1/chat/completions -d '{{\"messages\":[{{\"role\":\"user\",\"content\":\"写一句晚霞\"}}]}}'");
        console.Profile.Out.Writer.WriteLine($"curl -N {url}/v1/chat/completions -d '{{\"stream\":true,\"messages\":[{{\"role\":\"user\",\"content\":\"dusk\"}}]}}'");
        console.Profile.Out.Writer.WriteLine($"curl -o hills.png {url}/pictures/hills.png");
    }
}
