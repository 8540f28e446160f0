using System.CommandLine;
using GbGateway.Content.Filtering;

namespace GbGateway.Commands.Keywords;

/// <summary><c>keywords generate</c>: a made-up library of any size for tests and benchmarks.</summary>
internal static class GenerateCommand
{
    internal static Command Create()
    {
        var count = new Argument<string>("count") { Description = "How many entries: 10k, 100k, 1M or a number. 词条数量。" };
        var output = new Option<string>("--out") { Description = "The CSV to write; - is standard output. 输出 CSV。", DefaultValueFactory = static _ => "-" };
        var seed = new Option<int>("--seed") { Description = "Which: the same seed gives the same entries. 种子。", DefaultValueFactory = static _ => 1 };
        var command = new Command("generate", "Writes a library of made-up, harmless entries over the 17 risks. 生成无实际含义的合成词库。") { count, output, seed };
        command.SetAction(arguments => Run(arguments.GetValue(count)!, arguments.GetValue(output)!, arguments.GetValue(seed)));
        return command;
    }

    private static int Run(string named, string output, int seed)
    {
        if (!TryRead(named, out var count))
        {
            return KeywordsCommand.Fail($"{named}: a number from 1 to 10,000,000, k and M allowed");
        }
        try
        {
            using var file = output == "-" ? null : new StreamWriter(output);
            var csv = file ?? Console.Out;
            csv.Write($"# version: synthetic-{count}-{seed}\n");
            LexiconImport.Write(SyntheticEntries.Make(count, seed), csv);
            return 0;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return KeywordsCommand.Fail(e.Message);
        }
    }

    private static bool TryRead(string text, out int count)
    {
        var unit = text.Length == 0 ? 1 : text[^1] switch { 'k' or 'K' => 1000, 'm' or 'M' => 1_000_000, _ => 1 };
        var good = int.TryParse(unit == 1 ? text : text[..^1], System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var number);
        count = good && number is > 0 and <= 10_000_000 && (long)number * unit <= 10_000_000 ? number * unit : 0;
        return count > 0;
    }
}
