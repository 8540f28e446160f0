using GbGateway.Content.Filtering;
using Spectre.Console;

namespace GbGateway.Commands.Keywords;

/// <summary>What the linter found, for people, in both languages.</summary>
/// <param name="console">Where it goes.</param>
/// <param name="showText">Whether entries are shown, not only their lines.</param>
/// <param name="most">Most lines of a list.</param>
internal sealed class CheckReport(IAnsiConsole console, bool showText, int most)
{
    internal void Write(
        IReadOnlyList<KeywordLibrary> layers, LibraryReport report, IReadOnlyList<KeywordProblem> problems, IReadOnlyList<FalsePositive> culprits, bool hasCorpus)
    {
        var versions = string.Join(", ", layers.Select(static layer => $"{layer.Name} {layer.Version} ({layer.Entries.Count})"));
        Line($"Layers / 词库层: {versions}");
        WriteCoverage(report);
        Line(report.AgeDays is { } age
            ? $"{Mark(report.IsFresh)} T-kw-2: last updated {age} days ago, at most 7 / 距上次更新 {age} 天，要求不超过 7 天"
            : "✗ T-kw-2: no file says when it was updated (# updated: YYYY-MM-DD) / 未注明更新日期");
        WriteProblems(problems);
        if (hasCorpus)
        {
            WriteCulprits(report, culprits);
        }
    }

    private void WriteCoverage(LibraryReport report)
    {
        var table = new Table().RoundedBorder().AddColumn("risk / 风险").AddColumn(new TableColumn("entries / 词条").RightAligned()).AddColumn(new TableColumn("wanted / 要求").RightAligned()).AddColumn("");
        foreach (var risk in KeywordRisk.All.Take(KeywordRisk.Covered))
        {
            table.AddRow(new Text(risk.ToString()), new Text($"{report.Coverage[risk]}"), new Text($"{risk.EntriesWanted}"), new Text(Mark(report.Coverage[risk] >= risk.EntriesWanted)));
        }
        var others = report.Entries - KeywordRisk.All.Take(KeywordRisk.Covered).Sum(risk => report.Coverage[risk]);
        table.AddRow(new Text("others / 其他"), new Text($"{others}"), new Text(""), new Text(""));
        table.AddRow(new Text("all / 合计"), new Text($"{report.Entries}"), new Text("10000"), new Text(Mark(report.Entries >= 10_000)));
        console.Write(table);
        Line($"{Mark(report.CoversAnnexA)} T-kw-1: 10,000 entries, 200 for each risk of A.1, 100 for each of A.2 / 总量 10000，A.1 每类 200，A.2 每类 100");
    }

    private void WriteProblems(IReadOnlyList<KeywordProblem> problems)
    {
        Line($"{Mark(problems.Count == 0)} {problems.Count} lines to look at / 待处理词条 {problems.Count}");
        foreach (var problem in problems.Take(most))
        {
            console.Profile.Out.Writer.WriteLine($"  {Place(problem.Library, problem.File, problem.Line)}: {problem.Text}");
        }
        if (problems.Count > most)
        {
            Line($"  … and {problems.Count - most} more (--most, --json) / 其余 {problems.Count - most} 条");
        }
    }

    private void WriteCulprits(LibraryReport report, IReadOnlyList<FalsePositive> culprits)
    {
        var share = report.Entries == 0 ? 0 : 100.0 * culprits.Count / report.Entries;
        Line($"{report.CorpusHits} hits in harmless text, of {report.FalsePositives.Count} entries; {culprits.Count} of them ({share:F2} % of the library) cause nine tenths.");
        Line($"中性语料命中 {report.CorpusHits} 次，涉及 {report.FalsePositives.Count} 条；其中 {culprits.Count} 条（占词库 {share:F2} %）造成九成误报。");
        foreach (var culprit in culprits.Take(most))
        {
            console.Profile.Out.Writer.WriteLine(
                $"  {culprit.Hits,9} {100.0 * culprit.Hits / report.CorpusHits,5:F1} %  {Place(culprit.Library, culprit.Entry.File, culprit.Line)}{(showText ? "  " + culprit.Entry.Text : "")}");
        }
    }

    // Not wrapped: the next tool reads lines.
    private void Line(string text) => console.Profile.Out.Writer.WriteLine(text);

    private static string Place(string layer, string file, int line) => file.Length == 0 ? $"{layer}:{line}" : $"{layer}/{file}:{line}";

    private static string Mark(bool good) => good ? "✓" : "✗";
}
