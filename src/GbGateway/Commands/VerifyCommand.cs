using System.CommandLine;
using GbGateway.Labels.Integrity;
using GbGateway.Labels.Verification;
using GbGateway.Verification;
using Spectre.Console;

namespace GbGateway.Commands;

/// <summary><c>verify</c>: says what labels files have. Exit code 0 all fine, 1 something missing or wrong, 2 something that could not be read.</summary>
public static class VerifyCommand
{
    /// <summary>The command.</summary>
    public static Command Create()
    {
        var paths = new Argument<string[]>("path") { Description = "Files, and folders taken with all their folders.", Arity = ArgumentArity.OneOrMore };
        var json = new Option<bool>("--json") { Description = "One report a line as JSON, for programs." };
        var full = new Option<bool>("--full") { Description = "The whole report of every file, also of those in folders that are fine." };
        var pinned = new Option<string[]>("--pin") { Description = "A public SM2 key (PEM) whose signatures prove who signed; may be given several times." };
        var command = new Command("verify", "Checks labels: pictures, sound, films, documents, texts. 检查文件的显式、隐式标识。") { paths, json, full, pinned };
        command.SetAction((arguments, _) => RunAsync(arguments.GetValue(paths)!, arguments.GetValue(json), arguments.GetValue(full), arguments.GetValue(pinned) ?? []));
        return command;
    }

    private static async Task<int> RunAsync(string[] paths, bool json, bool full, string[] pinned)
    {
        var keys = new List<Sm2PublicKey>();
        foreach (var file in pinned)
        {
            if (ReadKey(file, out var mistake) is not { } key)
            {
                await Console.Error.WriteLineAsync($"--pin {file}: {mistake}");
                return 2;
            }
            keys.Add(key);
        }
        using var signals = new Signals();
        var verifier = new FileVerifier(new LabelVerifier(new LabelSignatureVerifier(keys)));
        var progress = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });
        return await new VerifyRun(verifier, json, full, Console.Out, progress).RunAsync(paths, signals.Stop);
    }

    private static Sm2PublicKey? ReadKey(string file, out string mistake)
    {
        mistake = "no public SM2 key in PEM";
        try
        {
            return Sm2PublicKey.TryReadPem(File.ReadAllText(file));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            mistake = e.Message;
            return null;
        }
    }
}
