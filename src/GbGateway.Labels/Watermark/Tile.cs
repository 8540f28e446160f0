namespace GbGateway.Labels.Watermark;

/// <summary>
/// The mark's pattern repeats every period along x and y; which period a picture gets, and how a stored pattern is laid out.
/// </summary>
internal static class Tile
{
    /// <summary>Number of periods in use: 88, 96 … 176 pixels.</summary>
    public const int Periods = 12;

    /// <summary>Smallest period, in pixels.</summary>
    public const int MinPeriod = 88;

    /// <summary>Largest period, in pixels.</summary>
    public const int MaxPeriod = MinPeriod + 8 * (Periods - 1);

    /// <summary>A stored row begins with the period's last four columns: runs of eight pixels begin at x = -4, 4, 12 …</summary>
    public const int Lead = 4;

    /// <summary>
    /// The period for a picture, in pixels: grows with the root of its shorter side; a multiple of 8, so that JPEG's blocks repeat with it.
    /// </summary>
    public static int PeriodFor(int width, int height)
    {
        var side = Math.Max(1, Math.Min(width, height) / 512.0);
        return Math.Clamp(8 * (int)Math.Round(MinPeriod / 8 * Math.Sqrt(side)), MinPeriod, MaxPeriod);
    }

    /// <summary>The period's place in the list.</summary>
    public static int PeriodIndex(int period) => (period - MinPeriod) / 8;

    /// <summary>The period at a place in the list.</summary>
    public static int PeriodAt(int index) => MinPeriod + 8 * index;

    /// <summary>Samples of a stored row.</summary>
    public static int RowLength(int period) => period + 2 * Lead;
}
