namespace GbGateway.Labels.Media.Jpeg.Surgery;

/// <summary>One quantisation table with the factors that take its coefficients into <see cref="Dct"/> and back.</summary>
internal sealed class QuantTable
{
    private readonly ushort[] _steps = new ushort[64];
    private readonly float[] _toDct = new float[64];
    private readonly float[] _fromDct = new float[64];

    public bool IsSet { get; set; }

    /// <summary>Steps in zigzag order, 1 to 65535.</summary>
    public ReadOnlySpan<ushort> Steps => _steps;

    /// <summary>Coefficient to the input of <see cref="Dct.Inverse"/>, in zigzag order.</summary>
    public ReadOnlySpan<float> ToDct => _toDct;

    /// <summary>Output of <see cref="Dct.Forward"/> to the unrounded coefficient, in natural order.</summary>
    public ReadOnlySpan<float> FromDct => _fromDct;

    /// <summary>Takes a DQT table of 8- or 16-bit steps; false if a step is zero.</summary>
    public bool TryLoad(ReadOnlySpan<byte> steps, bool wide)
    {
        for (var i = 0; i < 64; i++)
        {
            var step = wide ? steps[2 * i] << 8 | steps[2 * i + 1] : steps[i];
            if (step == 0)
            {
                return false;
            }
            if (_steps[i] == step)
            {
                continue;
            }
            int natural = Zigzag.ToNatural[i];
            var scale = Dct.RowScale(natural >> 3);
            _steps[i] = (ushort)step;
            _toDct[i] = step * scale;
            _fromDct[natural] = 1f / (step * scale * 8f);
        }
        return true;
    }
}
