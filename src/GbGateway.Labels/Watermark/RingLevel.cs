namespace GbGateway.Labels.Watermark;

/// <summary>
/// Weights that bring lines of about one radius to mean power 1: the picture leaves more noise at some frequencies than at others.
/// </summary>
internal static class RingLevel
{
    private const int Around = 24;

    /// <summary>Writes 1 / sqrt of the mean power of the 49 lines next in radius.</summary>
    public static void Weigh(ReadOnlySpan<float> power, Span<float> weights)
    {
        Span<double> sums = stackalloc double[Lattice.Lines + 1];
        for (var i = 0; i < Lattice.Lines; i++)
        {
            sums[i + 1] = sums[i] + power[Lattice.ByRadius[i]];
        }
        for (var i = 0; i < Lattice.Lines; i++)
        {
            var (low, high) = (Math.Max(0, i - Around), Math.Min(Lattice.Lines, i + Around + 1));
            weights[Lattice.ByRadius[i]] = (float)(1 / Math.Sqrt((sums[high] - sums[low]) / (high - low) + 1e-9));
        }
    }
}
