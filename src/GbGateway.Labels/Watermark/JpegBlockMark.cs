using System.Runtime.Intrinsics;

namespace GbGateway.Labels.Watermark;

/// <summary>Reads and changes single blocks of quantised coefficients.</summary>
internal readonly ref struct JpegBlockMark
{
    /// <summary>No 8-bit picture has a coefficient beyond this, whatever its step.</summary>
    private const float Largest = 1023;

    /// <summary>Activity beyond which a gain doesn't rise.</summary>
    private const float Busiest = 128 * 13.2f;

    /// <summary>Floats of scratch needed.</summary>
    public const int WorkLength = 3 * 64;

    private readonly Span<float> _steps;
    private readonly Span<float> _weights;
    private readonly Span<float> _inverses;

    /// <summary>Prepares for a quantisation table; <paramref name="work"/> needs <see cref="WorkLength"/> entries.</summary>
    public JpegBlockMark(ReadOnlySpan<ushort> quantization, ReadOnlySpan<byte> order, Span<float> work)
    {
        _steps = work[..64];
        _weights = work.Slice(64, 64);
        _inverses = work.Slice(128, 64);
        for (var i = 0; i < 64; i++)
        {
            // Change of luma between pixels two apart, of one unit of this frequency, squared; calibrated against the measure of pixels.
            var natural = order.IsEmpty ? i : order[i];
            var (u, v) = (natural % 8, natural / 8);
            _weights[i] = i == 0 ? 0 : Math.Min(16, u * u + v * v);
            _steps[i] = quantization[i];
            _inverses[i] = 1f / quantization[i];
        }
    }

    /// <summary>A block's activity, in units of <see cref="ActivityMap"/>, and its luma variance.</summary>
    public (float Activity, float Variance) Measure(ReadOnlySpan<short> block)
    {
        Vector256<float> change = default, power = default;
        for (var i = 0; i < 64; i += 8)
        {
            var value = Values(block, i) * Vector256.Create<float>(_steps[i..]);
            value *= value;
            power += value;
            change += value * Vector256.Create<float>(_weights[i..]);
        }
        var direct = block[0] * _steps[0];
        var variance = MathF.Max(0, Sum(power) - direct * direct) / 64;
        return (MathF.Min(Busiest, 128 * 0.055f * MathF.Sqrt(Sum(change))) * ActivityMap.Texture(variance), variance);
    }

    /// <summary>Energy the mark will have in this block once its coefficients are whole.</summary>
    public float Energy(ReadOnlySpan<float> pattern, float gain)
    {
        Vector256<float> energy = default;
        for (var i = 0; i < 64; i += 8)
        {
            var change = Whole(pattern, gain, i) * Vector256.Create<float>(_steps[i..]);
            energy += change * change;
        }
        return Sum(energy);
    }

    /// <summary>Adds the mark. A coefficient already out of range is not moved further out.</summary>
    public void Add(Span<short> block, ReadOnlySpan<float> pattern, float gain)
    {
        for (var i = 0; i < 64; i += 8)
        {
            var value = Values(block, i);
            var limit = Vector256.Create(Largest) * Vector256.Create<float>(_inverses[i..]);
            var marked = value + Whole(pattern, gain, i);
            marked = Vector256.Max(Vector256.Min(marked, Vector256.Max(value, limit)), Vector256.Min(value, -limit));
            var whole = Vector256.ConvertToInt32(marked);
            Vector128.Narrow(whole.GetLower(), whole.GetUpper()).CopyTo(block[i..]);
        }
    }

    private Vector256<float> Whole(ReadOnlySpan<float> pattern, float gain, int i) =>
        Vector256.Floor(Vector256.Create(gain) * Vector256.Create(pattern[i..]) * Vector256.Create<float>(_inverses[i..]) + Vector256.Create(0.5f));

    private static Vector256<float> Values(ReadOnlySpan<short> block, int i)
    {
        var eight = Vector128.Create(block[i..]);
        return Vector256.ConvertToSingle(Vector256.Create(Vector128.WidenLower(eight), Vector128.WidenUpper(eight)));
    }

    /// <summary>Sums lanes in one order everywhere.</summary>
    private static float Sum(Vector256<float> lanes) => lanes[0] + lanes[1] + lanes[2] + lanes[3] + lanes[4] + lanes[5] + lanes[6] + lanes[7];
}
