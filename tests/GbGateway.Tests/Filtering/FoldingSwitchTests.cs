using GbGateway.Content.Filtering;

namespace GbGateway.Tests.Filtering;

/// <summary>Each folding is a switch: with it the text is a hit, without it it is none.</summary>
public sealed class FoldingSwitchTests
{
    [Theory]
    [InlineData("case", "Keyword", "KEYWORD")]
    [InlineData("width", "keyword", "ｋｅｙｗｏｒｄ")]
    [InlineData("compatibility", "keyword", "𝐤𝐞𝐲𝐰𝐨𝐫𝐝")]
    [InlineData("digits", "第12号", "第壹贰号")]
    [InlineData("homoglyphs", "keyword", "kеywоrd")]
    [InlineData("traditional", "门户", "門戶")]
    [InlineData("invisible", "敏感词", "敏\u200b感\u0336词")]
    [InlineData("separators", "敏感词", "敏·感 词")]
    [InlineData("line-ends", "敏感词", "敏\n感词")]
    [InlineData("repeats", "敏感词", "敏敏感感感词")]
    [InlineData("pinyin", "敏感词", "minganci")]
    public void A_folding_is_needed_for_what_it_forgives(string name, string entry, string text)
    {
        Assert.True(FoldingNames.TryParse($"default +{name}", TextFolding.None, out TextFolding with));
        Assert.True(FoldingNames.TryParse($"default +{name} -{name}", TextFolding.None, out TextFolding without));
        Assert.NotEqual(text, Filter(entry, with, text));
        Assert.Equal(text, Filter(entry, without, text));
    }

    [Fact]
    public void Whole_words_keep_a_word_out_of_others()
    {
        Assert.Equal("*** assistant class", Filter("ass", TextFolding.Default, "ass assistant class"));
        Assert.Equal("*** ***istant cl***", Filter("ass", TextFolding.Default & ~TextFolding.WholeWords, "ass assistant class"));
    }

    [Fact]
    public void A_file_has_a_choice_and_each_entry_its_own()
    {
        var problems = new List<KeywordProblem>();
        KeywordLibrary library = KeywordFiles.Read("x", "x.csv", "# folding: exact\nentry,folding\nOne,\nTwo,+case\nThree,default\n", problems);
        Assert.Empty(problems);
        KeywordSet set = KeywordSet.Compile([library], FilterActions.MaskAll, DateOnly.MinValue);
        Assert.Equal("one *** *** *****", Keywords.Filter(set, "one One two ＴＨＲＥＥ"));
    }

    [Theory]
    [InlineData("Scunthorpe", "cunt", "Scunthorpe cunt", "Scunthorpe ****")]
    [InlineData("操作", "操", "操作操场", "操作*场")]
    public void An_allowed_phrase_shields_what_is_within_it(string allowed, string entry, string text, string expected) =>
        Assert.Equal(expected, Keywords.Filter(Keywords.Set(FilterAction.Mask,
            new KeywordEntry { Text = entry, Folding = TextFolding.Default & ~TextFolding.WholeWords }, new KeywordEntry { Text = allowed, Kind = KeywordKind.Allow }), text));

    [Theory]
    [InlineData("甲一二三乙", "*****")]
    [InlineData("乙一甲", "***")]
    [InlineData("甲一二三四乙", "甲一二三四乙")]
    public void Two_terms_are_a_hit_within_so_many_characters(string text, string expected) =>
        Assert.Equal(expected, Keywords.Filter(Keywords.Set(FilterAction.Mask, new KeywordEntry { Text = "甲", OtherTerms = ["乙"], Kind = KeywordKind.Near, Within = 3 }), text));

    [Theory]
    [InlineData("甲一二三四乙", "*一二三四乙")]
    [InlineData("甲一二乙", "甲一二乙")]
    [InlineData("乙一甲", "乙一甲")]
    public void A_term_is_a_hit_without_another_near_it(string text, string expected) =>
        Assert.Equal(expected, Keywords.Filter(Keywords.Set(FilterAction.Mask, new KeywordEntry { Text = "甲", OtherTerms = ["乙"], Kind = KeywordKind.Without, Within = 3 }), text));

    private static string Filter(string entry, TextFolding folding, string text) =>
        Keywords.Filter(Keywords.Set(FilterAction.Mask, new KeywordEntry { Text = entry, Folding = folding }), text);
}
