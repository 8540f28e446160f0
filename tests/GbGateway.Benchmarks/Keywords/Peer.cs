namespace GbGateway.Benchmarks.Keywords;

/// <summary>An engine with its library compiled, measured in rounds.</summary>
internal abstract class Peer(string name)
{
    /// <summary>As it stands in the table.</summary>
    internal string Name { get; } = name;

    /// <summary>Build time, memory and the like.</summary>
    internal string Note { get; set; } = "";

    /// <summary>Seconds of CPU of every pass over a corpus so far.</summary>
    internal Dictionary<string, List<double>> Passes { get; } = [];

    /// <summary>One round: passes over every corpus.</summary>
    /// <param name="corpora">The texts.</param>
    /// <param name="seconds">How long to go on with one corpus.</param>
    internal abstract void Round(IReadOnlyList<Corpus> corpora, double seconds);

    /// <summary>MB/s of the fastest pass.</summary>
    internal double Best(Corpus corpus) => corpus.Bytes.Length / Passes[corpus.Name].Min() / 1e6;

    /// <summary>MB/s of the median pass.</summary>
    internal double Median(Corpus corpus) => corpus.Bytes.Length / Passes[corpus.Name].Order().ElementAt(Passes[corpus.Name].Count / 2) / 1e6;

    /// <summary>Notes a pass.</summary>
    protected void Add(Corpus corpus, double seconds)
    {
        if (!Passes.TryGetValue(corpus.Name, out List<double>? passes))
        {
            Passes[corpus.Name] = passes = [];
        }

        passes.Add(seconds);
    }
}
