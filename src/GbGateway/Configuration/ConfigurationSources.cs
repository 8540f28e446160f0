using Microsoft.Extensions.FileProviders;

namespace GbGateway.Configuration;

/// <summary>Where the configuration comes from: a file, the environment above it, the command line above both.</summary>
public static class ConfigurationSources
{
    /// <summary>Opens them; the file is looked at every four seconds.</summary>
    public static IConfigurationRoot Open(FileInfo? file, IEnumerable<(ConfigurationKey Key, string? Value)> arguments)
    {
        var builder = new ConfigurationBuilder();
        if (file is not null)
        {
            // A file that turns bad while it is watched is a bad reload, not a crash.
            var opened = false;
            builder.AddJsonFile(source =>
            {
                source.Path = file.FullName;
                source.ReloadOnChange = true;
                source.OnLoadException = context => context.Ignore = opened;
                source.ResolveFileProvider();
                if (source.FileProvider is PhysicalFileProvider folder)
                {
                    // Told of changes, the provider hears of the whole tree below: of every page of a ledger beside the file.
                    (folder.UsePollingFileWatcher, folder.UseActivePolling) = (true, true);
                }
            });
            builder.AddEnvironmentVariables();
            AddArguments(builder, arguments);
            var root = builder.Build();
            opened = true;
            return root;
        }
        builder.AddEnvironmentVariables();
        AddArguments(builder, arguments);
        return builder.Build();
    }

    /// <summary>Logs to the console, as the section <c>Logging</c> says.</summary>
    public static ILoggerFactory OpenLogs(IConfiguration configuration) => LoggerFactory.Create(logs =>
    {
        logs.AddConfiguration(configuration.GetSection("Logging"));
        logs.AddSimpleConsole(static console => console.SingleLine = true);
        logs.AddFilter("Microsoft", LogLevel.Warning);
        // A logger that hears of requests makes a trace activity of each, which costs 1.5 KB and puts a traceparent of its own on the upstream request.
        logs.AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.None);
        logs.AddFilter("Microsoft.AspNetCore.DataProtection", LogLevel.Error); // its keys are in memory by design
        logs.AddFilter("Yarp", LogLevel.Warning);
        logs.AddFilter("Yarp.ReverseProxy.Forwarder", LogLevel.Critical); // the gateway logs each failure once itself, without a stack trace
        // Answers broken on purpose end as exceptions in the server; what fails in the gateway is logged by the gateway.
        logs.AddFilter("Microsoft.AspNetCore.Server.Kestrel", LogLevel.Critical);
    });

    private static void AddArguments(ConfigurationBuilder builder, IEnumerable<(ConfigurationKey Key, string? Value)> arguments) =>
        builder.AddInMemoryCollection(arguments.Where(static one => one.Value is not null)
            .Select(static one => KeyValuePair.Create($"{ConfigurationKeys.Section}:{one.Key.Path}", one.Value)));
}
