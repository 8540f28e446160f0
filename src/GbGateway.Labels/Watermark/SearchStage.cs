namespace GbGateway.Labels.Watermark;

/// <summary>The three searches, cheapest first: scale alone, scale and rotation, scale and aspect.</summary>
internal static class SearchStage
{
    /// <summary>Number of stages.</summary>
    public const int Count = 3;

    /// <summary>Most poses a stage looks into.</summary>
    public const int MaxCandidates = 5;

    /// <summary>
    /// Poses looked into, each in each of its orientations, by a search that finds nothing: 2 in 8, 3 in 2, then 3 in 2 twice.
    /// </summary>
    public const int MaxOrientedCandidates = 2 * 8 + 3 * 2 + 2 * 3 * 2;

    private const float SmallestPeriod = 16;
    private const float LargestPeriod = 280;
    private const float MaxAngle = 5 * MathF.PI / 180;
    private const float MaxStretch = 0.25f;

    /// <summary>Two poses closer than this are one.</summary>
    private const float Apart = 0.01f;

    /// <summary>
    /// How many orientations of a candidate are tried. Pictures that were turned by a quarter are seldom scaled out of shape as well.
    /// </summary>
    public static int OrientationsOf(int stage, int candidate) => stage == 0 && candidate < 2 ? LatticePose.Orientations : 2;

    /// <summary>Scores every pose of a stage and returns the best that differ.</summary>
    public static int FindCandidates(int stage, AnalysisPlan plan, ReadOnlySpan<byte> table, Span<float> scores, Span<LatticePose> candidates)
    {
        var grid = GridOf(stage, plan);
        scores = scores[..grid.Count];
        for (var i = 0; i < scores.Length; i++)
        {
            scores[i] = LatticeSearch.Score(table, grid[i]);
        }
        var (most, least) = stage == 0 ? (MaxCandidates, 1.8f) : (3, 2.5f);
        var found = 0;
        // Neighbours of a pose found are passed over; the bound keeps a crowded spectrum from taking long.
        for (var tries = 0; tries < 400 && found < most; tries++)
        {
            var best = IndexOfMax(scores);
            if (scores[best] < least)
            {
                break;
            }
            scores[best] = float.NegativeInfinity;
            var pose = grid[best];
            var isNew = true;
            for (var i = 0; i < found; i++)
            {
                isNew &= pose.DistanceTo(candidates[i]) > Apart;
            }
            if (isNew)
            {
                candidates[found++] = pose;
            }
        }
        return found;
    }

    private static PoseGrid GridOf(int stage, AnalysisPlan plan)
    {
        // Pictures of 4 megapixels and more have up to 26 periods a side; they cost little in the first stage, much in the others.
        var smallest = MathF.Max(SmallestPeriod, plan.ShorterSide / (stage == 0 ? 28f : 13f));
        var largest = Math.Clamp(plan.ShorterSide / 1.2f, smallest * 1.1f, MathF.Max(LargestPeriod, smallest * 1.1f));
        return new PoseGrid(smallest, largest, stage == 1 ? MaxAngle : 0, stage == 2 ? MaxStretch : 0);
    }

    private static int IndexOfMax(ReadOnlySpan<float> scores)
    {
        var best = 0;
        for (var i = 1; i < scores.Length; i++)
        {
            best = scores[i] > scores[best] ? i : best;
        }
        return best;
    }
}
