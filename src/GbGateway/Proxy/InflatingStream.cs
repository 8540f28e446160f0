using System.IO.Compression;

namespace GbGateway.Proxy;

/// <summary>The encoding <c>deflate</c>: zlib as RFC 9110 says, or raw deflate as some servers send. Two bytes tell.</summary>
public sealed class InflatingStream(Stream source) : ForwardStream
{
    private readonly byte[] _head = new byte[2];
    private Stream? _inflating;

    /// <inheritdoc/>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_inflating is null)
        {
            var count = await source.ReadAtLeastAsync(_head, 2, throwOnEndOfStream: false, cancellationToken);
            var whole = new HeadedStream(_head.AsMemory(0, count), source);
            var zlib = count == 2 && (_head[0] & 0x0F) == 8 && ((_head[0] << 8) | _head[1]) % 31 == 0;
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
