namespace GbGateway.Labels.Watermark;

/// <summary>
/// The score a mark must reach, from a bound that holds for every picture. For a fixed pose, shift and word, and phases drawn at random,
/// sync score b and
/// word score T exceed t with a chance below exp(-t^2 / 2) each (Chernoff; no model of pictures), independently. Over all poses, shifts and
/// words that
/// could be tried, <c>P(b^2 + T^2 >= s) &lt;= looks * words * (1 + s / 2) * exp(-s / 2)</c>.
/// </summary>
internal static class FalsePositiveBound
{
    /// <summary>Chance of reading any mark in a picture that bears none of the keys', over the choice of keys.</summary>
    public const double Chance = 1e-9;

    /// <summary>
    /// Natural logarithm of the number of sync looks possible: shifts, corrections on their grid, oriented candidates, keys.
    /// </summary>
    public static double LogLooks(int orientedCandidates, int keys) =>
        2 * Math.Log(SyncCorrelation.Size) + 4 * Math.Log(2 * SyncAlignment.Reach + 1) + Math.Log(orientedCandidates) + Math.Log(keys);

    /// <summary>The smallest score whose bound is <see cref="Chance"/>.</summary>
    public static double Threshold(int orientedCandidates, int keys)
    {
        var wanted = LogLooks(orientedCandidates, keys) + WatermarkWord.FreeBits * Math.Log(2) - Math.Log(Chance);
        // s / 2 = wanted + ln(1 + s / 2): a contraction, done after a few rounds.
        var half = wanted;
        for (var round = 0; round < 50; round++)
        {
            half = wanted + Math.Log(1 + half);
        }
        return 2 * half;
    }
}
