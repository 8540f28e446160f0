using System.CommandLine;
using GbGateway.Configuration;

namespace GbGateway.Commands;

/// <summary><c>run</c>: the gateway.</summary>
public static class RunCommand
{
    /// <summary>The command.</summary>
    public static Command Create()
    {
        var upstream = new Option<string?>("--upstream") { Description = "Where requests go (GbGateway:Upstream)." };
        var producer = new Option<string?>("--producer") { Description = "The provider code or name in implicit labels (GbGateway:Producer:ContentProducer)." };
        var urls = new Option<string?>("--urls") { Description = "Addresses to listen on (GbGateway:Urls), http://127.0.0.1:8080 if not set." };
        var admin = new Option<string?>("--admin") { Description = "Addresses of the admin listener (GbGateway:Admin), http://127.0.0.1:9464 if not set." };
        var ledger = new Option<string?>("--ledger") { Description = "The ledger's folder (GbGateway:Ledger:Folder), ./ledger if not set." };
        var config = new Option<FileInfo?>("--config") { Description = "A JSON file; config/README.md has its keys." };
        var command = new Command("run", "Forwards every request to the upstream and labels the answers.") { upstream, producer, urls, admin, ledger, config };
        command.SetAction((arguments, _) => RunAsync(
            arguments.GetValue(config),
            [
                (ConfigurationKeys.Upstream, arguments.GetValue(upstream)),
                (ConfigurationKeys.ContentProducer, arguments.GetValue(producer)),
                (ConfigurationKeys.Urls, arguments.GetValue(urls)),
                (ConfigurationKeys.Admin, arguments.GetValue(admin)),
                (ConfigurationKeys.LedgerFolder, arguments.GetValue(ledger)),
            ]));
        return command;
    }

    private static async Task<int> RunAsync(FileInfo? file, (ConfigurationKey Key, string? Value)[] arguments)
    {
        try
        {
            var configuration = ConfigurationSources.Open(file, arguments);
            using var loggers = ConfigurationSources.OpenLogs(configuration);
            using var signals = new Signals();
            await using var gateway = GatewayServices.Build(configuration, TimeProvider.System, loggers);
            await gateway.StartAsync(signals.Stop);
            await signals.WaitAsync();
            await gateway.StopAsync(signals.StopAtOnce);
            return 0;
        }
        catch (Exception e) when (e is ConfigurationException or IOException or InvalidDataException or InvalidOperationException)
        {
            await Console.Error.WriteLineAsync(e.InnerException is { } cause && e is not ConfigurationException ? $"{e.Message}\n{cause.Message}" : e.Message);
            return 1;
        }
    }
}
