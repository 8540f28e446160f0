namespace GbGateway.Content.Filtering;

/// <summary>What the linter found about a library.</summary>
public sealed class LibraryReport
{
    /// <summary>Entries that count today.</summary>
    public required int Entries { get; init; }

    /// <summary>What is wrong, entry by entry.</summary>
    public required IReadOnlyList<KeywordProblem> Problems { get; init; }

    /// <summary>Entries a risk, over all risks of annex A.</summary>
    public required IReadOnlyDictionary<KeywordRisk, int> Coverage { get; init; }

    /// <summary>Entries that were hit in the neutral corpus, the worst first.</summary>
    public required IReadOnlyList<FalsePositive> FalsePositives { get; init; }

    /// <summary>Hits in the neutral corpus.</summary>
    public required long CorpusHits { get; init; }

    /// <summary>Days since the youngest layer was updated; null if none says so.</summary>
    public required int? AgeDays { get; init; }

    /// <summary>Whether T-kw-1 is met: 10,000 entries, 200 for each risk of A.1, 100 for each of A.2.</summary>
    public bool CoversAnnexA => Entries >= 10_000 && Coverage.All(static pair => pair.Value >= pair.Key.EntriesWanted);

    /// <summary>Whether T-kw-2 is met: updated within a week.</summary>
    public bool IsFresh => AgeDays is <= 7;

    /// <summary>The fewest entries that cause a share of the corpus hits: removing them removes that share.</summary>
    /// <param name="share">0 to 1; nine tenths is a good question to ask.</param>
    public IReadOnlyList<FalsePositive> Culprits(double share)
    {
        long sum = 0;
        var worst = new List<FalsePositive>();
        foreach (FalsePositive entry in FalsePositives)
        {
            if (sum >= share * CorpusHits)
            {
                break;
            }

            worst.Add(entry);
            sum += entry.Hits;
        }

        return worst;
    }
}
