namespace GbGateway.Content.Filtering;

/// <summary>
/// Reads over libraries before they are used: duplicates after folding, entries shadowed by shorter ones, entries that are too short, what
/// hits neutral text, coverage (T-kw-1) and age (T-kw-2).
/// </summary>
public static class KeywordLinter
{
    private const int ShortLatin = 4;
    private const int ShortChinese = 2;

    /// <summary>Checks layers, each entry against all of them.</summary>
    /// <param name="layers">The libraries.</param>
    /// <param name="corpus">Texts in which nothing should be found, UTF-8; may be empty.</param>
    /// <param name="today">The day that expiry and age are held against.</param>
    /// <param name="progress">Told the number of documents done.</param>
    public static LibraryReport Check(
        IReadOnlyList<KeywordLibrary> layers, IEnumerable<ReadOnlyMemory<byte>> corpus, DateOnly today, IProgress<long>? progress = null)
    {
        List<(KeywordLibrary Library, KeywordEntry Entry)> words = [.. layers
            .SelectMany(static library => library.Entries.Select(entry => (library, entry)))
            .Where(pair => !(pair.entry.Expires < today))];
        var problems = new List<KeywordProblem>(KeywordSet.Compile(layers, FilterActions.ObserveAll, today).Problems);
        foreach ((KeywordLibrary library, KeywordEntry entry) in layers.SelectMany(static library => library.Entries.Select(entry => (library, entry))))
        {
            if (entry.Expires < today)
            {
                problems.Add(new KeywordProblem(library.Name, entry.Line, "expired", entry.File));
            }
        }

        Relations(words, problems);
        Short(words, problems);
        var coverage = KeywordRisk.All.ToDictionary(
            static risk => risk, risk => words.Count(pair => pair.Entry.Risk == risk && pair.Entry.Kind != KeywordKind.Allow));
        List<FalsePositive> falsePositives = Corpus(layers, corpus, today, progress);
        DateOnly? updated = layers.Max(static library => library.Updated);
        return new LibraryReport
        {
            Entries = words.Count(static pair => pair.Entry.Kind != KeywordKind.Allow),
            Problems = problems,
            Coverage = coverage,
            FalsePositives = falsePositives,
            CorpusHits = falsePositives.Sum(static entry => entry.Hits),
            AgeDays = updated is { } day ? today.DayNumber - day.DayNumber : null,
        };
    }

    // An entry found within another one makes the longer one needless; found as the whole of it, it's the same entry.
    private static void Relations(List<(KeywordLibrary Library, KeywordEntry Entry)> words, List<KeywordProblem> problems)
    {
        List<(KeywordLibrary Library, KeywordEntry Entry)> plain = [.. words.Where(static pair => pair.Entry.Kind == KeywordKind.Word)];
        KeywordSet set = KeywordSet.Compile(
            [.. plain.GroupBy(static pair => pair.Library).Select(static layer => layer.Key with { Entries = [.. layer.Select(static pair => pair.Entry)] })],
            FilterActions.ObserveAll, DateOnly.MinValue);
        for (int i = 0; i < plain.Count; i++)
        {
            var found = new List<(int Rule, int Start, int End)>();
            byte[] text = System.Text.Encoding.UTF8.GetBytes(plain[i].Entry.Text.Trim());
            var sink = new HitRecorder(found);
            set.Scan(text, ref sink);
            foreach ((int rule, int start, int end) in found.Where(hit => hit.Rule != i).DistinctBy(static hit => hit.Rule))
            {
                KeywordEntry other = plain[rule].Entry;
                bool whole = start == 0 && end == text.Length && Symbols(other, plain[rule].Library) == Symbols(plain[i].Entry, plain[i].Library);
                if (whole && rule > i)
                {
                    continue;
                }

                string what = whole ? "the same after folding as" : "never needed beside";
                problems.Add(new KeywordProblem(plain[i].Library.Name, plain[i].Entry.Line, $"{what} line {other.Line} of {Place(plain[rule].Library, other)}", plain[i].Entry.File));
                break;
            }
        }
    }

    private static string Place(KeywordLibrary library, KeywordEntry entry) => entry.File.Length == 0 ? library.Name : $"{library.Name}/{entry.File}";

    private static int Symbols(KeywordEntry entry, KeywordLibrary library)
    {
        CharacterFolds folds = CharacterFolds.Of(entry.Folding ?? library.Folding);
        return entry.Text.EnumerateRunes().Count(rune => folds.Read(rune.Value) >= 0);
    }

    private static void Short(List<(KeywordLibrary Library, KeywordEntry Entry)> words, List<KeywordProblem> problems)
    {
        foreach ((KeywordLibrary library, KeywordEntry entry) in words)
        {
            if (entry.Kind != KeywordKind.Word)
            {
                continue;
            }

            int symbols = Symbols(entry, library);
            bool latin = entry.Text.All(static c => c < 0x250);
            if (symbols < ShortChinese || (latin && symbols < ShortLatin))
            {
                problems.Add(new KeywordProblem(library.Name, entry.Line, symbols < ShortChinese
                    ? "a single character hits nearly everything, and slows every scan"
                    : $"a Latin word of fewer than {ShortLatin} letters hits harmless text", entry.File));
            }
        }
    }

    private static List<FalsePositive> Corpus(IReadOnlyList<KeywordLibrary> layers, IEnumerable<ReadOnlyMemory<byte>> corpus, DateOnly today, IProgress<long>? progress)
    {
        var lines = new List<(string Library, KeywordEntry Entry)>();
        var named = new List<KeywordLibrary>();
        foreach (KeywordLibrary library in layers)
        {
            named.Add(library with
            {
                Entries = [.. library.Entries.Select(entry =>
                {
                    lines.Add((library.Name, entry));
                    return entry with { Id = (lines.Count - 1).ToString(System.Globalization.CultureInfo.InvariantCulture) };
                })],
            });
        }

        CorpusReport report = CorpusScan.Run(KeywordSet.Compile(named, FilterActions.ObserveAll, today), corpus, progress);
        return [.. report.HitsOfRule
            .Select(pair => (Place: lines[int.Parse(pair.Key, System.Globalization.CultureInfo.InvariantCulture)], pair.Value))
            .Select(static pair => new FalsePositive(pair.Place.Library, pair.Place.Entry.Line, pair.Value, pair.Place.Entry))
            .OrderByDescending(static entry => entry.Hits)];
    }
}
