using System.Text;
using GbGateway.Content.Filtering;

namespace GbGateway.Tests.Filtering;

/// <summary>For random libraries and texts: the naive matcher's hits, no more, no fewer, whole or cut; and nothing of a hit was let go before.</summary>
internal static class MatcherLaw
{
    private const int TextsPerLibrary = 60;

    internal static long Check(int seed, int libraries)
    {
        long hits = 0;
        for (int number = 0; number < libraries; number++)
        {
            var random = new Random(seed * 1_000_003 + number);
            var entries = new List<(string Text, TextFolding Folding)>();
            var lines = new List<KeywordEntry>();
            for (int i = random.Next(1, 10); i > 0; i--)
            {
                var entry = (Text: RandomTexts.Entry(random), Folding: RandomTexts.Folding(random));
                entries.Add(entry);
                lines.Add(new KeywordEntry { Text = entry.Text, Folding = entry.Folding });
            }

            KeywordSet set = KeywordSet.Compile([new KeywordLibrary("test", "1", lines)], FilterActions.MaskAll, DateOnly.MinValue);
            Assert.Empty(set.Problems);
            for (int i = 0; i < TextsPerLibrary; i++)
            {
                byte[] text = RandomTexts.Text(random, [.. entries.Select(static entry => entry.Text)], random.Next(1, i % 10 == 0 ? 400 : 30));
                if (NaiveMatcher.HasLongRun(entries, text))
                {
                    continue;
                }

                HashSet<(int Rule, int Start, int End)> expected = NaiveMatcher.Find(entries, text);
                string about = $"seed {seed} library {number} text {i}: [{string.Join('|', entries)}] in {Convert.ToHexString(text)} {Encoding.UTF8.GetString(text)}";
                Same(expected, Scan(set, text, [text.Length], about), "whole, " + about);
                Same(expected, Scan(set, text, Enumerable.Repeat(1, text.Length), about), "by byte, " + about);
                Same(expected, Scan(set, text, Enumerable.Range(0, text.Length).Select(_ => random.Next(1, 9)), about), "random cuts, " + about);
                hits += expected.Count;
            }
        }

        return hits;
    }

    /// <summary>Texts of several pages, scanned whole and in pieces that the automaton alone reads; the hits.</summary>
    internal static long CheckLong(int seed, int libraries)
    {
        long hits = 0;
        for (int number = 0; number < libraries; number++)
        {
            var random = new Random(seed * 1_000_003 + number);
            TextFolding folding = RandomTexts.Folding(random);
            string[] entries = [.. Enumerable.Range(0, random.Next(1, 80)).Select(_ => RandomTexts.LongEntry(random))];
            KeywordSet set = KeywordSet.Compile(
                [new KeywordLibrary("test", "1", [.. entries.Select(entry => new KeywordEntry { Text = entry, Folding = folding })])],
                FilterActions.MaskAll,
                DateOnly.MinValue);
            for (int i = 0; i < 3; i++)
            {
                byte[] text = RandomTexts.SparseText(random, entries, random.Next(100, 6_000));
                string about = $"seed {seed} library {number} text {i}";
                HashSet<(int Rule, int Start, int End)> expected = Scan(set, text, Enumerable.Repeat(60, (text.Length / 60) + 1), about);
                Same(expected, Scan(set, text, [text.Length], about), about);
                Same(expected, Scan(set, text, Enumerable.Range(0, text.Length / 300).Select(_ => random.Next(250, 5_000)).Append(text.Length), about), "cut, " + about);
                hits += expected.Count;
            }
        }

        return hits;
    }

    private static HashSet<(int Rule, int Start, int End)> Scan(KeywordSet set, byte[] text, IEnumerable<int> cuts, string about)
    {
        var hits = new HashSet<(int Rule, int Start, int End)>();
        var twice = new List<string>();
        ScanState state = default;
        int from = 0, read = 0;
        foreach (int cut in cuts.Append(0))
        {
            read = Math.Min(read + cut, text.Length);
            int before = hits.Count;
            var sink = new HitSet(hits, from, twice);
            ScanResult result = set.Scan(text.AsSpan(from, read - from), ref state, cut == 0, ref sink);
            Assert.True(hits.Count == before || hits.Min(static hit => hit.Start) >= 0, about);
            Assert.True(result.Live <= read - from && result.Live >= 0, about);
            state.Drop(result.Live);
            from += result.Live;
        }

        Assert.True(twice.Count == 0, $"Reported twice: {string.Join(", ", twice)}; {about}");
        return hits;
    }

    private static void Same(HashSet<(int Rule, int Start, int End)> expected, HashSet<(int Rule, int Start, int End)> actual, string about)
    {
        if (!expected.SetEquals(actual))
        {
            Assert.Fail($"missing {string.Join(", ", expected.Except(actual))}; extra {string.Join(", ", actual.Except(expected))}; {about}");
        }
    }
}
