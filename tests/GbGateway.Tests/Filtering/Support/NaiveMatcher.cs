using System.Text;
using GbGateway.Content.Filtering;

namespace GbGateway.Tests.Filtering;

/// <summary>What a hit is, said as plainly as can be: every entry tried at every place, no automaton, no cuts.</summary>
internal static class NaiveMatcher
{
    internal static HashSet<(int Rule, int Start, int End)> Find(IReadOnlyList<(string Text, TextFolding Folding)> entries, byte[] text)
    {
        var hits = new HashSet<(int, int, int)>();
        for (int rule = 0; rule < entries.Count; rule++)
        {
            (string entry, TextFolding folding) = entries[rule];
            if (Pattern(entry, folding).Count == 0)
            {
                folding &= ~(TextFolding.Separators | TextFolding.Invisible | TextFolding.LineEnds);
            }

            Find(rule, entry, folding, Read(text, folding), hits);
        }

        return hits;
    }

    /// <summary>
    /// Whether a symbol is repeated so often that counting begins anew. Where it does depends on what the automaton has seen before, which
    /// is not said plainly here: such texts have a test of their own.
    /// </summary>
    internal static bool HasLongRun(IReadOnlyList<(string Text, TextFolding Folding)> entries, byte[] text) =>
        entries.Any(entry => Runs(Read(text, entry.Folding), repeats: true).Exists(static run => run.Copies.Count >= 32));

    private sealed record Copy(int Start, int End, bool AfterWord);

    private sealed record Run(int Symbol, bool Broken, List<Copy> Copies, bool Full);

    private sealed record Token(int Read, bool Word, int Start, int End);

    private static List<Token> Read(byte[] text, TextFolding folding)
    {
        CharacterFolds folds = CharacterFolds.Of(folding);
        var tokens = new List<Token>();
        for (int at = 0; at < text.Length;)
        {
            int cp = Utf8Text.Decode(text.AsSpan(at), out int length);
            length = Math.Max(length, 1);
            bool word = cp >= 0 && (CharacterFolds.Kinds(cp) & CharacterKinds.Word) != 0;
            tokens.Add(new Token(cp < 0 ? int.MaxValue : folds.Read(cp), word, at, at + length));
            at += length;
        }

        return tokens;
    }

    private static List<(int Symbol, int Count)> Pattern(string entry, TextFolding folding)
    {
        CharacterFolds folds = CharacterFolds.Of(folding);
        var symbols = new List<(int Symbol, int Count)>();
        foreach (Rune rune in entry.EnumerateRunes())
        {
            int read = folds.Read(rune.Value);
            if (read < 0)
            {
                continue;
            }

            if ((folding & TextFolding.Repeats) != 0 && symbols.Count > 0 && symbols[^1].Symbol == read)
            {
                symbols[^1] = (read, Math.Min(symbols[^1].Count + 1, 32));
            }
            else
            {
                symbols.Add((read, 1));
            }
        }

        return symbols;
    }

    private static List<Run> Runs(List<Token> tokens, bool repeats)
    {
        var runs = new List<Run>();
        bool afterWord = false, broken = true;
        int separators = 0, invisible = 0;
        foreach (Token token in tokens)
        {
            if (token.Read == CharacterFolds.SkippedInvisible)
            {
                broken |= ++invisible > 31;
                continue;
            }

            if (token.Read == CharacterFolds.SkippedSeparator || token.Read == int.MaxValue)
            {
                broken |= ++separators > 4 || token.Read == int.MaxValue;
                afterWord = token.Word;
                continue;
            }

            var copy = new Copy(token.Start, token.End, afterWord);
            if (repeats && !broken && runs.Count > 0 && runs[^1].Symbol == token.Read && runs[^1].Copies.Count < 32)
            {
                runs[^1].Copies.Add(copy);
            }
            else
            {
                bool full = repeats && !broken && runs.Count > 0 && runs[^1].Symbol == token.Read;
                runs.Add(new Run(token.Read, broken || full, [full ? copy with { AfterWord = runs[^1].Copies[^1].AfterWord && copy.AfterWord } : copy], full));
            }

            broken = false;
            separators = invisible = 0;
            afterWord = token.Word;
        }

        return runs;
    }

    private static void Find(int rule, string entry, TextFolding folding, List<Token> tokens, HashSet<(int, int, int)> hits)
    {
        List<(int Symbol, int Count)> pattern = Pattern(entry, folding);
        List<Rune> counted = [.. entry.EnumerateRunes().Where(rune => CharacterFolds.Of(folding).Read(rune.Value) >= 0)];
        bool left = (folding & TextFolding.WholeWords) != 0 && IsWord(counted[0]);
        bool right = (folding & TextFolding.WholeWords) != 0 && IsWord(counted[^1]);
        List<Run> runs = Runs(tokens, (folding & TextFolding.Repeats) != 0);
        for (int first = 0; first < runs.Count; first++)
        {
            bool fits = first + pattern.Count <= runs.Count;
            for (int i = 0; fits && i < pattern.Count; i++)
            {
                Run run = runs[first + i];
                bool last = i == pattern.Count - 1;
                fits = run.Symbol == pattern[i].Symbol && (i == 0 || !run.Broken) && (last || i == 0 || run.Copies.Count >= pattern[i].Count);
            }

            if (fits)
            {
                Emit(rule, pattern, runs, first, left, right, tokens, hits);
            }
        }
    }

    // Repetitions of the first symbol count from the last one that a word doesn't run up to, if a word runs up to those before.
    private static void Emit(
        int rule, List<(int Symbol, int Count)> pattern, List<Run> runs, int first, bool left, bool right, List<Token> tokens, HashSet<(int, int, int)> hits)
    {
        Run last = runs[first + pattern.Count - 1];
        int settled = 0, settledFrom = -1;
        for (int end = 0; end < last.Copies.Count; end++)
        {
            int startsUpTo = pattern.Count == 1 ? end : runs[first].Copies.Count - 1;
            int start = 0;
            for (int i = 1; i <= startsUpTo; i++)
            {
                if (runs[first].Copies[start].AfterWord && !runs[first].Copies[i].AfterWord)
                {
                    start = i;
                }
            }

            int ofFirst = startsUpTo - start + 1;
            int ofLast = pattern.Count == 1 ? ofFirst : end + 1;
            if ((pattern.Count > 1 && ofFirst < pattern[0].Count) || (left && runs[first].Copies[start].AfterWord))
            {
                continue;
            }

            // Repetitions beyond a word's edge don't make it another hit.
            settled = pattern.Count == 1 && start != settledFrom ? 0 : settled;
            bool hit = right
                ? ofLast >= pattern[^1].Count && pattern[^1].Count > settled && EndsWord(last, end, tokens)
                : pattern.Count == 1 ? ofLast >= pattern[^1].Count : ofLast == pattern[^1].Count;
            (settled, settledFrom) = hit ? (ofLast, start) : (settled, settledFrom);
            if (hit)
            {
                hits.Add((rule, runs[first].Copies[start].Start, last.Copies[end].End));
            }
        }
    }

    // The edge of a word: no word character follows, invisible ones apart; a repetition that follows at once goes with it.
    private static bool EndsWord(Run run, int copy, List<Token> tokens)
    {
        int invisible = 0;
        foreach (Token token in tokens.SkipWhile(token => token.Start < run.Copies[copy].End))
        {
            if (token.Read == CharacterFolds.SkippedInvisible)
            {
                if (++invisible > 31)
                {
                    return true;
                }

                continue;
            }

            bool repeated = token.Start >= 0 && copy + 1 < run.Copies.Count && run.Copies[copy + 1].Start == token.Start;
            bool overfull = copy + 1 == 32 && token.Read == run.Symbol;
            return overfull || (!repeated && !token.Word);
        }

        return true;
    }

    private static bool IsWord(Rune rune) => (CharacterFolds.Kinds(rune.Value) & CharacterKinds.Word) != 0;
}
