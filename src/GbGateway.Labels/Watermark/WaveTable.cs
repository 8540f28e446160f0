namespace GbGateway.Labels.Watermark;

/// <summary>Cosines and sines of 0, 1, 2 … cycles a period, at every pixel of it.</summary>
internal sealed class WaveTable
{
    private readonly float[] _cos;
    private readonly float[] _sin;

    /// <summary>Computes the first <paramref name="waves"/> waves of a period.</summary>
    public WaveTable(int period, int waves)
    {
        Period = period;
        (_cos, _sin) = (new float[waves * period], new float[waves * period]);
        for (var wave = 0; wave < waves; wave++)
        {
            for (var x = 0; x < period; x++)
            {
                var (sin, cos) = Math.SinCos(2 * Math.PI * (wave * x % period) / period);
                (_cos[wave * period + x], _sin[wave * period + x]) = ((float)cos, (float)sin);
            }
        }
    }

    /// <summary>Samples a wave.</summary>
    public int Period { get; }

    /// <summary>Cosines of wave <paramref name="wave"/> and, after them, of the higher ones.</summary>
    public ReadOnlySpan<float> Cos(int wave) => _cos.AsSpan(wave * Period);

    /// <summary>Sines of wave <paramref name="wave"/> and, after them, of the higher ones.</summary>
    public ReadOnlySpan<float> Sin(int wave) => _sin.AsSpan(wave * Period);
}
