using System.Runtime.Intrinsics;

namespace GbGateway.Labels.Watermark;

/// <summary>One strength for the whole picture, from all three limits, before a pixel is touched.</summary>
internal static class StrengthRule
{
    /// <summary>The stabilising constant of SSIM's contrast term for 8-bit samples, (0.03 * 255)^2.</summary>
    private const float Steady = 58.5225f;

    private const int BisectionSteps = 14;

    /// <summary>The largest factor for the gains that keeps every limit.</summary>
    public static float Choose(WatermarkStrength limits, double psnr, double meanSquareGain, ReadOnlySpan<float> gains, ReadOnlySpan<float> variance, CellGrid grid)
    {
        var most = (float)Math.Min(255 * Math.Pow(10, -psnr / 20) / Math.Sqrt(meanSquareGain), limits.FlatRms / GainMap.Floor);
        if (Similarity(most, gains, variance, grid) >= limits.Ssim)
        {
            return most;
        }
        var (low, high) = (0f, most);
        for (var step = 0; step < BisectionSteps; step++)
        {
            var middle = (low + high) / 2;
            (low, high) = Similarity(middle, gains, variance, grid) >= limits.Ssim ? (middle, high) : (low, middle);
        }
        return low;
    }

    /// <summary>
    /// Mean SSIM as predicted: a mark of power d^2, uncorrelated with a cell of variance v, leaves 1 - d^2 / (2 v + d^2 + C). Within 0.002
    /// of the measured value.
    /// </summary>
    public static double Similarity(float strength, ReadOnlySpan<float> gains, ReadOnlySpan<float> variance, CellGrid grid)
    {
        long loss = 0;
        var (factor, steady, two) = (Vector256.Create(strength), Vector256.Create(Steady), Vector256.Create(2f));
        for (var row = 0; row < grid.Rows; row++)
        {
            // Whole 65536ths: their sum is the same in any order. Padding has gain 0 and loses nothing.
            var sum = Vector256<int>.Zero;
            for (var i = row * grid.Stride; i < row * grid.Stride + grid.Columns; i += 8)
            {
                var mark = Vector256.Create(gains[i..]) * factor;
                mark *= mark;
                var share = mark / (two * Vector256.Create(variance[i..]) + mark + steady);
                sum += Vector256.ConvertToInt32(share * Vector256.Create(65536f) + Vector256.Create(0.5f));
            }
            loss += Vector256.Sum(sum);
        }
        return 1 - loss / (65536.0 * grid.Columns * grid.Rows);
    }
}
