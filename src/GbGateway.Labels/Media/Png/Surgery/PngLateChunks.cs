using System.Buffers;

namespace GbGateway.Labels.Media.Png.Surgery;

/// <summary>Decides on the chunks behind the picture data of a file that is labelled while it arrives, one at a time.</summary>
internal abstract class PngLateChunks : IDisposable
{
    /// <summary>Longest chunk held, in bytes of data: as much as is ever inflated of a compressed text.</summary>
    public const int MaxLength = 4 << 20;

    private ScratchBuffer? _chunk;

    /// <summary>What becomes of the chunk that begins; <paramref name="type"/> is a big-endian number.</summary>
    public abstract PngChunkFate FateOf(uint type);

    /// <summary>Takes bytes of the chunk that is held, its length and type first, its CRC last.</summary>
    public void Hold(ReadOnlySpan<byte> piece) => (_chunk ??= ScratchBuffer.Rent()).Write(piece);

    /// <summary>Writes what stands for the chunk held, which is whole; returns why the copy must be broken off, or null.</summary>
    public string? Write(IBufferWriter<byte> output)
    {
        var reason = Write(_chunk!.Written, output);
        _chunk.Truncate(0);
        return reason;
    }

    /// <inheritdoc/>
    public void Dispose() => Interlocked.Exchange(ref _chunk, null)?.Dispose();

    protected abstract string? Write(ReadOnlySpan<byte> bytes, IBufferWriter<byte> output);
}
