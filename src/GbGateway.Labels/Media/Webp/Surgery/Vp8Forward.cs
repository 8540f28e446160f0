namespace GbGateway.Labels.Media.Webp.Surgery;

/// <summary>The forward transform and the nearest levels: the inverse's curves are orthogonal, each of length 2.</summary>
internal static class Vp8Forward
{
    private const float High = 1.3065630f, Low = 0.5411961f;

    /// <summary>Finds the levels nearest to what a block must add to its prediction.</summary>
    /// <param name="rest">16 samples, row by row.</param>
    /// <param name="dc">Step of the constant term.</param>
    /// <param name="ac">Step of the others.</param>
    /// <param name="levels">Gets the levels, row by row.</param>
    public static void Run(ReadOnlySpan<int> rest, int dc, int ac, Span<int> levels)
    {
        Span<float> half = stackalloc float[16];
        for (var i = 0; i < 4; i++)
        {
            Turn(rest[i], rest[4 + i], rest[8 + i], rest[12 + i], out half[i], out half[4 + i], out half[8 + i], out half[12 + i]);
        }
        for (var i = 0; i < 16; i += 4)
        {
            Turn(half[i], half[i + 1], half[i + 2], half[i + 3], out var a, out var b, out var c, out var d);
            levels[i] = Nearest(a, i == 0 ? dc : ac);
            levels[i + 1] = Nearest(b, ac);
            levels[i + 2] = Nearest(c, ac);
            levels[i + 3] = Nearest(d, ac);
        }
    }

    private static int Nearest(float value, int step) => (int)MathF.Round(value * 0.5f / step);

    private static void Turn(float p, float q, float r, float s, out float a, out float b, out float c, out float d)
    {
        a = p + q + r + s;
        b = High * (p - s) + Low * (q - r);
        c = p - q - r + s;
        d = Low * (p - s) - High * (q - r);
    }
}
