namespace GbGateway.Content.Filtering;

/// <summary>Foldings as operators write them: <c>default</c>, <c>exact</c>, then <c>+name</c> and <c>-name</c>.</summary>
public static class FoldingNames
{
    private static readonly (string Name, TextFolding Folding)[] Names =
    [
        ("case", TextFolding.Case), ("width", TextFolding.Width), ("compatibility", TextFolding.Compatibility),
        ("digits", TextFolding.Digits), ("homoglyphs", TextFolding.Homoglyphs), ("traditional", TextFolding.Traditional),
        ("invisible", TextFolding.Invisible), ("separators", TextFolding.Separators), ("line-ends", TextFolding.LineEnds),
        ("repeats", TextFolding.Repeats), ("whole-words", TextFolding.WholeWords), ("pinyin", TextFolding.Pinyin),
    ];

    /// <summary>The names that may stand behind a sign.</summary>
    public static IEnumerable<string> All => Names.Select(static pair => pair.Name);

    /// <summary>Reads a choice, starting from <paramref name="from"/> unless it names its own start.</summary>
    public static bool TryParse(string text, TextFolding from, out TextFolding folding)
    {
        folding = from;
        foreach (string word in text.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (word is "default" or "exact")
            {
                folding = word == "exact" ? TextFolding.None : TextFolding.Default;
                continue;
            }

            TextFolding named = Names.FirstOrDefault(pair => word.Length > 1 && word.AsSpan(1).SequenceEqual(pair.Name)).Folding;
            if (named == TextFolding.None || word[0] is not ('+' or '-'))
            {
                return false;
            }

            folding = word[0] == '+' ? folding | named : folding & ~named;
        }

        return true;
    }
}
