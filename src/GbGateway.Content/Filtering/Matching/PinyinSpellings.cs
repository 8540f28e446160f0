using System.Text;

namespace GbGateway.Content.Filtering;

/// <summary>The pinyin spellings of a Chinese text: wholly, and up to four characters also partly.</summary>
internal static class PinyinSpellings
{
    private const int MixedUpTo = 4;

    internal static IEnumerable<string> Of(string text)
    {
        var plain = new List<string>();
        var spelled = new List<string?>();
        foreach (Rune rune in text.EnumerateRunes())
        {
            plain.Add(rune.ToString());
            spelled.Add(FoldingTables.Current.Pinyin(CharacterFolds.Of(TextFolding.Traditional).Read(rune.Value)));
        }

        int chinese = spelled.Count(static syllable => syllable is not null);
        if (chinese < 2)
        {
            // One syllable alone is a common English or pinyin word.
            yield break;
        }

        int all = (1 << Math.Min(chinese, MixedUpTo)) - 1;
        for (int choice = chinese <= MixedUpTo ? 1 : all; choice <= all; choice++)
        {
            var spelling = new StringBuilder();
            for (int i = 0, seen = 0; i < plain.Count; i++)
            {
                bool spell = spelled[i] is not null && (chinese > MixedUpTo || (choice >> seen & 1) != 0);
                seen += spelled[i] is null ? 0 : 1;
                spelling.Append(spell ? spelled[i] : plain[i]);
            }

            yield return spelling.ToString();
        }
    }
}
