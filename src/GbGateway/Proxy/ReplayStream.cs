using GbGateway.Content;

namespace GbGateway.Proxy;

/// <summary>Bytes read ahead, then the rest of the stream they came from.</summary>
/// <param name="ahead">The bytes; owned by whoever made this.</param>
/// <param name="rest">What follows them, or null if that was all.</param>
public sealed class ReplayStream(PooledBuffer ahead, Stream? rest) : ForwardStream
{
    private int _at;

    /// <inheritdoc/>
    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var left = ahead.Memory[Math.Min(_at, ahead.Length)..];
        if (left.IsEmpty)
        {
            return rest?.ReadAsync(buffer, cancellationToken) ?? ValueTask.FromResult(0);
        }
        var count = Math.Min(left.Length, buffer.Length);
        left[..count].CopyTo(buffer);
        _at += count;
        return ValueTask.FromResult(count);
    }
}
