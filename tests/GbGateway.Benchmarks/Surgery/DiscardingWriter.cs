using System.Buffers;

namespace GbGateway.Benchmarks.Surgery;

/// <summary>Takes everything into one reused buffer and forgets it: a copy is still made, but no page is touched for the first time.</summary>
internal sealed class DiscardingWriter : IBufferWriter<byte>
{
    private readonly byte[] _buffer = new byte[1 << 16];

    /// <summary>Bytes taken since the start.</summary>
    public long Written { get; private set; }

    public void Advance(int count) => Written += count;

    public Memory<byte> GetMemory(int sizeHint = 0) => _buffer;

    public Span<byte> GetSpan(int sizeHint = 0) => _buffer;
}
