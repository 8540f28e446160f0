using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace GbGateway.Labels.Media.Png.Surgery;

/// <summary>
/// Writes bits, lowest first, into a buffer. Room is reserved by the block, not asked for by the token: <see cref="Reserve"/> covers
/// everything that is put until the next one, and <see cref="Slack"/> covers the widest store.
/// </summary>
internal unsafe struct BitWriter(PinnedBuffer buffer, int offset)
{
    private const int Slack = 128;

    private byte* _start = buffer.Start + offset;
    private byte* _at = buffer.Start + offset;
    private ulong _bits;
    private int _count; // 0 to 7 between calls

    /// <summary>Bits written.</summary>
    public readonly long Position => (_at - _start) * 8 + _count;

    /// <summary>Makes room for <paramref name="bytes"/> more.</summary>
    public void Reserve(long bytes)
    {
        var used = (int)(_at - buffer.Start);
        var offset = (int)(_start - buffer.Start);
        buffer.Reserve(used + bytes + Slack, used);
        _start = buffer.Start + offset;
        _at = buffer.Start + used;
    }

    /// <summary>Puts at most 56 bits; those above <paramref name="count"/> must be zero.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Put(ulong bits, int count)
    {
        _bits |= bits << _count;
        _count += count;
        Flush();
    }

    /// <summary>Puts zero bits up to the next whole byte.</summary>
    public void Align()
    {
        if (_count != 0)
        {
            *_at++ = (byte)_bits;
            (_bits, _count) = (0, 0);
        }
    }

    /// <summary>Puts whole bytes; the writer must be aligned.</summary>
    public void PutBytes(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(new Span<byte>(_at, bytes.Length));
        _at += bytes.Length;
    }

    /// <summary>Ends with the upper bits of a byte whose lower ones, as many as are pending, are given up for the pending ones.</summary>
    public void MergeByte(byte source)
    {
        if (_count != 0)
        {
            *_at++ = (byte)((uint)_bits | (source & 0xFFu << _count));
            (_bits, _count) = (0, 0);
        }
    }

    /// <summary>Puts bits <paramref name="from"/> to <paramref name="to"/> of <paramref name="source"/>, which may be read 64 bytes further.</summary>
    public void Copy(byte* source, long from, long to)
    {
        if (to - from >= 512)
        {
            // As if the pending bits were the source's own: whole bytes move, then the first byte gets its lower bits back.
            var first = _at;
            var pending = (byte)_bits;
            var mask = 0xFFu << _count;
            var bit = from - _count;
            var at = source + (bit >> 3);
            var shift = (int)(bit & 7);
            var blocks = (to - bit) >> 8;
            for (var i = 0L; i < blocks; i++, at += 32, _at += 32)
            {
                Vector256.Store((Vector256.Load(at).AsUInt64() >>> shift | Vector256.Load(at + 1).AsUInt64() << (8 - shift)).AsByte(), _at);
            }
            *first = (byte)((*first & mask) | (pending & ~mask));
            (_bits, _count) = (0, 0);
            from = bit + blocks * 256;
        }
        var (place, bits, count) = ((nint)_at, _bits, _count);
        while (to > from)
        {
            var length = (int)Math.Min(56, to - from);
            bits |= (BlockHeader.Peek(source, from) & (1ul << length) - 1) << count;
            count += length;
            *(ulong*)place = bits;
            place += count >> 3;
            bits >>= count & ~7;
            count &= 7;
            from += length;
        }
        _at = (byte*)place;
        (_bits, _count) = (bits, count);
    }

    /// <summary>Puts literals by a table of codes as <see cref="HuffmanCode.Assign"/> makes it.</summary>
    public void PutLiterals(uint* codes, byte* from, byte* to)
    {
        // In locals: fields would be stored and loaded again around every store to the buffer.
        var (at, bits, count) = ((nint)_at, _bits, _count);
        for (; to - from >= 3; from += 3)
        {
            var (a, b, c) = (codes[from[0]], codes[from[1]], codes[from[2]]);
            bits |= (ulong)(ushort)a << count;
            count += (int)(a >> 16);
            bits |= (ulong)(ushort)b << count;
            count += (int)(b >> 16);
            bits |= (ulong)(ushort)c << count;
            count += (int)(c >> 16);
            *(ulong*)at = bits;
            at += count >> 3;
            bits >>= count & ~7;
            count &= 7;
        }
        for (; from < to; from++)
        {
            var code = codes[*from];
            bits |= (ulong)(ushort)code << count;
            count += (int)(code >> 16);
            *(ulong*)at = bits;
            at += count >> 3;
            bits >>= count & ~7;
            count &= 7;
        }
        _at = (byte*)at;
        (_bits, _count) = (bits, count);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Flush()
    {
        *(ulong*)_at = _bits;
        _at += _count >> 3;
        _bits >>= _count & ~7;
        _count &= 7;
    }
}
