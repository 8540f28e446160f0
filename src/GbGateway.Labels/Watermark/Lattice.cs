namespace GbGateway.Labels.Watermark;

/// <summary>
/// The mark's carrier: a pattern that repeats every period has a line spectrum, and these are its lines, all points (k, l) of a half plane
/// with 4 &lt;= |(k, l)| &lt;= 17 cycles a period. The ring leaves out what viewers see best and what scaling and JPEG remove first.
/// </summary>
internal static class Lattice
{
    /// <summary>Largest |k| and l.</summary>
    public const int Reach = 17;

    /// <summary>Number of lines.</summary>
    public const int Lines = 428;

    /// <summary>Lines that carry no data but tell where the pattern lies.</summary>
    public const int SyncLines = 172;

    /// <summary>Lines that carry two bits each.</summary>
    public const int DataLines = Lines - SyncLines;

    private const int InnerSquared = 4 * 4;
    private const int OuterSquared = Reach * Reach;

    private static readonly short[] IndexOf = new short[(2 * Reach + 1) * (2 * Reach + 1)];

    static Lattice()
    {
        Array.Fill(IndexOf, (short)-1);
        var n = 0;
        for (var k = -Reach; k <= Reach; k++)
        {
            for (var l = 0; l <= Reach; l++)
            {
                var square = k * k + l * l;
                if ((l == 0 && k <= 0) || square is < InnerSquared or > OuterSquared)
                {
                    continue;
                }
                (K[n], L[n], Radius[n]) = ((sbyte)k, (sbyte)l, MathF.Sqrt(square));
                IndexOf[(k + Reach) * (2 * Reach + 1) + l + Reach] = (short)n++;
            }
        }
        ByRadius = [.. Enumerable.Range(0, Lines)];
        Array.Sort((float[])Radius.Clone(), ByRadius);
    }

    /// <summary>Cycles a period along x.</summary>
    public static sbyte[] K { get; } = new sbyte[Lines];

    /// <summary>Cycles a period along y, never negative.</summary>
    public static sbyte[] L { get; } = new sbyte[Lines];

    /// <summary>|(k, l)|.</summary>
    public static float[] Radius { get; } = new float[Lines];

    /// <summary>Line numbers from the smallest radius to the largest.</summary>
    public static int[] ByRadius { get; }

    /// <summary>
    /// The line at (k, l), or the one at (-k, -l) with <paramref name="conjugate"/> set: a real picture has both or neither.
    /// </summary>
    public static int Find(int k, int l, out bool conjugate)
    {
        conjugate = l < 0 || (l == 0 && k < 0);
        return conjugate ? IndexOf[(Reach - k) * (2 * Reach + 1) + Reach - l] : IndexOf[(k + Reach) * (2 * Reach + 1) + l + Reach];
    }
}
