using System.Buffers;
using System.Text;
using GbGateway.Content.Filtering;

namespace GbGateway.Tests.Filtering;

/// <summary>What comes out of a run of text.</summary>
public sealed class TextFilterTests
{
    [Fact]
    public void A_word_split_over_two_pieces_is_masked_and_no_byte_of_it_was_sent_before()
    {
        using var filter = new TextFilter(Keywords.Set(FilterAction.Mask, "敏感词"));
        var output = new ArrayBufferWriter<byte>();
        filter.Push("这是敏感"u8, output);
        Assert.Equal("这是", Encoding.UTF8.GetString(output.WrittenSpan));
        Assert.Equal(6, filter.Held);
        filter.Push("词。"u8, output);
        Assert.Equal("这是***。", Encoding.UTF8.GetString(output.WrittenSpan));
    }

    [Fact]
    public void Every_hit_is_masked_not_only_the_first() =>
        Assert.Equal("*** a *** x ***", Keywords.Filter(Keywords.Set(FilterAction.Mask, "bad"), "bad a bad x bad"));

    [Fact]
    public void A_near_miss_is_sent_unchanged() =>
        Assert.Equal("敏感性 badly scammer", Keywords.Filter(Keywords.Set(FilterAction.Mask, "敏感词", "bad", "scam"), "敏感性 badly scammer"));

    [Fact]
    public void Short_words_do_not_hit_within_harmless_ones() =>
        Assert.Equal("class assistant pass", Keywords.Filter(Keywords.Set(FilterAction.Mask, "ass", "or", "select"), "class assistant pass"));

    [Fact]
    public void An_allowed_phrase_shields_what_is_found_within_it_and_nothing_else()
    {
        KeywordSet set = Keywords.Set(
            FilterAction.Mask,
            new KeywordEntry { Text = "cunt", Folding = TextFolding.Default & ~TextFolding.WholeWords },
            new KeywordEntry { Text = "Scunthorpe", Kind = KeywordKind.Allow },
            new KeywordEntry { Text = "操" },
            new KeywordEntry { Text = "操作", Kind = KeywordKind.Allow });
        Assert.Equal("Scunthorpe S**** s****y", Keywords.Filter(set, "Scunthorpe Scunt scunty"));
        Assert.Equal("操作系统 *场", Keywords.Filter(set, "操作系统 操场"));
    }

    [Fact]
    public void Replacing_puts_one_text_in_the_place_of_overlapping_hits()
    {
        KeywordSet set = Keywords.Set(
            FilterAction.Replace, new KeywordEntry { Text = "甲乙丙", Replacement = "<1>" }, new KeywordEntry { Text = "丙丁" });
        Assert.Equal("a<1>b[…]", Keywords.Filter(set, "a甲乙丙丁b丙丁"));
    }

    [Fact]
    public void Blocking_sends_what_stands_before_the_hit_and_nothing_after()
    {
        (string output, FilterVerdict verdict) = Keywords.Run(Keywords.Set(FilterAction.Block, "stop it"), ["go on, st"u8.ToArray(), "op it now"u8.ToArray()]);
        Assert.Equal("go on, ", output);
        Assert.Equal(FilterAction.Block, verdict.Action);
    }

    [Fact]
    public void Observing_neither_changes_nor_holds_back_a_byte()
    {
        using var filter = new TextFilter(KeywordSet.Compile([Keywords.Library("敏感词")], FilterActions.ObserveAll, DateOnly.MinValue));
        var output = new ArrayBufferWriter<byte>();
        foreach (byte b in "说敏感词了"u8)
        {
            filter.Push([b], output);
            Assert.Equal(0, filter.Held);
        }

        Assert.Equal("说敏感词了", Encoding.UTF8.GetString(output.WrittenSpan));
        Assert.Equal(1, filter.Flush(output).Hits);
    }

    [Fact]
    public void Observing_rules_beside_acting_ones_hold_nothing_back()
    {
        KeywordSet set = Keywords.Set(FilterAction.Mask, new KeywordEntry { Text = "观察词语", Action = FilterAction.Observe }, new KeywordEntry { Text = "遮盖" });
        using var filter = new TextFilter(set);
        var output = new ArrayBufferWriter<byte>();
        filter.Push("观察词"u8, output);
        Assert.Equal(0, filter.Held);
        filter.Push("语遮"u8, output);
        Assert.Equal(3, filter.Held);
        filter.Push("盖"u8, output);
        FilterVerdict verdict = filter.Flush(output);
        Assert.Equal("观察词语**", Encoding.UTF8.GetString(output.WrittenSpan));
        Assert.Equal(2, verdict.Hits);
    }

    [Fact]
    public void A_verdict_names_rule_risk_and_version_and_never_the_text()
    {
        Assert.True(KeywordRisk.TryParse("A.1-c", out KeywordRisk risk));
        var entry = new KeywordEntry { Text = "敏感词", Risk = risk, Severity = KeywordSeverity.High };
        KeywordSet set = KeywordSet.Compile([new KeywordLibrary("national", "2026-11", [entry])], FilterActions.MaskAll, DateOnly.MinValue);
        KeywordFinding finding = Assert.Single(Keywords.Run(set, ["一敏感词"u8.ToArray()]).Verdict.Findings);
        Assert.StartsWith("national/", finding.RuleId, StringComparison.Ordinal);
        Assert.Equal(("A.1-c", KeywordSeverity.High, "2026-11"), (finding.Risk.ToString(), finding.Severity, finding.Version));
        Assert.DoesNotContain("敏感", finding.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_mask_covers_whole_graphemes()
    {
        KeywordSet set = Keywords.Set(FilterAction.Mask, "bad");
        Assert.Equal("*** x", Keywords.Filter(set, "bád\u0301\u0302 x"));
    }

    [Fact]
    public void Both_terms_near_each_other_are_hidden_and_far_apart_they_are_not()
    {
        KeywordSet set = Keywords.Set(FilterAction.Mask, new KeywordEntry { Text = "甲方", OtherTerms = ["乙方"], Kind = KeywordKind.Near, Within = 3 });
        Assert.Equal("-*****-", Keywords.Filter(set, "-乙方,甲方-"));
        Assert.Equal("甲方1234乙方", Keywords.Filter(set, "甲方1234乙方"));
        Assert.Equal("*******", Keywords.Filter(set, "甲方123乙方"));
    }

    [Fact]
    public void A_term_without_the_other_hits_only_where_the_other_is_absent()
    {
        KeywordSet set = Keywords.Set(FilterAction.Mask, new KeywordEntry { Text = "炸弹", OtherTerms = ["游戏", "新闻"], Kind = KeywordKind.Without, Within = 4 });
        Assert.Equal("游戏的炸弹", Keywords.Filter(set, "游戏的炸弹"));
        Assert.Equal("炸弹的新闻", Keywords.Filter(set, "炸弹的新闻"));
        Assert.Equal("做**的人,现在新闻", Keywords.Filter(set, "做炸弹的人,现在新闻"));
    }

    [Theory]
    [InlineData("\\u654f\\u611f\\u8bcd", "***")]
    [InlineData("\\u654F感\\u8Bcd!", "***!")]
    [InlineData("a\\n敏\\u200b感\\t词\\\"", "a\\n*****\\\"")]
    [InlineData("\\ud840\\udc00字\\u4e00", "**\\u4e00")]
    [InlineData("x\\ud840字 \\u12", "x\\ud840字 \\u12")]
    [InlineData("\\ud840\\ud840\\udc00字", "\\ud840**")]
    public void Escapes_of_JSON_hide_nothing_and_stay_as_they_are_elsewhere(string body, string expected)
    {
        KeywordSet set = Keywords.Set(FilterAction.Mask, "敏感词", "𠀀字");
        byte[] bytes = Encoding.UTF8.GetBytes(body);
        for (int cut = 1; cut <= bytes.Length; cut++)
        {
            string output = Keywords.Run(set, Keywords.Cut(bytes, () => cut), json: true).Output;
            Assert.Equal(expected, Encoding.UTF8.GetString(Encoding.Latin1.GetBytes(output)));
        }
    }

    [Fact]
    public void The_output_never_depends_on_the_cuts() => FilterLaw.Check(seed: 1, libraries: 250);
}
