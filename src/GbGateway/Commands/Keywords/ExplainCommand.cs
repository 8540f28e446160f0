using System.CommandLine;
using System.Text.Json;
using GbGateway.Content.Filtering;
using GbGateway.Policies;
using Spectre.Console;

namespace GbGateway.Commands.Keywords;

/// <summary><c>keywords explain</c>: which rules a text hits, what is done, and which foldings it took.</summary>
internal static class ExplainCommand
{
    private static readonly Dictionary<TextFolding, string> Names = new()
    {
        [TextFolding.Case] = "case 大小写", [TextFolding.Width] = "width 全半角", [TextFolding.Compatibility] = "compatibility 兼容字形", [TextFolding.Digits] = "digits 数字变体",
        [TextFolding.Homoglyphs] = "homoglyphs 形近字", [TextFolding.Traditional] = "traditional 繁体", [TextFolding.Invisible] = "invisible 不可见字符", [TextFolding.Separators] = "separators 分隔符",
        [TextFolding.LineEnds] = "line-ends 换行", [TextFolding.Repeats] = "repeats 重复字符", [TextFolding.WholeWords] = "whole-words 整词", [TextFolding.Pinyin] = "pinyin 拼音",
    };

    internal static Command Create()
    {
        var text = new Argument<string>("text") { Description = "The text; - reads it from the input. 待解释文本，- 表示从标准输入读取。" };
        var folder = new Option<string>("--library") { Description = "The library. 词库目录。", Required = true };
        var actions = new Option<string>("--actions") { Description = "The table of actions, as in KeywordActions. 动作表。", DefaultValueFactory = static _ => "Mask" };
        var json = KeywordsCommand.Json();
        var command = new Command("explain", "Says why a text is hit. Exit code 1 if it is. 说明文本为何命中。") { text, folder, actions, json };
        command.SetAction(arguments => Run(arguments.GetValue(text)!, arguments.GetValue(folder)!, arguments.GetValue(actions)!, arguments.GetValue(json)));
        return command;
    }

    private static int Run(string text, string folder, string actions, bool json)
    {
        if (KeywordActionTable.FindMistake(actions) is { } mistake)
        {
            return KeywordsCommand.Fail($"--actions: {mistake}");
        }
        try
        {
            var library = LibraryFolder.Read(folder);
            var hits = KeywordExplainer.Explain(
                library.Layers, KeywordActionTable.Read(actions), DateOnly.FromDateTime(TimeProvider.System.GetLocalNow().DateTime), text == "-" ? Console.In.ReadToEnd() : text);
            if (json)
            {
                WriteJson(hits);
            }
            else
            {
                WriteTable(hits);
            }
            return hits.Any(static hit => !hit.Shielded) ? 1 : 0;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return KeywordsCommand.Fail(e.Message);
        }
    }

    private static IEnumerable<TextFolding> Steps(TextFolding steps) => Names.Keys.Where(step => (steps & step) != 0);

    private static void WriteTable(IReadOnlyList<KeywordExplanation> hits)
    {
        if (hits.Count == 0)
        {
            AnsiConsole.WriteLine("No rule is hit. / 未命中任何规则。");
            return;
        }
        var table = new Table().RoundedBorder()
            .AddColumn("hit / 命中").AddColumn("at / 位置").AddColumn("rule / 规则").AddColumn("risk / 风险").AddColumn("action / 动作").AddColumn("foldings needed / 归一化步骤").AddColumn("shielded / 豁免");
        foreach (var hit in hits)
        {
            table.AddRow(
                new Text(hit.Text), new Text($"{hit.Start}"), new Text(hit.Finding.RuleId), new Text(hit.Finding.Risk.ToString()), new Text(hit.Finding.Action.ToString()),
                new Text(hit.Steps == TextFolding.None ? "none 原样" : string.Join(", ", Steps(hit.Steps).Select(static step => Names[step]))), new Text(hit.Shielded ? "yes 是" : ""));
        }
        AnsiConsole.Write(table);
    }

    private static void WriteJson(IReadOnlyList<KeywordExplanation> hits)
    {
        using var output = Console.OpenStandardOutput();
        using (var json = new Utf8JsonWriter(output, new JsonWriterOptions { Indented = true }))
        {
            json.WriteStartArray();
            foreach (var hit in hits)
            {
                json.WriteStartObject();
                json.WriteString("text"u8, hit.Text);
                json.WriteNumber("start"u8, hit.Start);
                json.WriteNumber("length"u8, hit.Length);
                json.WriteString("rule"u8, hit.Finding.RuleId);
                json.WriteString("layer"u8, hit.Finding.Library);
                json.WriteString("version"u8, hit.Finding.Version);
                json.WriteString("risk"u8, hit.Finding.Risk.ToString());
                json.WriteString("action"u8, hit.Finding.Action.ToString());
                json.WriteBoolean("shielded"u8, hit.Shielded);
                json.WriteStartArray("foldings"u8);
                foreach (var step in Steps(hit.Steps))
                {
                    json.WriteStringValue(Names[step].Split(' ')[0]);
                }
                json.WriteEndArray();
                json.WriteEndObject();
            }
            json.WriteEndArray();
        }
        output.Write("\n"u8);
    }
}
