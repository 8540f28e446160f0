namespace GbGateway.Benchmarks.Watermark.Attacks;

/// <summary>Smooth random values over the plane, 0 to 1.</summary>
internal sealed class ValueNoise(int seed)
{
    /// <summary>Random at whole coordinates, smooth between.</summary>
    public double At(double x, double y)
    {
        var (left, top) = ((int)Math.Floor(x), (int)Math.Floor(y));
        var (u, v) = (Smooth(x - left), Smooth(y - top));
        return Mix(Mix(Corner(left, top), Corner(left + 1, top), u), Mix(Corner(left, top + 1), Corner(left + 1, top + 1), u), v);
    }

    /// <summary>A sum of ever finer noise, each octave half as strong.</summary>
    public double Octaves(double x, double y, int count)
    {
        var (sum, weights, weight) = (0.0, 0.0, 1.0);
        for (var octave = 0; octave < count; octave++, weight /= 2)
        {
            sum += weight * At(x * (1 << octave) + 17 * octave, y * (1 << octave) - 31 * octave);
            weights += weight;
        }
        return sum / weights;
    }

    private double Corner(int x, int y)
    {
        var bits = unchecked((uint)(x * 374761393 + y * 668265263 + seed * 974634533));
        bits = (bits ^ (bits >> 13)) * 1274126177;
        bits ^= bits >> 16;
        return (bits & 0xFFFFFF) / (double)0xFFFFFF;
    }

    private static double Smooth(double t) => t * t * (3 - 2 * t);

    private static double Mix(double a, double b, double t) => a + (b - a) * t;
}
