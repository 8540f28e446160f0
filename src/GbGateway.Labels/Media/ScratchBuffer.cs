using System.Buffers;

namespace GbGateway.Labels.Media;

/// <summary>A buffer to build bytes in; a few are kept from file to file, so that a steady stream of files allocates nothing.</summary>
internal sealed class ScratchBuffer : IBufferWriter<byte>, IDisposable
{
    /// <summary>A buffer that one outsized file made larger than this is let go.</summary>
    private const int MaxKept = 16 << 20;

    private static readonly Spares<ScratchBuffer> Kept = new();

    private byte[] _bytes = new byte[8192];

    private ScratchBuffer()
    {
    }

    public int Length { get; private set; }

    public Span<byte> Written => _bytes.AsSpan(0, Length);

    public ReadOnlyMemory<byte> Memory => _bytes.AsMemory(0, Length);

    /// <summary>An empty buffer; disposing of it gives it back.</summary>
    public static ScratchBuffer Rent()
    {
        var buffer = Kept.Take() ?? new ScratchBuffer();
        buffer.Length = 0;
        return buffer;
    }

    /// <summary>Forgets what was written after <paramref name="length"/> bytes.</summary>
    public void Truncate(int length) => Length = length;

    /// <inheritdoc/>
    public void Advance(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, _bytes.Length - Length);
        Length += count;
    }

    /// <inheritdoc/>
    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        Reserve(sizeHint);
        return _bytes.AsMemory(Length);
    }

    /// <inheritdoc/>
    public Span<byte> GetSpan(int sizeHint = 0)
    {
        Reserve(sizeHint);
        return _bytes.AsSpan(Length);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_bytes.Length <= MaxKept)
        {
            Kept.Put(this);
        }
    }

    private void Reserve(int size)
    {
        var needed = (long)Length + Math.Max(size, 256);
        if (needed > _bytes.Length)
        {
            Array.Resize(ref _bytes, (int)Math.Min(Array.MaxLength, Math.Max(needed, 2L * _bytes.Length)));
        }
    }
}
