using System.Buffers;
using System.Text;
using GbGateway.Content.Filtering;

namespace GbGateway.Benchmarks.Keywords;

/// <summary>
/// Ours against its peers in one run: <c>keywords [--corpora DIR] [--sizes 10000,100000,1000000] [--rounds 3] [--seconds 0.2] [--ours]</c>.
/// Every figure is CPU time; engines take turns, round by round, on the same documents; best and median of all passes.
/// </summary>
internal static class KeywordBenchmark
{
    internal static int Run(string[] args)
    {
        int[] sizes = [.. (Option(args, "--sizes") ?? "10000,100000,1000000").Split(',').Select(int.Parse)];
        double seconds = double.Parse(Option(args, "--seconds") ?? "0.2");
        int rounds = int.Parse(Option(args, "--rounds") ?? "3");
        List<Corpus> corpora = Corpus.Load(Option(args, "--corpora"));
        using ForeignPeers? foreign = args.Contains("--ours") ? null : new ForeignPeers();
        foreach (int size in sizes)
        {
            List<string> words = SyntheticLibrary.Make(size, corpora[1].Text, 1);
            words = SyntheticLibrary.Clean(words, corpora.Select(static corpus => corpus.Bytes));
            Library(words, [.. corpora, Hostile(words)], rounds, seconds, foreign);
        }

        return 0;
    }

    private static void Library(List<string> words, List<Corpus> corpora, int rounds, double seconds, ForeignPeers? foreign)
    {
        KeywordSet set = Build(words);
        var ours = new OwnPeer("ours, all foldings", document => Scan(set, document));
        OwnPeer[] streamed =
        [
            new("ours, 24 B, matcher", document => StreamedText.Match(set, document)),
            new("ours, 24 B, filter", document => StreamedText.Filter(set, document)),
        ];
        var peers = new List<Peer> { ours };
        peers.AddRange(streamed);
        if (foreign is not null)
        {
            peers.Add(SearchValuesPeer(words, corpora));
            peers.AddRange(foreign.Compile(words, corpora));
        }

        // The first round warms up: tiered compilation is done behind it.
        for (int round = 0; round <= rounds; round++)
        {
            foreach (Peer peer in peers)
            {
                if (round == 1)
                {
                    peer.Passes.Clear();
                }

                peer.Round(corpora, seconds);
            }
        }

        ours.Note = $"hits {ours.Hits}, {ours.Allocated} B allocated";
        Print(peers, ours, corpora);
        Console.WriteLine($"{"held back behind 24 B, bytes",-34}" + string.Join("", corpora.Select(corpus => $"{StreamedText.Held(set, corpus),12:F1}")));
        foreach (ProcessPeer peer in peers.OfType<ProcessPeer>())
        {
            peer.Dispose();
        }
    }

    private static void Print(List<Peer> peers, OwnPeer ours, List<Corpus> corpora)
    {
        Console.WriteLine($"{"MB/s, best|median",-34}" + string.Join("", corpora.Select(static corpus => $"{corpus.Name,12}")));
        foreach (Peer peer in peers)
        {
            bool pieces = peer.Name.Contains("24 B", StringComparison.Ordinal);
            Console.WriteLine($"{peer.Name,-34}" + string.Join("", corpora.Select(corpus => $"{$"{peer.Best(corpus):F0}|{peer.Median(corpus):F0}",12}")) + "   " + peer.Note);
            if (pieces)
            {
                Console.WriteLine($"{"  ns a piece",-34}" + string.Join("", corpora.Select(corpus => $"{StreamedText.Piece * 1e3 / peer.Best(corpus),12:F0}")));
            }
            else if (peer != ours)
            {
                Console.WriteLine($"{"  ours over it",-34}" + string.Join("", corpora.Select(corpus => $"{ours.Best(corpus) / peer.Best(corpus),11:F2}x")));
            }
        }
    }

    private static long Scan(KeywordSet set, byte[] document)
    {
        var counter = default(HitCounter);
        set.Scan(document, ref counter);
        return counter.Hits;
    }

    private static OwnPeer SearchValuesPeer(List<string> words, List<Corpus> corpora)
    {
        double start = ThreadClock.Seconds;
        long before = GC.GetTotalMemory(true);
        SearchValues<string> values = SearchValues.Create([.. words], StringComparison.OrdinalIgnoreCase);
        double built = ThreadClock.Seconds - start;
        long held = GC.GetTotalMemory(true) - before;
        var documents = new Dictionary<byte[], string>();
        foreach (byte[] document in corpora.SelectMany(static corpus => corpus.Documents))
        {
            documents[document] = Encoding.UTF8.GetString(document);
        }

        return new OwnPeer("SearchValues, ignoring case", document => Count(values, documents[document])) { Note = $"built in {built * 1000:F0} ms, {held / 1e6:F1} MB" };
    }

    private static KeywordSet Build(List<string> words)
    {
        KeywordSet set = SyntheticLibrary.Compile(words);
        var library = new KeywordLibrary("bench", "1", words.ConvertAll(static word => new KeywordEntry { Text = word }));
        double best = double.MaxValue;
        for (int i = 0; i < (words.Count > 100_000 ? 3 : 12); i++)
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

    // Text of nothing but entries, each whole, with its last character cut off, or with separators between.
    internal static Corpus Hostile(List<string> words)
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
