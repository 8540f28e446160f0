using System.Buffers;

namespace GbGateway.Labels.Media.Webp.Surgery;

/// <summary>
/// Reconstructed samples before the loop filter, which prediction looks at (RFC 6386, 12), with the frame's constant border around: 127
/// above, 129 to the left.
/// </summary>
internal sealed class Vp8Planes : IDisposable
{
    // Left of each row: the border's one column. Right of it: what small blocks of the last column see above them.
    private const int Border = 8;

    private byte[] _samples = [];
    private readonly int[] _origins = new int[3];
    private readonly int[] _strides = new int[3];

    /// <summary>Samples a row of a plane, border included. 0 is luma, 1 and 2 chroma.</summary>
    public int Stride(int plane) => _strides[plane];

    /// <summary>All samples.</summary>
    public Span<byte> Samples => _samples;

    /// <summary>Where a sample stands.</summary>
    public int At(int plane, int x, int y) => _origins[plane] + y * _strides[plane] + x;

    /// <summary>Makes room for rows of macroblocks and sets the border.</summary>
    public void Begin(int columns, int rows)
    {
        var total = 0;
        for (var plane = 0; plane < 3; plane++)
        {
            var size = plane == 0 ? 16 : 8;
            _strides[plane] = columns * size + 2 * Border;
            _origins[plane] = total + _strides[plane] + Border;
            total += (rows * size + 1) * _strides[plane];
        }
        if (_samples.Length < total)
        {
            Dispose();
            _samples = ArrayPool<byte>.Shared.Rent(total);
        }
        for (var plane = 0; plane < 3; plane++)
        {
            _samples.AsSpan(At(plane, -1, -1), _strides[plane] - Border + 1).Fill(127);
            for (var y = rows * (plane == 0 ? 16 : 8) - 1; y >= 0; y--)
            {
                _samples[At(plane, -1, y)] = 129;
            }
        }
    }

    /// <summary>Copies one macroblock's samples from other planes of the same size.</summary>
    public void CopyFrom(Vp8Planes other, int column, int row)
    {
        for (var plane = 0; plane < 3; plane++)
        {
            var size = plane == 0 ? 16 : 8;
            for (var y = 0; y < size; y++)
            {
                var at = At(plane, column * size, row * size + y);
                other._samples.AsSpan(at, size).CopyTo(_samples.AsSpan(at));
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        var samples = Interlocked.Exchange(ref _samples, []);
        if (samples.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(samples);
        }
    }
}
