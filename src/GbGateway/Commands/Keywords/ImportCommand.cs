using System.CommandLine;
using GbGateway.Content.Filtering;

namespace GbGateway.Commands.Keywords;

/// <summary><c>keywords import</c>: public lexicons into a file of the library.</summary>
internal static class ImportCommand
{
    internal static Command Create()
    {
        var files = new Argument<string[]>("files") { Description = "Lexicons: lists in UTF-8 or GB 18030, with commas, counts or weights, JSON, Base64. 待导入的公开词表。", Arity = ArgumentArity.OneOrMore };
        var output = new Option<string>("--out") { Description = "The CSV to write; - is standard output. 输出 CSV。", DefaultValueFactory = static _ => "-" };
        var risk = new Option<string>("--risk") { Description = "The risk of all entries, A.1-a to A.5-b. 风险类别。", DefaultValueFactory = static _ => "" };
        var shorter = new Option<bool>("--keep-short") { Description = "Keep single characters and Latin words of fewer than four letters, which hit harmless text. 保留过短词条。" };
        var overwrite = new Option<bool>("--overwrite") { Description = "Replace the file. 覆盖已有文件。" };
        var command = new Command("import", "Imports public lexicons; each text once. 导入公开词表并去重。") { files, output, risk, shorter, overwrite };
        command.SetAction(arguments => Run(
            arguments.GetValue(files)!, arguments.GetValue(output)!, arguments.GetValue(risk)!, arguments.GetValue(shorter), arguments.GetValue(overwrite)));
        return command;
    }

    private static int Run(string[] files, string output, string named, bool keepShort, bool overwrite)
    {
        KeywordRisk risk = default;
        if (named.Length > 0 && !KeywordRisk.TryParse(named, out risk))
        {
            return KeywordsCommand.Fail($"--risk {named}: allowed are A.1-a to A.5-b");
        }
        if (output != "-" && File.Exists(output) && !overwrite)
        {
            return KeywordsCommand.Fail($"{output} is there; --overwrite replaces it / 文件已存在");
        }
        try
        {
            var (read, seen, kept) = (0, new HashSet<string>(StringComparer.Ordinal), new List<KeywordEntry>());
            foreach (var file in files)
            {
                foreach (var entry in LexiconImport.Read(File.ReadAllBytes(file), risk))
                {
                    read++;
                    if (seen.Add(entry.Text) && (keepShort || !IsShort(entry.Text)))
                    {
                        kept.Add(entry);
                    }
                }
            }
            if (output == "-")
            {
                LexiconImport.Write(kept, Console.Out);
            }
            else
            {
                using var csv = new StreamWriter(output);
                LexiconImport.Write(kept, csv);
            }
            Console.Error.WriteLine($"{read} texts read, {read - seen.Count} doubles, {seen.Count - kept.Count} too short, {kept.Count} written / 读入 {read}，重复 {read - seen.Count}，过短 {seen.Count - kept.Count}，写出 {kept.Count}");
            return kept.Count > 0 ? 0 : 1;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return KeywordsCommand.Fail(e.Message);
        }
    }

    private static bool IsShort(string text)
    {
        var letters = text.EnumerateRunes().Count();
        return letters < 2 || (letters < 4 && text.All(static c => c < 0x250));
    }
}
