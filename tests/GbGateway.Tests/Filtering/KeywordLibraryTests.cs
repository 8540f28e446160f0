using System.Text;
using GbGateway.Content.Filtering;

namespace GbGateway.Tests.Filtering;

/// <summary>Libraries as a compliance team writes, imports, checks and asks about them.</summary>
public sealed class KeywordLibraryTests
{
    private static readonly DateOnly Today = new(2026, 11, 23);

    [Fact]
    public void A_table_says_everything_an_entry_can_say()
    {
        var problems = new List<KeywordProblem>();
        KeywordLibrary library = KeywordFiles.Read(
            "national",
            "words.csv",
            "# version: 7\n# updated: 2026-11-20\n# risk: A.2-c\nentry,risk,severity,action,expires,folding,replacement\n"
            + "词一,A.1-b,high,block,2026-12-31,exact +case,\n\"a, \"\"b\"\"\",,,replace,,,x\n甲 && 乙,,,,,,\n甲 !! 丙 !! 丁,,,,,,\n豁免,,,allow,,,\n",
            problems);
        Assert.Empty(problems);
        Assert.Equal(("7", new DateOnly(2026, 11, 20), 5), (library.Version, library.Updated!.Value, library.Entries.Count));
        Assert.Equal(("A.1-b", KeywordSeverity.High, FilterAction.Block, TextFolding.Case), (library.Entries[0].Risk.ToString(), library.Entries[0].Severity, library.Entries[0].Action, library.Entries[0].Folding));
        Assert.Equal(("a, \"b\"", "A.2-c", "x"), (library.Entries[1].Text, library.Entries[1].Risk.ToString(), library.Entries[1].Replacement));
        Assert.Equal((KeywordKind.Near, "乙"), (library.Entries[2].Kind, Assert.Single(library.Entries[2].OtherTerms)));
        Assert.Equal((KeywordKind.Without, 2), (library.Entries[3].Kind, library.Entries[3].OtherTerms.Count));
        Assert.Equal(KeywordKind.Allow, library.Entries[4].Kind);
    }

    [Fact]
    public void Every_mistake_in_a_file_is_told_and_good_lines_are_taken()
    {
        var problems = new List<KeywordProblem>();
        KeywordLibrary library = KeywordFiles.Read("x", "w.tsv", "entry\trisk\texpires\n好\tA.9-z\t\n坏\t\t31.12.2026\n对\tA.1-a\t\n", problems);
        Assert.Equal([2, 3], problems.Select(static problem => problem.Line));
        Assert.Equal("对", Assert.Single(library.Entries).Text);
    }

    [Fact]
    public void The_sample_library_reads_without_a_problem_and_does_what_it_shows()
    {
        var problems = new List<KeywordProblem>();
        IReadOnlyList<KeywordLibrary> layers = KeywordFiles.ReadFolder(SampleFolder(), problems);
        Assert.Empty(problems);
        Assert.Equal(["10-national", "20-company", "30-tenant"], layers.Select(static layer => layer.Name));
        KeywordSet set = KeywordSet.Compile(layers, FilterActions.MaskAll, Today);
        Assert.Empty(set.Problems);
        Assert.Equal("*****, our product", Keywords.Filter(set, "示例歧视词, ExampleBrand"));
        Assert.Equal("示例违禁词典 旧示例词 PinYinShiLi [example] Exact, case", Keywords.Filter(set, "示例违禁词典 旧示例词 PinYinShiLi exact, Case Exact, case"));
        Assert.Equal("前", Keywords.Filter(set, "前示例违禁词后"));
        Assert.Equal("******** ****** ***** 示例叠词 *****", Keywords.Filter(set, "示例编号2026 示例①②③号 示例叠词词 示例叠词 示例\n跨行"));
        Assert.Equal("不·跨符号 **** some******thing", Keywords.Filter(set, "不·跨符号 不跨符号 someINSIDEthing"));
    }

    [Theory]
    [InlineData("一二,\n三四,\n")]
    [InlineData("[\"一二\",\"三四\"]")]
    [InlineData("{\"a\":[\"一二\"],\"b\":[\"三四\"]}")]
    [InlineData("5LiA5LqM\n5LiJ5Zub\n")]
    [InlineData("一二=3\n三四=12\n")]
    [InlineData("一二、三四")]
    public void Public_formats_are_imported(string file) =>
        Assert.Equal(["一二", "三四"], LexiconImport.Read(Encoding.UTF8.GetBytes(file), KeywordRisk.None).Select(static entry => entry.Text));

    [Fact]
    public void A_lexicon_in_GB18030_is_imported() =>
        Assert.Equal(["中国", "文字"], LexiconImport.Read([0xD6, 0xD0, 0xB9, 0xFA, 0x0A, 0xCE, 0xC4, 0xD7, 0xD6], KeywordRisk.None).Select(static entry => entry.Text));

    [Fact]
    public void What_is_imported_is_read_back_as_it_was()
    {
        var csv = new StringWriter();
        LexiconImport.Write([new KeywordEntry { Text = "a \"quoted\" one" }, new KeywordEntry { Text = "词语" }], csv);
        var problems = new List<KeywordProblem>();
        Assert.Equal(["a \"quoted\" one", "词语"], KeywordFiles.Read("x", "x.csv", csv.ToString(), problems).Entries.Select(static entry => entry.Text));
        Assert.Empty(problems);
    }

    [Fact]
    public void The_linter_names_duplicates_shadows_short_entries_and_the_few_that_hit_neutral_text()
    {
        var problems = new List<KeywordProblem>();
        KeywordLibrary library = KeywordFiles.Read("x", "x.txt", "# updated: 2026-11-01\n敏感词\n敏 感 词\n很敏感词的\nabc\n的\n天气\nlonger word\n", problems);
        byte[] neutral = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("今天的天气是好的。", 50)));
        LibraryReport report = KeywordLinter.Check([library], [neutral], Today);
        Assert.Contains(report.Problems, static problem => problem is { Line: 3 } && problem.Text.Contains("same after folding", StringComparison.Ordinal));
        Assert.Contains(report.Problems, static problem => problem is { Line: 4 } && problem.Text.Contains("never needed", StringComparison.Ordinal));
        Assert.Contains(report.Problems, static problem => problem is { Line: 5 } && problem.Text.Contains("Latin", StringComparison.Ordinal));
        Assert.Contains(report.Problems, static problem => problem is { Line: 6 } && problem.Text.Contains("single", StringComparison.Ordinal));
        Assert.Equal((150, 6), (report.CorpusHits, Assert.Single(report.Culprits(0.6)).Line));
        Assert.False(report.CoversAnnexA);
        Assert.Equal((22, false), (report.AgeDays, report.IsFresh));
    }

    [Fact]
    public void A_corpus_scan_holds_the_share_of_documents_against_the_standard()
    {
        KeywordSet set = Keywords.Set(FilterAction.Mask, "坏词");
        CorpusReport report = CorpusScan.Run(set, Enumerable.Range(0, 100).Select(static i => (ReadOnlyMemory<byte>)Encoding.UTF8.GetBytes(i < 4 ? "有坏词坏词" : "没有")), null);
        Assert.Equal((100L, 4L, true, false), (report.Documents, report.Hit, report.SourceMayBeUsed, report.SampleIsClean));
        Assert.Equal(8, Assert.Single(report.HitsOfRule).Value);
    }

    [Fact]
    public void An_explanation_names_the_rule_and_the_foldings_it_took()
    {
        KeywordExplanation explanation = Assert.Single(KeywordExplainer.Explain([Keywords.Library("门户")], FilterActions.MaskAll, Today, "看門·户吧"));
        Assert.Equal((1, 3, "門·户"), (explanation.Start, explanation.Length, explanation.Text));
        Assert.Equal(TextFolding.Traditional | TextFolding.Separators, explanation.Steps);
        Assert.False(explanation.Shielded);
    }

    [Fact]
    public void An_entry_counts_up_to_its_last_day()
    {
        KeywordLibrary library = Keywords.Library(new KeywordEntry { Text = "旧词", Expires = Today });
        Assert.Equal(1, KeywordSet.Compile([library], FilterActions.MaskAll, Today).Entries);
        Assert.Equal(0, KeywordSet.Compile([library], FilterActions.MaskAll, Today.AddDays(1)).Entries);
    }

    private static string SampleFolder()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            string sample = Path.Combine(folder.FullName, "config", "keywords");
            if (Directory.Exists(sample))
            {
                return sample;
            }
        }

        throw new DirectoryNotFoundException("config/keywords is not above the test binaries");
    }
}
