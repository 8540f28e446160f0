using System.Runtime.InteropServices;

namespace GbGateway.Labels.Media.Png.Surgery;

/// <summary>Scratch memory with a fixed address that only ever grows: kept with its owner, so a steady stream of pictures allocates nothing.</summary>
internal sealed unsafe class PinnedBuffer
{
    private byte[] _bytes = [];

    public byte* Start { get; private set; }

    public int Capacity => _bytes.Length;

    public Span<byte> Span(int length) => _bytes.AsSpan(0, length);

    /// <summary>The first <paramref name="length"/> items of another type.</summary>
    public Span<T> SpanOf<T>(int length)
        where T : unmanaged => MemoryMarshal.Cast<byte, T>(_bytes.AsSpan())[..length];

    /// <summary>Makes room for <paramref name="length"/> bytes and keeps the first <paramref name="keep"/> of them.</summary>
    public void Reserve(long length, int keep = 0)
    {
        if (length <= _bytes.Length)
        {
            return;
        }
        // By half at least: what grows piece by piece would else be garbage many times over.
        var capacity = (int)Math.Min(Array.MaxLength, Math.Max(Math.Max(length + length / 8, _bytes.Length * 3L / 2), 4096));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, capacity);
        var bytes = GC.AllocateUninitializedArray<byte>(capacity, pinned: true);
        _bytes.AsSpan(0, keep).CopyTo(bytes);
        _bytes = bytes;
        Start = (byte*)Marshal.UnsafeAddrOfPinnedArrayElement(bytes, 0);
    }
}
