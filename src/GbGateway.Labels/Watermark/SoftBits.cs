namespace GbGateway.Labels.Watermark;

/// <summary>
/// Turns aligned lines into log-likelihood ratios of the 512 coded bits, trusting each ring of lines as much as its sync lines came
/// through.
/// </summary>
internal sealed class SoftBits
{
    private const float RingWidth = 1.2f;
    private const float RadiusStep = 0.25f;
    private const int RadiusSteps = (int)(Lattice.Reach / RadiusStep) + 2;

    private readonly float[] _byDimension = new float[PolarCode.Length];
    private readonly float[] _ratios = new float[PolarCode.Length];
    private readonly float[] _trust = new float[RadiusSteps];
    private readonly float[] _re = new float[Lattice.Lines];
    private readonly float[] _im = new float[Lattice.Lines];

    /// <summary>Ratios in the code's order, positive for a 0.</summary>
    public ReadOnlySpan<float> Ratios => _ratios;

    /// <summary>Reads the data lines at the shift the sync lines were found at.</summary>
    public void Read(SyncAlignment aligned, KeySchedule key)
    {
        Centre(aligned);
        MeasureTrust(key);
        for (var i = 0; i < Lattice.DataLines; i++)
        {
            var line = key.DataLines[i];
            var (c, s) = (key.DataCos[i], key.DataSin[i]);
            var trust = TrustAt(Lattice.Radius[line]);
            var weight = trust / (1 - trust * trust);
            _byDimension[2 * i] = (_re[line] * c + _im[line] * s) * weight;
            _byDimension[2 * i + 1] = (_im[line] * c - _re[line] * s) * weight;
        }
        for (var j = 0; j < PolarCode.Length; j++)
        {
            _ratios[j] = _byDimension[key.Interleaver[j]] * (2 * 1.41421356f);
        }
    }

    /// <summary>Correlation of the ratios with a word, in standard deviations.</summary>
    public float Agreement(UInt128 word)
    {
        Span<byte> coded = stackalloc byte[PolarCode.Length];
        PolarCode.Encode(word, coded);
        double sum = 0, power = 0;
        for (var j = 0; j < PolarCode.Length; j++)
        {
            sum += coded[j] == 0 ? _ratios[j] : -_ratios[j];
            power += _ratios[j] * _ratios[j];
        }
        return power > 0 ? (float)(sum / Math.Sqrt(power)) : 0;
    }

    /// <summary>Levels the lines, cuts strong ones and moves the pattern to the origin.</summary>
    private void Centre(SyncAlignment aligned)
    {
        Span<float> power = stackalloc float[Lattice.Lines];
        Span<float> weights = stackalloc float[Lattice.Lines];
        for (var line = 0; line < Lattice.Lines; line++)
        {
            power[line] = aligned.LineRe[line] * aligned.LineRe[line] + aligned.LineIm[line] * aligned.LineIm[line];
        }
        RingLevel.Weigh(power, weights);
        for (var line = 0; line < Lattice.Lines; line++)
        {
            var size = MathF.Sqrt(power[line]) * weights[line];
            var weight = weights[line] * MathF.Min(1, 2 / MathF.Max(size, 1e-9f));
            var (sin, cos) = MathF.SinCos(2 * MathF.PI * (Lattice.K[line] * aligned.Shift.X + Lattice.L[line] * aligned.Shift.Y));
            var (re, im) = (aligned.LineRe[line] * weight, aligned.LineIm[line] * weight);
            (_re[line], _im[line]) = (re * cos - im * sin, re * sin + im * cos);
        }
    }

    /// <summary>Mean of the sync lines along their phases, over radius: 1 would be no noise at all.</summary>
    private void MeasureTrust(KeySchedule key)
    {
        for (var step = 0; step < RadiusSteps; step++)
        {
            var (sum, weights) = (0f, 1e-20f);
            for (var i = 0; i < Lattice.SyncLines; i++)
            {
                var line = key.SyncLines[i];
                var distance = (Lattice.Radius[line] - step * RadiusStep) / RingWidth;
                var weight = distance is < -4 or > 4 ? 0 : MathF.Exp(-0.5f * distance * distance);
                sum += weight * (_re[line] * key.SyncCos[i] + _im[line] * key.SyncSin[i]);
                weights += weight;
            }
            _trust[step] = Math.Clamp(sum / weights, 0.03f, 0.97f);
        }
    }

    private float TrustAt(float radius)
    {
        var step = (int)(radius / RadiusStep);
        var part = radius / RadiusStep - step;
        return _trust[step] + (_trust[step + 1] - _trust[step]) * part;
    }
}
