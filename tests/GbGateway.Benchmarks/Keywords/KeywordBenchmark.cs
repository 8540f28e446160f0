using System.Buffers;
using System.Text;
using GbGateway.Content.Filtering;

namespace GbGateway.Benchmarks.Keywords;

/// <summary>
/// Ours against its peers in one run: <c>keywords [--corpora DIR] [--sizes 10000,100000,1000000] [--seconds 0.5] [--ours]</c>.
/// Every figure is thread CPU time, the fastest pass; engines take turns on the same documents.
/// </summary>
internal static class KeywordBenchmark
{
    internal static int Run(string[] args)
    {
        string? folder = Option(args, "--corpora");
        int[] sizes = [.. (Option(args, "--sizes") ?? "10000,100000,1000000").Split(',').Select(int.Parse)];
        double seconds = double.Parse(Option(args, "--seconds") ?? "0.5");
        List<Corpus> corpora = Corpus.Load(folder);
        string chinese = corpora[1].Text;
        foreach (int size in sizes)
        {
            List<string> words = SyntheticLibrary.Make(size, chinese, 1);
            words = SyntheticLibrary.Clean(words, corpora.Select(static corpus => corpus.Bytes));
            Library(size, words, corpora, seconds, args.Contains("--ours"));
        }

        return 0;
    }

    private static void Library(int size, List<string> words, List<Corpus> corpora, double seconds, bool oursOnly)
    {
        KeywordSet set = Build(size, words);
        var corporaNow = corpora.Append(Adversarial(words)).ToList();
        Console.WriteLine($"{"",-34}" + string.Join("", corporaNow.Select(static corpus => $"{corpus.Name,9}")) + "   MB/s");
        var ours = Row("ours, all foldings", corporaNow, corpus => Passes(corpus, seconds, document =>
        {
            var counter = default(HitCounter);
            set.Scan(document, ref counter);
            return counter.Hits;
        }));
        Stream(set, corporaNow, seconds);
        if (oursOnly)
        {
            return;
        }

        SearchValues<string> values = SearchValues.Create([.. words], StringComparison.OrdinalIgnoreCase);
        var documents = new Dictionary<byte[], string>();
        foreach (byte[] document in corporaNow.SelectMany(static corpus => corpus.Documents))
        {
            documents[document] = Encoding.UTF8.GetString(document);
        }

        Ratio(ours, Row("SearchValues, ignoring case", corporaNow, corpus => Passes(corpus, seconds, document => Count(values, documents[document]))));
        foreach ((string mode, bool caseless) in new[] { ("block", false), ("block", true), ("stream", false) })
        {
            Ratio(ours, Hyperscan.Row(words, corporaNow, mode, caseless, seconds));
        }

        Console.WriteLine("ToolGood.Words: skipped, the package can't be restored here");
    }

    private static KeywordSet Build(int size, List<string> words)
    {
        KeywordSet set = SyntheticLibrary.Compile(words);
        var library = new KeywordLibrary("bench", "1", words.ConvertAll(static word => new KeywordEntry { Text = word }));
        double best = double.MaxValue;
        for (int i = 0; i < (size > 100_000 ? 3 : 12); i++)
        {
            double start = ThreadClock.Seconds;
            set = KeywordSet.Compile([library], FilterActions.MaskAll, DateOnly.MinValue);
            best = Math.Min(best, ThreadClock.Seconds - start);
        }

        long before = GC.GetTotalMemory(true);
        KeywordSet kept = KeywordSet.Compile([library], FilterActions.MaskAll, DateOnly.MinValue);
        long held = GC.GetTotalMemory(true) - before;
        GC.KeepAlive(kept);
        Console.WriteLine($"\n{set.Entries} entries: built in {best * 1000:F1} ms, {held / 1e6:F1} MB held ({set.Bytes / 1e6:F1} MB counted)");
        return set;
    }

    // Text of nothing but entries, each with its last character cut off or separators put between.
    private static Corpus Adversarial(List<string> words)
    {
        var text = new StringBuilder();
        var random = new Random(3);
        while (text.Length < 600_000)
        {
            string word = words[random.Next(words.Count)];
            text.Append(random.Next(3) switch { 0 => word, 1 => word[..^1], _ => string.Join('*', word.ToCharArray()) });
        }

        return new Corpus("hostile", Encoding.UTF8.GetBytes(text.ToString()));
    }

    private static Dictionary<string, double> Row(string name, List<Corpus> corpora, Func<Corpus, (double Speed, long Hits, long Allocated)> measure)
    {
        var speeds = new Dictionary<string, double>();
        var line = new StringBuilder($"{name,-34}");
        long hits = 0, allocated = 0;
        foreach (Corpus corpus in corpora)
        {
            (double speed, long found, long bytes) = measure(corpus);
            speeds[corpus.Name] = speed;
            line.Append($"{speed,9:F0}");
            hits += corpus.Name == "hostile" ? 0 : found;
            allocated += bytes;
        }

        Console.WriteLine($"{line}   hits {hits}, {allocated} B allocated");
        return speeds;
    }

    private static void Ratio(Dictionary<string, double> ours, Dictionary<string, double>? peer)
    {
        if (peer is not null)
        {
            Console.WriteLine($"{"  ours over it",-34}" + string.Join("", ours.Select(pair => peer.TryGetValue(pair.Key, out double speed) ? $"{pair.Value / speed,8:F2}x" : $"{"",9}")));
        }
    }

    private static (double Speed, long Hits, long Allocated) Passes(Corpus corpus, double seconds, Func<byte[], long> scan)
    {
        double best = double.MaxValue, spent = 0;
        long hits = 0, allocated = 0;
        for (int pass = 0; pass < 200 && (pass < 4 || spent < seconds); pass++)
        {
            hits = 0;
            long before = GC.GetAllocatedBytesForCurrentThread();
            double start = ThreadClock.Seconds;
            foreach (byte[] document in corpus.Documents)
            {
                hits += scan(document);
            }

            double took = ThreadClock.Seconds - start;
            allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            best = Math.Min(best, took);
            spent += took;
        }

        return (corpus.Bytes.Length / best / 1e6, hits, allocated);
    }

    private static void Stream(KeywordSet set, List<Corpus> corpora, double seconds)
    {
        var output = new ArrayBufferWriter<byte>(1 << 20);
        foreach (int size in new[] { 8, 24, 64 })
        {
            var line = new StringBuilder($"{$"  filter, {size} B pieces, ns a piece",-34}");
            foreach (Corpus corpus in corpora)
            {
                double best = double.MaxValue, spent = 0;
                long pieces = 0, held = 0;
                for (int pass = 0; pass < 50 && (pass < 4 || spent < seconds); pass++)
                {
                    pieces = held = 0;
                    double start = ThreadClock.Seconds;
                    foreach (byte[] document in corpus.Documents)
                    {
                        using var filter = new TextFilter(set);
                        for (int at = 0; at < document.Length; at += size)
                        {
                            filter.Push(document.AsSpan(at, Math.Min(size, document.Length - at)), output);
                            held += filter.Held;
                            pieces++;
                        }

                        filter.Flush(output);
                        output.ResetWrittenCount();
                    }

                    double took = ThreadClock.Seconds - start;
                    best = Math.Min(best, took);
                    spent += took;
                }

                line.Append($"{best * 1e9 / pieces,9:F0}");
                line.Append(size == 24 ? $" ({(double)held / pieces:F1} held)" : "");
            }

            Console.WriteLine(line);
        }
    }

    private static long Count(SearchValues<string> values, string text)
    {
        long hits = 0;
        ReadOnlySpan<char> rest = text;
        for (int at; (at = rest.IndexOfAny(values)) >= 0; hits++)
        {
            rest = rest[(at + 1)..];
        }

        return hits;
    }

    private static string? Option(string[] args, string name)
    {
        int at = Array.IndexOf(args, name);
        return at >= 0 && at + 1 < args.Length ? args[at + 1] : null;
    }
}
