using System.CommandLine;
using GbGateway.Configuration;
using GbGateway.Labels.Integrity;
using GbGateway.Labels.Verification;
using GbGateway.Policies;
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
        var watermark = new Option<string?>("--watermark-keys") { Description = "Also look for the watermark of these keys: a secret file, or env:NAME." };
        var config = new Option<FileInfo?>("--config") { Description = "The gateway's configuration: its pinned keys, its watermark keys, and its ledger, which tells whether it knows the content." };
        var command = new Command("verify", "Checks labels: pictures, sound, films, documents, texts. 检查文件的显式、隐式标识。") { paths, json, full, pinned, watermark, config };
        command.SetAction((arguments, _) => RunAsync(arguments.GetValue(paths)!, arguments.GetValue(json), arguments.GetValue(full), arguments.GetValue(pinned) ?? [], arguments.GetValue(watermark), arguments.GetValue(config)));
        return command;
    }

    private static async Task<int> RunAsync(string[] paths, bool json, bool full, string[] pinned, string? watermark, FileInfo? config)
    {
        var keys = new List<Sm2PublicKey>();
        LedgerEvidence? ledger = null;
        if (config is not null)
        {
            try
            {
                var configuration = ConfigurationSources.Open(config, []);
                if (ConfigurationCheck.FindMistakes(configuration) is { Count: > 0 } wrong)
                {
                    throw new ConfigurationException(wrong);
                }
                var reader = new KeyReader(configuration);
                keys.AddRange(PinnedKeyFiles.Read(reader.Text(ConfigurationKeys.PinnedKeys)));
                watermark ??= reader.Text(ConfigurationKeys.WatermarkKeys);
                ledger = new LedgerEvidence(LedgerOptions.Read(configuration).CreateSink, TimeProvider.System);
            }
            catch (Exception e) when (e is ConfigurationException or IOException or InvalidDataException or UnauthorizedAccessException)
            {
                await Console.Error.WriteLineAsync(e.Message);
                return 2;
            }
        }
        foreach (var file in pinned)
        {
            if (ReadKey(file, out var mistake) is not { } key)
            {
                await Console.Error.WriteLineAsync($"--pin {file}: {mistake}");
                return 2;
            }
            keys.Add(key);
        }
        WatermarkEvidence? marks = null;
        if (watermark is not null)
        {
            if (WatermarkKeySource.TryRead(watermark, out var mistakes) is not { } found)
            {
                await Console.Error.WriteLineAsync($"--watermark-keys {(WatermarkKeySource.LooksLikeSecret(watermark) ? "(not shown)" : watermark)}: {string.Join("; ", mistakes)}; allowed: {WatermarkKeySource.Allowed}");
                return 2;
            }
            marks = new WatermarkEvidence(() => found);
        }
        using var signals = new Signals();
        var verifier = new FileVerifier(new LabelVerifier(new LabelSignatureVerifier(keys)), marks, ledger);
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
