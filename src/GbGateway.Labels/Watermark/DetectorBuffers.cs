using System.Buffers;

namespace GbGateway.Labels.Watermark;

/// <summary>Everything a detection needs, rented for its time.</summary>
internal sealed class DetectorBuffers : IDisposable
{
    private readonly byte[] _bytes;
    private readonly sbyte[] _signs;
    private readonly float[] _floats;
    private readonly ushort[] _sums;
    private readonly int _luma;

    /// <summary>Rents for a plan.</summary>
    public DetectorBuffers(AnalysisPlan plan)
    {
        _luma = plan.Width * plan.Height;
        _bytes = ArrayPool<byte>.Shared.Rent(_luma + Spectrum.TableLength + plan.Width * plan.Factor);
        _signs = ArrayPool<sbyte>.Shared.Rent(_luma);
        _floats = ArrayPool<float>.Shared.Rent(Math.Max(Spectrum.WorkLength, PoseGrid.MaxCount));
        _sums = ArrayPool<ushort>.Shared.Rent(plan.Width * plan.Factor);
    }

    /// <summary>Luma as analysed.</summary>
    public Span<byte> Luma => _bytes.AsSpan(0, _luma);

    /// <summary>The spectrum as bytes.</summary>
    public Span<byte> Table => _bytes.AsSpan(_luma, Spectrum.TableLength);

    /// <summary>A source row.</summary>
    public Span<byte> Row => _bytes.AsSpan(_luma + Spectrum.TableLength);

    /// <summary>Sums of source rows.</summary>
    public Span<ushort> Sums => _sums;

    /// <summary>The filtered picture.</summary>
    public Span<sbyte> Signs => _signs.AsSpan(0, _luma);

    /// <summary>Scratch of the transform, then the scores of a search.</summary>
    public Span<float> Floats => _floats;

    /// <summary>Gives everything back.</summary>
    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(_bytes);
        ArrayPool<sbyte>.Shared.Return(_signs);
        ArrayPool<float>.Shared.Return(_floats);
        ArrayPool<ushort>.Shared.Return(_sums);
    }
}
