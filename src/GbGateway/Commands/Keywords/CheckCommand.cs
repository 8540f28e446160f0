using System.CommandLine;
using System.Text.Json;
using GbGateway.Content.Filtering;
using Spectre.Console;

namespace GbGateway.Commands.Keywords;

/// <summary><c>keywords check</c>: what is wrong with a library, what it covers, how old it is, and which entries hit harmless text.</summary>
internal static class CheckCommand
{
    private const double Share = 0.9;

    internal static Command Create()
    {
        var folder = new Argument<string>("dir") { Description = "The library: a folder of layers, or one file. 词库目录或文件。" };
        var corpus = new Option<string?>("--corpus") { Description = "Harmless text, a file or a folder: the entries that hit it are named. 中性语料，列出误报最多的词条。" };
        var unit = new Option<CorpusUnit>("--by") { Description = "What is one document of the corpus. 语料的文档单位。", DefaultValueFactory = static _ => CorpusUnit.File };
        var text = new Option<bool>("--text") { Description = "Show entries, not only their lines. 显示词条原文。" };
        var most = new Option<int>("--most") { Description = "Most lines of a list. 列表最多行数。", DefaultValueFactory = static _ => 20 };
        var json = KeywordsCommand.Json();
        var command = new Command("check", "Checks a library against T-kw-1 and T-kw-2 and over harmless text. Exit code 1 if anything is not as it should be. 检查词库质量、覆盖与时效。")
        {
            folder, corpus, unit, text, most, json,
        };
        command.SetAction(arguments => Run(
            arguments.GetValue(folder)!, arguments.GetValue(corpus), arguments.GetValue(unit), arguments.GetValue(json),
            new CheckReport(AnsiConsole.Console, arguments.GetValue(text), arguments.GetValue(most))));
        return command;
    }

    private static int Run(string folder, string? corpus, CorpusUnit unit, bool json, CheckReport tables)
    {
        try
        {
            var library = LibraryFolder.Read(folder);
            var today = DateOnly.FromDateTime(TimeProvider.System.GetLocalNow().DateTime);
            var documents = corpus is null ? null : new CorpusDocuments(corpus, unit, 100, 0);
            var report = documents is null
                ? KeywordLinter.Check(library.Layers, [], today)
                : CorpusBar.Run(documents, progress => KeywordLinter.Check(library.Layers, documents.Read(), today, progress));
            KeywordProblem[] problems = [.. library.Problems, .. report.Problems];
            var culprits = report.Culprits(Share);
            if (json)
            {
                Write(library.Layers, report, problems, culprits);
            }
            else
            {
                tables.Write(library.Layers, report, problems, culprits, documents is not null);
            }
            return report.CoversAnnexA && report.IsFresh && problems.Length == 0 ? 0 : 1;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return KeywordsCommand.Fail(e.Message);
        }
    }

    private static void Write(IReadOnlyList<KeywordLibrary> layers, LibraryReport report, KeywordProblem[] problems, IReadOnlyList<FalsePositive> culprits)
    {
        using var output = Console.OpenStandardOutput();
        using (var json = new Utf8JsonWriter(output, new JsonWriterOptions { Indented = true }))
        {
            json.WriteStartObject();
            json.WriteNumber("entries"u8, report.Entries);
            json.WriteStartArray("layers"u8);
            foreach (var layer in layers)
            {
                json.WriteStartObject();
                json.WriteString("name"u8, layer.Name);
                json.WriteString("version"u8, layer.Version);
                json.WriteNumber("entries"u8, layer.Entries.Count);
                json.WriteEndObject();
            }
            json.WriteEndArray();
            json.WriteBoolean("coversAnnexA"u8, report.CoversAnnexA);
            json.WriteStartObject("coverage"u8);
            foreach (var (risk, entries) in report.Coverage)
            {
                json.WriteNumber(risk.ToString(), entries);
            }
            json.WriteEndObject();
            if (report.AgeDays is { } age)
            {
                json.WriteNumber("ageDays"u8, age);
            }
            json.WriteBoolean("isFresh"u8, report.IsFresh);
            json.WriteStartArray("problems"u8);
            foreach (var problem in problems)
            {
                json.WriteStartObject();
                WritePlace(json, problem.Library, problem.File, problem.Line);
                json.WriteString("problem"u8, problem.Text);
                json.WriteEndObject();
            }
            json.WriteEndArray();
            json.WriteNumber("corpusHits"u8, report.CorpusHits);
            json.WriteNumber("entriesHit"u8, report.FalsePositives.Count);
            json.WriteStartArray("culprits"u8);
            foreach (var culprit in culprits)
            {
                json.WriteStartObject();
                WritePlace(json, culprit.Library, culprit.Entry.File, culprit.Line);
                json.WriteNumber("hits"u8, culprit.Hits);
                json.WriteEndObject();
            }
            json.WriteEndArray();
            json.WriteEndObject();
        }
        output.Write("\n"u8);
    }

    private static void WritePlace(Utf8JsonWriter json, string layer, string file, int line)
    {
        json.WriteString("layer"u8, layer);
        json.WriteString("file"u8, file);
        json.WriteNumber("line"u8, line);
    }
}
