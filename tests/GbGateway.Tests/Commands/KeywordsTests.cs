using System.Diagnostics;
using System.Text;
using System.Text.Json;
using GbGateway.Tests.Ledger;

namespace GbGateway.Tests.Commands;

/// <summary>The commands of a compliance team, as they are typed.</summary>
public sealed class KeywordsTests : IDisposable
{
    private readonly TemporaryDirectory _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_generated_library_meets_the_numbers_of_the_standard_and_is_the_same_again()
    {
        var csv = _folder.File("library.csv");
        Assert.Equal(0, (await RunAsync("generate", "10k", "--out", csv)).Code);
        File.AppendAllText(csv, "# updated: 2026-01-01\n");
        var (code, output, _) = await RunAsync("check", csv, "--json");
        var report = JsonDocument.Parse(output).RootElement;
        Assert.Equal((10_000, true), (report.GetProperty("entries").GetInt32(), report.GetProperty("coversAnnexA").GetBoolean()));
        Assert.False(report.GetProperty("isFresh").GetBoolean());
        Assert.Equal(1, code);
        Assert.Equal((await RunAsync("generate", "200", "--seed", "7")).Output, (await RunAsync("generate", "200", "--seed", "7")).Output);
    }

    [Fact]
    public async Task Check_names_file_and_line_and_the_entries_that_hit_harmless_text()
    {
        Write("lib/10-a/x.csv", "entry,risk\n天气,A.1-a\n少见词语,A.1-b\n天 气,A.1-a\n坏风险,A.9-z\n");
        Write("corpus/one.txt", "今天天气好。" + new string('。', 100));
        Write("corpus/two.txt", "天气，天气");
        var (code, output, _) = await RunAsync("check", _folder.File("lib"), "--corpus", _folder.File("corpus"), "--json");
        Assert.Equal(1, code);
        var report = JsonDocument.Parse(output).RootElement;
        var problems = report.GetProperty("problems").EnumerateArray().Select(static one => $"{one.GetProperty("file").GetString()}:{one.GetProperty("line").GetInt32()} {one.GetProperty("problem").GetString()}").ToArray();
        Assert.Contains(problems, static one => one.StartsWith("x.csv:4 the same after folding", StringComparison.Ordinal));
        Assert.Contains(problems, static one => one.StartsWith("x.csv:5 risk", StringComparison.Ordinal));
        Assert.Equal(2, report.GetProperty("culprits").EnumerateArray().First().GetProperty("line").GetInt32());
        var (_, table, _) = await RunAsync("check", _folder.File("lib"), "--corpus", _folder.File("corpus"), "--text");
        Assert.Contains("T-kw-1", table);
        Assert.Contains("天气", table);
        Assert.Contains("误报", table);
    }

    [Fact]
    public async Task Import_writes_what_check_reads_each_text_once()
    {
        Write("a.txt", "一二三\n四五六=12\n一二三\n是\nab\n");
        Write("b.json", "[\"四五六\",\"七八九\"]");
        var csv = _folder.File("out.csv");
        Assert.Equal(0, (await RunAsync("import", _folder.File("a.txt"), _folder.File("b.json"), "--out", csv, "--risk", "A.2-c")).Code);
        var lines = File.ReadAllLines(csv);
        Assert.Equal(["\"一二三\"", "\"四五六\"", "\"七八九\""], lines[1..].Select(static line => line.Split(',')[0]));
        Assert.All(lines[1..], static line => Assert.Contains(",A.2-c,", line));
        Assert.Equal(2, (await RunAsync("import", _folder.File("a.txt"), "--out", csv)).Code); // it is there
        Assert.Equal(2, (await RunAsync("import", _folder.File("a.txt"), "--risk", "B.1")).Code);
    }

    [Fact]
    public async Task Scan_holds_a_corpus_against_five_and_two_percent()
    {
        Write("lib/x.txt", "坏词语\n");
        Write("clean.jsonl", string.Concat(Enumerable.Range(0, 99).Select(static _ => "{\"text\":\"好\"}\n")) + "{\"a\":[\"\\u574f词语\"]}\n");
        Write("dirty.txt", string.Concat(Enumerable.Range(0, 100).Select(static i => i < 6 ? "有坏词语\n" : "没有\n")));
        var (clean, output, _) = await RunAsync("scan", _folder.File("clean.jsonl"), "--library", _folder.File("lib"), "--json");
        Assert.Equal(0, clean);
        Assert.Equal((100, 1), JsonDocument.Parse(output).RootElement is var report ? (report.GetProperty("documents").GetInt32(), report.GetProperty("hit").GetInt32()) : default);
        var (dirty, table, _) = await RunAsync("scan", _folder.File("dirty.txt"), "--library", _folder.File("lib"));
        Assert.Equal(1, dirty);
        Assert.Contains("6.00 %", table);
        Assert.Contains("✗ T-data-1", table);
    }

    [Fact]
    public async Task Explain_names_rule_and_steps_in_both_languages()
    {
        Write("lib/x.csv", "entry,id,risk,action\n门户,R7,A.1-a,block\n门户网站,,,allow\n");
        var (code, output, _) = await RunAsync("explain", "看門·户吧", "--library", _folder.File("lib"), "--json");
        Assert.Equal(1, code);
        var hit = JsonDocument.Parse(output).RootElement.EnumerateArray().Single();
        Assert.Equal(("R7", "Block", 1), (hit.GetProperty("rule").GetString(), hit.GetProperty("action").GetString(), hit.GetProperty("start").GetInt32()));
        Assert.Equal(["traditional", "separators"], hit.GetProperty("foldings").EnumerateArray().Select(static step => step.GetString()).Order().Reverse());
        Assert.Equal(0, (await RunAsync("explain", "门户网站", "--library", _folder.File("lib"))).Code);
        Assert.Contains("未命中", (await RunAsync("explain", "好", "--library", _folder.File("lib"))).Output);
    }

    [Theory]
    [InlineData("check", "nowhere")]
    [InlineData("scan", "nowhere", "--library", "nowhere")]
    [InlineData("explain", "x", "--library", "nowhere")]
    [InlineData("import", "nowhere")]
    [InlineData("generate", "many")]
    public async Task What_can_not_be_tried_says_why_and_has_a_code_of_its_own(params string[] arguments)
    {
        var (code, _, error) = await RunAsync(arguments);
        Assert.Equal(2, code);
        Assert.NotEmpty(error);
        Assert.DoesNotContain(" at GbGateway", error);
    }

    private static async Task<(int Code, string Output, string Error)> RunAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "gbgateway.dll"), "keywords", .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
            StandardErrorEncoding = Encoding.UTF8,
        };
        using var process = Process.Start(start)!;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync().WaitAsync(TimeSpan.FromMinutes(2));
        return (process.ExitCode, await output, await error);
    }

    private void Write(string name, string text)
    {
        var path = _folder.File(name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }
}
