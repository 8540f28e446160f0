using System.CommandLine;
using GbGateway.Configuration;
using GbGateway.Labels;
using GbGateway.Labels.Explicit;
using GbGateway.Policies;
using Spectre.Console;

namespace GbGateway.Commands;

/// <summary><c>label</c>: labels the pictures of an existing store, by the same path as the gateway's. Exit code 0 if all are labelled, 1 if some are not, 2 if nothing was tried.</summary>
public static class LabelCommand
{
    /// <summary>The command.</summary>
    public static Command Create()
    {
        var input = new Argument<string?>("in") { Description = "A file, or a folder taken with all its folders.", Arity = ArgumentArity.ZeroOrOne };
        var output = new Argument<string?>("out") { Description = "The file or folder to write to.", Arity = ArgumentArity.ZeroOrOne };
        var producer = new Option<string?>("--producer") { Description = "ContentProducer: the provider's code of 27 characters, or its name." };
        var wording = new Option<string>("--wording") { Description = "The explicit label's text.", DefaultValueFactory = static _ => "AI生成" };
        var font = new Option<string>("--font") { Description = $"The font of the explicit label: {LabelFont.Readable}.", DefaultValueFactory = static _ => "" };
        var position = new Option<LabelPosition>("--position") { Description = "The corner of the explicit label.", DefaultValueFactory = static _ => LabelPosition.TopLeft };
        var overwrite = new Option<bool>("--overwrite") { Description = "Replace files that are there; without it they are left as they are." };
        var parallel = new Option<int>("--parallel") { Description = "Pictures at a time.", DefaultValueFactory = static _ => Environment.ProcessorCount };
        var sheet = new Option<FileInfo?>("--contact-sheet") { Description = "Also, or only, write a picture (PNG) of the label on many grounds and sizes." };
        var watermark = new Option<string?>("--watermark-keys") { Description = "Also put in the invisible watermark, with the first of these keys: a secret file, or env:NAME." };
        var command = new Command("label", "Labels pictures: a file, or all of a folder. Can be broken off and started again.")
        {
            input, output, producer, wording, font, position, overwrite, parallel, sheet, watermark,
        };
        command.SetAction((arguments, _) => RunAsync(
            arguments.GetValue(input), arguments.GetValue(output), arguments.GetValue(sheet), arguments.GetValue(watermark), arguments.GetValue(font)!, new LabelRunSettings(
                arguments.GetValue(producer) ?? "", arguments.GetValue(wording)!, arguments.GetValue(position),
                arguments.GetValue(overwrite), arguments.GetValue(parallel))));
        return command;
    }

    private static async Task<int> RunAsync(string? input, string? output, FileInfo? sheet, string? watermark, string font, LabelRunSettings settings)
    {
        var mistake = FindMistake(input, output, sheet, settings) ?? FontFiles.FindMistake(font, settings.Wording);
        if (mistake is not null)
        {
            await Console.Error.WriteLineAsync(mistake);
            return 2;
        }
        settings = settings with { Font = FontFiles.Find(font) };
        if (watermark is not null)
        {
            if (WatermarkKeySource.TryRead(watermark, out var mistakes) is not { } keys)
            {
                await Console.Error.WriteLineAsync($"--watermark-keys: {string.Join("; ", mistakes)}; allowed: {WatermarkKeySource.Allowed}");
                return 2;
            }
            settings = settings with { Watermark = keys.Active };
        }
        try
        {
            if (sheet is not null)
            {
                await File.WriteAllBytesAsync(sheet.FullName, LabelContactSheet.Draw(settings.Wording, settings.Font));
                AnsiConsole.MarkupLineInterpolated($"The label on many grounds: [bold]{sheet.FullName}[/]");
            }
            if (input is null)
            {
                return 0;
            }
            using var signals = new Signals();
            return await new LabelRun(settings, AnsiConsole.Console, TimeProvider.System).RunAsync(input, output!, signals.Stop);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            await Console.Error.WriteLineAsync(e.Message);
            return 2;
        }
    }

    private static string? FindMistake(string? input, string? output, FileInfo? sheet, LabelRunSettings settings)
    {
        if (input is null)
        {
            return sheet is null ? "Say what to label: label IN OUT --producer CODE" : null;
        }
        if (output is null)
        {
            return "Say where to write to: label IN OUT --producer CODE";
        }
        if (!AigcMetadata.IsWritableField(settings.Producer))
        {
            return "--producer: the provider's code or name, in the characters of GB-E-j (no space, quote, backslash or Chinese)";
        }
        if (settings.Parallel is < 1 or > 256)
        {
            return "--parallel: 1 to 256";
        }
        if (!File.Exists(input) && !Directory.Exists(input))
        {
            return $"{input} is not there";
        }
        return settings.Wording.Length == 0 ? "--wording: some text" : null;
    }
}
