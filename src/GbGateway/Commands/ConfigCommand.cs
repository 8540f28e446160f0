using System.CommandLine;
using GbGateway.Configuration;

namespace GbGateway.Commands;

/// <summary><c>config</c>: checks a configuration, writes the reference of all keys.</summary>
public static class ConfigCommand
{
    /// <summary>The command.</summary>
    public static Command Create()
    {
        var folder = new Option<DirectoryInfo>("--out") { Description = "The folder to write to.", DefaultValueFactory = static _ => new DirectoryInfo("config") };
        var docs = new Command("docs", "Writes README.md and gateway.schema.json from the table of keys.") { folder };
        docs.SetAction(arguments => WriteDocs(arguments.GetValue(folder)!));

        var file = new Argument<FileInfo>("file") { Description = "The JSON file." };
        var check = new Command("check", "Says every mistake of a configuration file; exit code 1 if there are any.") { file };
        check.SetAction(arguments => Check(arguments.GetValue(file)!));
        return new Command("config", "Checks a configuration, writes the reference of its keys.") { docs, check };
    }

    private static int WriteDocs(DirectoryInfo folder)
    {
        folder.Create();
        File.WriteAllText(Path.Combine(folder.FullName, "README.md"), ConfigurationReference.Write());
        File.WriteAllText(Path.Combine(folder.FullName, "gateway.schema.json"), ConfigurationSchema.Write());
        return 0;
    }

    private static int Check(FileInfo file)
    {
        try
        {
            var mistakes = ConfigurationCheck.FindMistakes(ConfigurationSources.Open(file, []));
            Console.Out.WriteLine(mistakes.Count == 0 ? $"{file.Name}: no mistakes" : new ConfigurationException(mistakes).Message);
            return mistakes.Count == 0 ? 0 : 1;
        }
        catch (Exception e) when (e is IOException or InvalidDataException)
        {
            Console.Error.WriteLine(e.InnerException is { } cause ? $"{e.Message} {cause.Message}" : e.Message);
            return 1;
        }
    }
}
