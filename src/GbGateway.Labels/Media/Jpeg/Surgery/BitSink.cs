using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace GbGateway.Labels.Media.Jpeg.Surgery;

/// <summary>Bits on their way to the new scan, the first bit topmost, not yet stuffed.</summary>
internal sealed class BitSink
{
    // Enough for the label's rows of a picture of 4096 by 4096.
    private const int MaxKept = 8 << 20;

    private byte[] _bytes = new byte[1 << 16];
    private int _length;
    private ulong _window;
    private int _held;

    /// <summary>Bits written, the first byte's old ones included.</summary>
    public long Position => (long)_length * 8 + _held;

    /// <summary>Begins anew; the first <paramref name="bits"/> (0 to 7) bits of <paramref name="firstByte"/> stand already.</summary>
    public void Start(byte firstByte, int bits) => (_length, _window, _held) = (0, (ulong)firstByte >> (8 - bits), bits);

    /// <summary>Makes room for <paramref name="bytes"/> bytes, so that the writes which follow need not look.</summary>
    public void Reserve(int bytes)
    {
        if (_length + bytes + 16 > _bytes.Length)
        {
            Array.Resize(ref _bytes, Math.Max(_bytes.Length * 2, _length + bytes + 16));
        }
    }

    /// <summary>Writes the low <paramref name="count"/> bits (1 to 32) of <paramref name="bits"/>, whose others are zero.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Write(uint bits, int count)
    {
        _window = _window << count | bits;
        _held += count;
        if (_held >= 32)
        {
            _held -= 32;
            Unsafe.WriteUnaligned(
                ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(_bytes), _length),
                BinaryPrimitives.ReverseEndianness((uint)(_window >> _held)));
            _length += 4;
        }
    }

    /// <summary>Copies the bits of <paramref name="source"/> from one bit position to another.</summary>
    public void Copy(byte[] source, long from, long to)
    {
        if (to <= from)
        {
            return;
        }
        Reserve((int)((to - from) >> 3) + 8);
        ref var data = ref MemoryMarshal.GetArrayDataReference(source);
        for (; to - from >= 32; from += 32)
        {
            Write((uint)(Load(ref data, from) >> 32), 32);
        }
        if (to > from)
        {
            var count = (int)(to - from);
            Write((uint)(Load(ref data, from) >> (64 - count)), count);
        }
    }

    /// <summary>Fills the last byte with ones, as before a marker.</summary>
    public void Pad()
    {
        if ((_held & 7) is var odd and not 0)
        {
            Write((1u << (8 - odd)) - 1, 8 - odd);
        }
    }

    /// <summary>The whole bytes so far.</summary>
    public ReadOnlySpan<byte> Flush()
    {
        Reserve(8);
        BinaryPrimitives.WriteUInt64BigEndian(_bytes.AsSpan(_length), _held == 0 ? 0 : _window << (64 - _held));
        return _bytes.AsSpan(0, _length + _held / 8);
    }

    public (int Length, ulong Window, int Held) Mark() => (_length, _window, _held);

    public void Return((int Length, ulong Window, int Held) mark) => (_length, _window, _held) = mark;

    /// <summary>Lets go of a buffer that only a huge picture needed.</summary>
    public void Shrink()
    {
        if (_bytes.Length > MaxKept)
        {
            _bytes = new byte[1 << 16];
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Load(ref byte data, long bit) =>
        BinaryPrimitives.ReverseEndianness(Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref data, (nint)(bit >> 3)))) << (int)(bit & 7);
}
