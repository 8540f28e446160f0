namespace GbGateway.Labels.Watermark;

/// <summary>Poses to be tried: every period of a range at every angle or every stretch.</summary>
/// <param name="MinPeriod">Smallest period, in analysed pixels.</param>
/// <param name="MaxPeriod">Largest period.</param>
/// <param name="MaxAngle">Angles up to this, both ways, in radians.</param>
/// <param name="MaxStretch">Logarithms of the aspect ratio up to this, both ways.</param>
internal readonly record struct PoseGrid(float MinPeriod, float MaxPeriod, float MaxAngle, float MaxStretch)
{
    /// <summary>Most scores a grid can have.</summary>
    public const int MaxCount = 160_000;

    // Steps move the outermost line by less than half a frequency step of the spectrum.
    private const float PeriodStep = 0.003f;
    private const float AngleStep = 0.15f * MathF.PI / 180;
    private const float StretchStep = 0.0033f;

    /// <summary>Number of periods.</summary>
    public int Periods => Math.Max(1, (int)(MathF.Log(MaxPeriod / MinPeriod) / PeriodStep));

    /// <summary>Number of angles or stretches; only one of them may vary.</summary>
    public int Sides => 2 * (int)(MaxAngle / AngleStep + 0.01f) + 2 * (int)(MaxStretch / StretchStep + 0.01f) + 1;

    /// <summary>Number of poses.</summary>
    public int Count => Math.Min(MaxCount, Periods * Sides);

    /// <summary>The pose at a place in the grid.</summary>
    public LatticePose this[int index]
    {
        get
        {
            var (side, step) = (index / Periods - Sides / 2, index % Periods);
            var period = MinPeriod * MathF.Exp(step * PeriodStep);
            return MaxAngle > 0 ? LatticePose.Of(period, side * AngleStep, 0) : LatticePose.Of(period, 0, side * StretchStep);
        }
    }
}
