using System.Buffers;

namespace GbGateway.Proxy;

/// <summary>A stream whose first bytes were read already.</summary>
/// <param name="input">Holds them; rented, given back at the end.</param>
/// <param name="length">How many there are.</param>
/// <param name="rest">What follows them.</param>
public sealed class HeadedStream(byte[] input, int length, Stream rest) : ForwardStream
{
    private byte[] _input = input;
    private ReadOnlyMemory<byte> _head = input.AsMemory(0, length);

    /// <inheritdoc/>
    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_head.IsEmpty)
        {
            return rest.ReadAsync(buffer, cancellationToken);
        }
        var count = Math.Min(_head.Length, buffer.Length);
        _head[..count].CopyTo(buffer);
        _head = _head[count..];
        return ValueTask.FromResult(count);
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        var rented = Interlocked.Exchange(ref _input, []);
        if (rented.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(rented);
        }
        rest.Dispose();
        base.Dispose(disposing);
    }
}
