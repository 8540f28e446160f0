using System.Text;
using GbGateway.Content.Filtering;

namespace GbGateway.Tests.Filtering;

/// <summary>Fifteen ways to hide a keyword; every one has to be seen through, for every keyword.</summary>
public sealed class EvasionTests
{
    private const string Traditional = "門國車馬魚鳥見貝風飛長東語頁紅";
    private const string Simplified = "门国车马鱼鸟见贝风飞长东语页红";

    [Theory]
    [InlineData("plain")]
    [InlineData("case")]
    [InlineData("full width")]
    [InlineData("traditional")]
    [InlineData("star")]
    [InlineData("blank")]
    [InlineData("comma")]
    [InlineData("zero-width")]
    [InlineData("joiner")]
    [InlineData("emoji")]
    [InlineData("strike-through")]
    [InlineData("homoglyph")]
    [InlineData("circled")]
    [InlineData("first doubled")]
    [InlineData("all doubled")]
    public void Every_disguised_keyword_is_found(string transform)
    {
        string[] words = [.. Words(3000)];
        KeywordSet set = KeywordSet.Compile([Keywords.Library(words)], FilterActions.MaskAll, DateOnly.MinValue);
        foreach (string word in words)
        {
            string text = "这里说 " + Disguise(word, transform) + "，然后继续。" + new string('。', 300);
            var hits = new HashSet<(int Rule, int Start, int End)>();
            var sink = new HitSet(hits, 0, []);
            set.Scan(Encoding.UTF8.GetBytes(text), ref sink);
            Assert.True(hits.Any(hit => words[hit.Rule] == word), $"{word} as {text[..20]}");
        }
    }

    [Fact]
    public void Neutral_text_in_the_same_disguises_has_no_hit()
    {
        KeywordSet set = Keywords.Set(FilterAction.Mask, [.. Words(500)]);
        foreach (string transform in new[] { "plain", "star", "zero-width", "circled", "all doubled" })
        {
            Assert.Equal(0, Keywords.Run(set, [Encoding.UTF8.GetBytes(Disguise("今天天气很好and the sun shines", transform))]).Verdict.Hits);
        }
    }

    [Fact]
    public void Pinyin_is_found_where_a_library_asks_for_it()
    {
        KeywordSet set = Keywords.Set(FilterAction.Mask, new KeywordEntry { Text = "敏感词", Folding = TextFolding.Default | TextFolding.Pinyin });
        foreach (string text in new[] { "是mingancǐ吧", "是min感词", "是MIN GAN CI", "是敏gan词" })
        {
            Assert.Contains("*", Keywords.Filter(set, text), StringComparison.Ordinal);
        }
    }

    private static IEnumerable<string> Words(int count)
    {
        var random = new Random(11);
        var seen = new HashSet<string>();
        while (seen.Count < count)
        {
            var word = new StringBuilder();
            bool latin = random.Next(3) == 0;
            for (int length = random.Next(latin ? 4 : 2, 8); length > 0; length--)
            {
                word.Append(latin ? (char)('a' + random.Next(26)) : Simplified[random.Next(Simplified.Length)]);
            }

            if (seen.Add(word.ToString()))
            {
                yield return word.ToString();
            }
        }
    }

    private static string Disguise(string word, string transform) => transform switch
    {
        "plain" => word,
        "case" => word.ToUpperInvariant(),
        "full width" => Map(word, static c => c is >= 'a' and <= 'z' ? ((char)(c - 'a' + 'ａ')).ToString() : c.ToString()),
        "traditional" => Map(word, static c => Simplified.Contains(c) ? Traditional[Simplified.IndexOf(c)].ToString() : c.ToString()),
        "star" => string.Join('*', word.ToCharArray()),
        "blank" => string.Join(' ', word.ToCharArray()),
        "comma" => string.Join('、', word.ToCharArray()),
        "zero-width" => string.Join('\u200b', word.ToCharArray()),
        "joiner" => string.Join("\u200d\ufe0f", word.ToCharArray()),
        "emoji" => string.Join("😀", word.ToCharArray()),
        "strike-through" => Map(word, static c => c + "\u0336"),
        "homoglyph" => Map(word, static c => c switch { 'a' => "а", 'e' => "е", 'o' => "ο", 'p' => "р", 'c' => "с", 'x' => "х", 'y' => "у", 'i' => "і", 's' => "ѕ", 'j' => "ј", _ => c.ToString() }),
        "circled" => Map(word, static c => c is >= 'a' and <= 'z' ? ((char)(c - 'a' + 'ⓐ')).ToString() : c.ToString()),
        "first doubled" => word[..1] + word,
        _ => Map(word, static c => $"{c}{c}"),
    };

    private static string Map(string word, Func<char, string> map) => string.Concat(word.Select(map));
}
