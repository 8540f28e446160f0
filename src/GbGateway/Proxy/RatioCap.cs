namespace GbGateway.Proxy;

/// <summary>One layer of decoding with a cap on how much it may grow (<c>T5</c>): a decompression bomb ends as malformed data.</summary>
public sealed class RatioCap : ForwardStream
{
    /// <summary>Decoded bytes that are never too many.</summary>
    public const long FreeBytes = 4 << 20;

    /// <summary>Most decoded bytes for one encoded byte, beyond <see cref="FreeBytes"/>. Repetitive JSON reaches 100; deflate's bound is 1,032.</summary>
    public const long MaxRatio = 200;

    private readonly CountingStream _encoded;
    private readonly Stream _decoded;
    private long _count;

    internal RatioCap(CountingStream encoded, Stream decoded) => (_encoded, _decoded) = (encoded, decoded);

    /// <inheritdoc/>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var read = await _decoded.ReadAsync(buffer, cancellationToken);
        _count += read;
        return _count <= FreeBytes || _count / MaxRatio <= _encoded.Count
            ? read
            : throw new InvalidDataException($"the encoded answer grows more than {MaxRatio} times");
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        _decoded.Dispose();
        _encoded.Dispose();
        base.Dispose(disposing);
    }
}
