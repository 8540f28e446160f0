namespace GbGateway.Benchmarks.Keywords;

/// <summary>An engine of this process.</summary>
/// <param name="name">As it stands in the table.</param>
/// <param name="scan">Scans one document of a corpus; the hits.</param>
internal sealed class OwnPeer(string name, Func<byte[], long> scan) : Peer(name)
{
    /// <summary>Hits of a pass over all corpora but the hostile one.</summary>
    internal long Hits { get; private set; }

    /// <summary>Bytes allocated by the last pass over each corpus.</summary>
    internal long Allocated { get; private set; }

    internal override void Round(IReadOnlyList<Corpus> corpora, double seconds)
    {
        Hits = Allocated = 0;
        foreach (Corpus corpus in corpora)
        {
            double spent = 0;
            long hits = 0, allocated = 0;
            for (int pass = 0; pass < 2 || spent < seconds; pass++)
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
                Add(corpus, took);
                spent += took;
            }

            Hits += corpus.Name == "hostile" ? 0 : hits;
            Allocated += allocated;
        }
    }
}
