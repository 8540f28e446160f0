using System.Text;
using GbGateway.Content.Filtering;

namespace GbGateway.Tests.Filtering;

/// <summary>Regular expressions: only what runs in linear time and needs no more than a bounded window.</summary>
public sealed class RegexRuleTests
{
    [Theory]
    [InlineData(@"1[3-9]\d{9}", "打13800138000吧", "打***********吧")]
    [InlineData(@"\bfoo\b", "foo foobar barfoo foo", "*** foobar barfoo ***")]
    [InlineData(@"(?:甲|乙丙)+", "甲乙丙丁", "***丁")]
    [InlineData(@"\p{Lu}{3}", "abCDEf", "ab***f")]
    [InlineData(@"[^\]x]y", "ay]yxy", "**]yxy")]
    public void A_hit_is_what_the_expression_says(string expression, string text, string expected) =>
        Assert.Equal(expected, Keywords.Filter(Set(FilterAction.Mask, expression, TextFolding.None), text));

    [Theory]
    [InlineData(@"(?=a)b", "lookaround")]
    [InlineData(@"(?<!a)b", "lookaround")]
    [InlineData(@"(a)\1", "backreference")]
    [InlineData(@"(?<n>a)\k<n>", "backreference")]
    [InlineData(@"^a", "anchor")]
    [InlineData(@"a$", "anchor")]
    [InlineData(@"\Aa", "anchor")]
    [InlineData(@"(?>a)", "neither")]
    [InlineData(@"a*", "empty text")]
    [InlineData(@"a|", "empty text")]
    [InlineData(@"\b", "empty text")]
    [InlineData(@"a{300}", "count above")]
    [InlineData(@"(a{100}){100}", "longer than")]
    [InlineData(@"(a{0,200}){1,200}b", "parts")]
    [InlineData(@"(a", "never closed")]
    [InlineData(@"a)", "too many")]
    [InlineData(@"[a", "never closed")]
    [InlineData(@"+a", "counts nothing")]
    [InlineData(@"a\", "backslash")]
    [InlineData(@"\p{Nonsense}", "malformed")]
    public void What_can_not_be_answered_in_linear_time_in_a_stream_is_refused_and_the_reason_told(string expression, string reason)
    {
        var problems = new List<KeywordProblem>();
        KeywordLibrary library = KeywordFiles.Read("x", "x.csv", $"entry,kind\n\"{expression}\",regex\n好,word\n", problems);
        Assert.Contains(reason, Assert.Single(problems).Text, StringComparison.Ordinal);
        Assert.Equal(2, problems[0].Line);
        Assert.Equal("好", Assert.Single(library.Entries).Text);
        KeywordSet set = Set(FilterAction.Mask, expression, TextFolding.Default);
        Assert.Contains(reason, Assert.Single(set.Problems).Text, StringComparison.Ordinal);
        Assert.Equal(0, set.Entries);
    }

    [Fact]
    public void A_set_has_few_of_them()
    {
        KeywordSet set = KeywordSet.Compile(
            [Keywords.Library(Enumerable.Range(0, 70).Select(static i => new KeywordEntry { Text = $"a{i}", Kind = KeywordKind.Regex }))], FilterActions.MaskAll, DateOnly.MinValue);
        Assert.Equal((64, 6), (set.Entries, set.Problems.Count));
    }

    [Fact]
    public void A_candidate_at_every_place_that_is_too_long_costs_a_window_and_not_the_rest_of_the_text()
    {
        // Looked for in all that is left, this would take 20 thousand million steps.
        string text = new string('a', 200_000) + "b";
        string expected = new string('a', 200_001 - 256) + new string('*', 256);
        Assert.Equal(expected, Keywords.Filter(Set(FilterAction.Mask, "a[^z]*b", TextFolding.None), text));
    }

    [Fact]
    public void Where_a_stream_is_cut_never_shows()
    {
        string[] expressions = ["a[bc]{1,3}d", "x+y", @"\bw\w\b", "好.{0,4}坏", "😀+", "[a-c].b", "ab|abcab"];
        for (int seed = 0; seed < 300; seed++)
        {
            var random = new Random(seed);
            var entries = new List<KeywordEntry> { new() { Text = "abc", Kind = random.Next(2) == 0 ? KeywordKind.Word : KeywordKind.Allow } };
            for (int i = random.Next(1, 4); i > 0; i--)
            {
                entries.Add(new KeywordEntry { Text = expressions[random.Next(expressions.Length)], Kind = KeywordKind.Regex, Action = (FilterAction)random.Next(5) });
            }

            KeywordSet set = KeywordSet.Compile([Keywords.Library(entries)], FilterActions.MaskAll, DateOnly.MinValue);
            byte[] text = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, random.Next(1, 60)).Select(_ => (string[])["a", "b", "c", "d", "x", "y", "w", " ", "好", "坏", "😀", "\n"]).Select(all => all[random.Next(all.Length)])));
            (string Output, FilterVerdict Verdict) whole = Keywords.Run(set, [text]);
            string about = $"seed {seed}: [{string.Join('|', entries)}] in {Encoding.UTF8.GetString(text)}";
            foreach (Func<int> size in (Func<int>[])[() => 1, () => random.Next(1, 9)])
            {
                (string Output, FilterVerdict Verdict) cut = Keywords.Run(set, Keywords.Cut(text, size));
                Assert.True(whole.Output == cut.Output, $"{about}\n{whole.Output}\n{cut.Output}");
                Assert.True(whole.Verdict.Action == FilterAction.Block || whole.Verdict.Hits == cut.Verdict.Hits, about);
            }
        }
    }

    [Fact]
    public void An_expression_that_only_observes_holds_nothing_back()
    {
        KeywordSet set = Set(FilterAction.Observe, "ab{1,200}c", TextFolding.None);
        Assert.True(set.OnlyObserves);
        using var filter = new TextFilter(set);
        var output = new System.Buffers.ArrayBufferWriter<byte>();
        filter.Push("xab"u8, output);
        Assert.Equal(3, output.WrittenCount);
        filter.Push("bc"u8, output);
        Assert.Equal(1, filter.Flush(output).Hits);
    }

    private static KeywordSet Set(FilterAction action, string expression, TextFolding folding) =>
        Keywords.Set(action, new KeywordEntry { Text = expression, Kind = KeywordKind.Regex, Folding = folding });
}
