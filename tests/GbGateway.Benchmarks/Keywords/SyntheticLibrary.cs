using System.Text;
using GbGateway.Content.Filtering;

namespace GbGateway.Benchmarks.Keywords;

/// <summary>
/// Libraries of any size without a sensitive word in them: characters drawn as often as the corpus has them, so that beginnings come up
/// in the text as those of real words do. The mix follows the public lists: 7 % of two characters, 23 % Chinese with Latin letters,
/// 7 % Latin, 5 % domains.
/// </summary>
internal static class SyntheticLibrary
{
    private static readonly string[] Syllables = ["ba", "ke", "lin", "tor", "sha", "mon", "ver", "pax", "dro", "gin", "zu", "fel", "qua", "rix", "ost", "ny"];

    internal static List<string> Make(int count, string chinese, int seed)
    {
        char[] characters = [.. chinese.Where(static c => c is >= '\u4E00' and <= '\u9FFF')];
        var random = new Random(seed);
        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        var words = new List<string>(count);
        while (words.Count < count)
        {
            string word = random.Next(100) switch
            {
                < 7 => Chinese(random, characters, 2),
                < 30 => Mixed(random, characters),
                < 37 => Latin(random, random.Next(2, 5)),
                < 42 => Latin(random, random.Next(2, 4)) + random.Next(10, 999) + ".com",
                _ => Chinese(random, characters, random.Next(3, 8)),
            };
            if (seen.Add(word))
            {
                words.Add(word);
            }
        }

        return words;
    }

    /// <summary>Leaves out what stands in the corpora more than a few times: such entries fail the linter.</summary>
    internal static List<string> Clean(List<string> words, IEnumerable<byte[]> corpora)
    {
        KeywordSet set = Compile(words);
        var counts = new RuleCounts(new int[words.Count]);
        foreach (byte[] text in corpora)
        {
            set.Scan(text, ref counts);
        }

        return [.. words.Where((_, rule) => counts.Of(rule) <= 4)];
    }

    internal static KeywordSet Compile(List<string> words) => KeywordSet.Compile(
        [new KeywordLibrary("bench", "1", words.ConvertAll(static word => new KeywordEntry { Text = word }))], FilterActions.MaskAll, DateOnly.MinValue);

    private static string Chinese(Random random, char[] characters, int length)
    {
        var word = new StringBuilder();
        for (; length > 0; length--)
        {
            word.Append(characters[random.Next(characters.Length)]);
        }

        return word.ToString();
    }

    private static string Latin(Random random, int syllables)
    {
        var word = new StringBuilder();
        for (; syllables > 0; syllables--)
        {
            word.Append(Syllables[random.Next(Syllables.Length)]);
        }

        return word.ToString();
    }

    private static string Mixed(Random random, char[] characters)
    {
        string chinese = Chinese(random, characters, random.Next(1, 4)), latin = Latin(random, random.Next(1, 3)) + (random.Next(3) == 0 ? random.Next(100) : "");
        return random.Next(2) == 0 ? chinese + latin : latin + chinese;
    }
}
