using System.Buffers;
using System.IO.Compression;

namespace GbGateway.Proxy;

/// <summary>The encoding <c>deflate</c>: zlib as RFC 9110 says, or raw deflate as some servers send. Two bytes tell.</summary>
public sealed class InflatingStream(Stream source) : ForwardStream
{
    private Stream? _inflating;

    /// <inheritdoc/>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_inflating is null)
        {
            var head = ArrayPool<byte>.Shared.Rent(2);
            var count = await source.ReadAtLeastAsync(head.AsMemory(0, 2), 2, throwOnEndOfStream: false, cancellationToken);
            var zlib = count == 2 && (head[0] & 0x0F) == 8 && ((head[0] << 8) | head[1]) % 31 == 0;
            var whole = new HeadedStream(head, count, source);
            _inflating = zlib ? new ZLibStream(whole, CompressionMode.Decompress) : new DeflateStream(whole, CompressionMode.Decompress);
        }
        return await _inflating.ReadAsync(buffer, cancellationToken);
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        _inflating?.Dispose();
        source.Dispose();
        base.Dispose(disposing);
    }
}
