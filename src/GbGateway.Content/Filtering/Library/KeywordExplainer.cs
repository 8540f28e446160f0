using System.Text;

namespace GbGateway.Content.Filtering;

/// <summary>Tells which rules hit a text, and which foldings it took: each one is taken away and the text scanned again.</summary>
public static class KeywordExplainer
{
    /// <summary>Explains a text.</summary>
    /// <param name="layers">The libraries.</param>
    /// <param name="actions">The policy's actions.</param>
    /// <param name="today">The day that expiry is held against.</param>
    /// <param name="text">The text.</param>
    public static IReadOnlyList<KeywordExplanation> Explain(IReadOnlyList<KeywordLibrary> layers, FilterActions actions, DateOnly today, string text)
    {
        KeywordSet set = KeywordSet.Compile(layers, actions, today);
        byte[] utf8 = Encoding.UTF8.GetBytes(text);
        List<(int Rule, int Start, int End)> hits = Hits(set, utf8);
        var without = new List<(TextFolding Step, HashSet<(int Rule, int Start, int End)> Hits)>();
        foreach (TextFolding step in Enum.GetValues<TextFolding>().Where(static step => int.PopCount((int)step) == 1))
        {
            KeywordLibrary[] less = [.. layers.Select(library => library with
            {
                Folding = library.Folding & ~step,
                Entries = [.. library.Entries.Select(entry => entry with { Folding = entry.Folding & ~step })],
            })];
            without.Add((step, [.. Hits(KeywordSet.Compile(less, actions, today), utf8)]));
        }

        var explanations = new List<KeywordExplanation>();
        foreach ((int rule, int start, int end) in hits.Order())
        {
            if (set.Rules[rule].Kind == RuleKind.Allow)
            {
                continue;
            }

            TextFolding steps = TextFolding.None;
            foreach ((TextFolding step, HashSet<(int Rule, int Start, int End)> found) in without)
            {
                steps |= found.Contains((rule, start, end)) ? TextFolding.None : step;
            }

            bool shielded = hits.Exists(hit => set.Rules[hit.Rule].Kind == RuleKind.Allow && hit.Start <= start && hit.End >= end);
            string hitText = Encoding.UTF8.GetString(utf8.AsSpan(start, end - start));
            explanations.Add(new KeywordExplanation(
                set.Finding(rule), Encoding.UTF8.GetCharCount(utf8.AsSpan(0, start)), hitText.Length, hitText, steps, shielded));
        }

        return explanations;
    }

    private static List<(int Rule, int Start, int End)> Hits(KeywordSet set, byte[] utf8)
    {
        var hits = new List<(int Rule, int Start, int End)>();
        var sink = new HitRecorder(hits);
        set.Scan(utf8, ref sink);
        if (set.Expressions.Length > 0)
        {
            using var expressions = new RegexScan(set);
            var found = new HitList();
            expressions.Scan(utf8, final: true, found);
            foreach (TextHit hit in found.Span)
            {
                hits.Add((hit.Rule, hit.Start, hit.End));
            }
        }

        return hits;
    }
}
