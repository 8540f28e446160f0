using System.CommandLine;
using GbGateway.Configuration;
using GbGateway.Content.Profiles;
using GbGateway.Policies;
using Spectre.Console;

namespace GbGateway.Commands;

/// <summary><c>profile</c>: lists the APIs that are known, and shows what would be labelled in a recorded answer.</summary>
public static class ProfileCommand
{
    /// <summary>The command.</summary>
    public static Command Create()
    {
        var config = new Option<FileInfo?>("--config") { Description = "A configuration file, for its own profiles and its default policy." };
        var list = new Command("list", "Names every API: ends of paths, and whether an answer's shape tells it.") { config };
        list.SetAction(arguments => List(arguments.GetValue(config)));

        var file = new Argument<FileInfo>("file") { Description = "A recorded answer: JSON, server-sent events, lines of JSON, a picture." };
        var profile = new Option<string?>("--profile") { Description = "The API by name; without it path and bytes tell." };
        var path = new Option<string>("--path") { Description = "The path the request went to.", DefaultValueFactory = static _ => "/" };
        var type = new Option<string?>("--type") { Description = "The answer's Content-Type." };
        var output = new Option<FileInfo?>("--out") { Description = "Where to write the labelled answer." };
        var test = new Command("test", "Shows what would be labelled in a recorded answer. Exit code 0 if content was found and labelled, 1 if not, 2 for mistakes.")
        {
            file, profile, config, path, type, output,
        };
        test.SetAction(arguments => Test(
            arguments.GetValue(file)!, arguments.GetValue(config), arguments.GetValue(profile), arguments.GetValue(path)!, arguments.GetValue(type), arguments.GetValue(output)));
        return new Command("profile", "Lists the APIs that are known; tests one on a recorded answer.") { list, test };
    }

    private static int List(FileInfo? config)
    {
        if (Read(config) is not { } policy)
        {
            return 2;
        }
        var table = new Table().AddColumns("profile", "ends of paths", "by shape");
        foreach (var profile in policy.Content.Profiles.All)
        {
            table.AddRow(Markup.Escape(profile.Name), Markup.Escape(string.Join("  ", profile.Paths)), profile.IsToldByShape ? "yes" : "");
        }
        AnsiConsole.Write(table);
        return 0;
    }

    private static int Test(FileInfo file, FileInfo? config, string? name, string path, string? type, FileInfo? output)
    {
        if (Read(config) is not { } policy)
        {
            return 2;
        }
        ApiProfile? pinned = null;
        if (name is not null && (pinned = policy.Content.Profiles.Find(name)) is null)
        {
            var names = policy.Content.Profiles.All.Select(static profile => profile.Name).ToArray();
            Console.Error.WriteLine($"--profile {name} is no profile{(Spelling.Nearest(name, names) is { } nearest ? $"; did you mean {nearest}?" : "")}; allowed: {string.Join(", ", names)}");
            return 2;
        }
        try
        {
            var trial = new ProfileTrial(policy, pinned, path, type, File.ReadAllBytes(file.FullName));
            var labelled = trial.Run();
            ProfileTrialReport.Write(AnsiConsole.Console, file.Name, trial);
            if (output is not null && labelled is not null)
            {
                File.WriteAllBytes(output.FullName, labelled);
            }
            return labelled is not null && trial.Exchange.HasContent ? 0 : 1;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine(e.Message);
            return 2;
        }
    }

    // The policy of the defaults; a trial needs neither routes nor a producer.
    private static RoutePolicy? Read(FileInfo? config)
    {
        try
        {
            var configuration = ConfigurationSources.Open(config, config is null
                ? [(ConfigurationKeys.ContentProducer, "Trial"), (ConfigurationKeys.Upstream, "http://127.0.0.1:9")]
                : []);
            return RoutePolicyCompiler.Compile(configuration)[null];
        }
        catch (Exception e) when (e is IOException or InvalidDataException or ConfigurationException)
        {
            Console.Error.WriteLine(e.InnerException is { } cause ? $"{e.Message} {cause.Message}" : e.Message);
            return null;
        }
    }
}
