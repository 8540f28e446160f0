using System.CommandLine;
using System.Text.Json;
using GbGateway.Content.Filtering;
using Spectre.Console;

namespace GbGateway.Commands.Keywords;

/// <summary><c>keywords scan</c>: how much of a corpus the library hits, against the lines of T-data-1.</summary>
internal static class ScanCommand
{
    private const int MostRules = 20;

    internal static Command Create()
    {
        var corpus = new Argument<string>("corpus") { Description = "A file or a folder. 语料文件或目录。" };
        var folder = new Option<string>("--library") { Description = "The library. 词库目录。", Required = true };
        var unit = new Option<CorpusUnit>("--by") { Description = "What is one document. 文档单位。", DefaultValueFactory = static _ => CorpusUnit.Line };
        var sample = new Option<int>("--sample") { Description = "Percent of the documents to look at, drawn at random. 随机抽样百分比。", DefaultValueFactory = static _ => 100 };
        var seed = new Option<int>("--seed") { Description = "Which sample. 抽样种子。", DefaultValueFactory = static _ => 1 };
        var json = KeywordsCommand.Json();
        var command = new Command("scan", "Scans a corpus. Exit code 1 if more than 2 % of the documents are hit (T-data-1). 按 T-data-1 扫描语料。") { corpus, folder, unit, sample, seed, json };
        command.SetAction(arguments => Run(
            new CorpusDocuments(arguments.GetValue(corpus)!, arguments.GetValue(unit), Math.Clamp(arguments.GetValue(sample), 1, 100), arguments.GetValue(seed)),
            arguments.GetValue(folder)!, arguments.GetValue(json)));
        return command;
    }

    private static int Run(CorpusDocuments documents, string folder, bool json)
    {
        try
        {
            var set = KeywordSet.Compile(LibraryFolder.Read(folder).Layers, FilterActions.ObserveAll, DateOnly.FromDateTime(TimeProvider.System.GetLocalNow().DateTime));
            var report = CorpusBar.Run(documents, progress => CorpusScan.Run(set, documents.Read(), progress));
            if (json)
            {
                WriteJson(report, set);
            }
            else
            {
                WriteTables(report, set);
            }
            return report.SampleIsClean ? 0 : 1;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return KeywordsCommand.Fail(e.Message);
        }
    }

    private static void WriteTables(CorpusReport report, KeywordSet set)
    {
        var console = AnsiConsole.Console;
        console.Profile.Out.Writer.WriteLine($"Library / 词库: {set.Version}, {set.Entries} entries");
        console.Profile.Out.Writer.WriteLine($"{report.Documents} documents, {report.Hit} hit: {100 * report.Share:F2} % / 文档 {report.Documents}，命中 {report.Hit}，占 {100 * report.Share:F2} %");
        console.Profile.Out.Writer.WriteLine($"{(report.SourceMayBeUsed ? "✓" : "✗")} T-data-1: a source with more than 5 % is not used / 违法不良信息超过 5 % 的来源不得使用");
        console.Profile.Out.Writer.WriteLine($"{(report.SampleIsClean ? "✓" : "✗")} T-data-1: a technical sample is at least 98 % clean / 技术抽检合格率不低于 98 %");
        var risks = new Table().RoundedBorder().AddColumn("risk / 风险").AddColumn(new TableColumn("hits / 命中").RightAligned());
        foreach (var (risk, hits) in report.HitsOfRisk.OrderByDescending(static pair => pair.Value))
        {
            risks.AddRow(new Text(risk == KeywordRisk.None ? "none / 未分类" : risk.ToString()), new Text($"{hits}"));
        }
        console.Write(risks);
        foreach (var (rule, hits) in report.HitsOfRule.OrderByDescending(static pair => pair.Value).Take(MostRules))
        {
            console.Profile.Out.Writer.WriteLine($"  {hits,9}  {rule}");
        }
    }

    private static void WriteJson(CorpusReport report, KeywordSet set)
    {
        using var output = Console.OpenStandardOutput();
        using (var json = new Utf8JsonWriter(output, new JsonWriterOptions { Indented = true }))
        {
            json.WriteStartObject();
            json.WriteString("library"u8, set.Version);
            json.WriteNumber("documents"u8, report.Documents);
            json.WriteNumber("hit"u8, report.Hit);
            json.WriteNumber("share"u8, report.Share);
            json.WriteBoolean("sourceMayBeUsed"u8, report.SourceMayBeUsed);
            json.WriteBoolean("sampleIsClean"u8, report.SampleIsClean);
            json.WriteStartObject("risks"u8);
            foreach (var (risk, hits) in report.HitsOfRisk)
            {
                json.WriteNumber(risk.ToString(), hits);
            }
            json.WriteEndObject();
            json.WriteStartObject("rules"u8);
            foreach (var (rule, hits) in report.HitsOfRule.OrderByDescending(static pair => pair.Value))
            {
                json.WriteNumber(rule, hits);
            }
            json.WriteEndObject();
            json.WriteEndObject();
        }
        output.Write("\n"u8);
    }
}
