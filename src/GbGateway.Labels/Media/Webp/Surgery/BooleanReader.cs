using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace GbGateway.Labels.Media.Webp.Surgery;

/// <summary>VP8's boolean decoder (RFC 6386, 7.3) over a part of a frame; behind the part's end it reads zeros, as decoders do.</summary>
/// <param name="start">The part's first byte in the frame.</param>
/// <param name="end">Behind its last.</param>
internal struct BooleanReader(int start, int end)
{
    private ulong _value;
    private int _bits = -8;
    private int _loaded;

    /// <summary>The part's first byte in the frame.</summary>
    public readonly int Start => start;

    /// <summary>Behind the part's last byte.</summary>
    public readonly int End => end;

    /// <summary>The coder's range, 128 to 255: the encoder's was the same after the same booleans.</summary>
    public uint Range { get; private set; } = 255;

    /// <summary>Bits of the part that are spoken for: what they say beyond <see cref="Offset"/> is settled.</summary>
    public readonly long Position => 8L * _loaded - _bits;

    /// <summary>The number that the first <see cref="Position"/> bits of the part make, less the lower bound the encoder had reached.</summary>
    public readonly uint Offset => (uint)(_value >> _bits);

    /// <summary>Whether booleans were read that the part does not hold.</summary>
    public readonly bool IsBeyond => Position - 8 > 8L * (end - start);

    /// <summary>Reads one boolean.</summary>
    /// <param name="frame">The whole frame.</param>
    /// <param name="chance">How likely it is false, of 256.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Read(ReadOnlySpan<byte> frame, int chance)
    {
        Settle(frame);
        var split = 1 + (((Range - 1) * (uint)chance) >> 8);
        var bound = (ulong)split << _bits;
        int bit;
        if (_value >= bound)
        {
            _value -= bound;
            Range -= split;
            bit = 1;
        }
        else
        {
            Range = split;
            bit = 0;
        }
        var shift = BitOperations.LeadingZeroCount(Range) - 24;
        Range <<= shift;
        _bits -= shift;
        return bit;
    }

    /// <summary>Reads <paramref name="count"/> even booleans as a number, the highest first.</summary>
    public int ReadNumber(ReadOnlySpan<byte> frame, int count)
    {
        var number = 0;
        while (count-- > 0)
        {
            number = number << 1 | Read(frame, 128);
        }
        return number;
    }

    /// <summary>Reads a presence bit, then a number with its sign behind it; 0 if absent.</summary>
    public int ReadOptional(ReadOnlySpan<byte> frame, int count)
    {
        if (Read(frame, 128) == 0)
        {
            return 0;
        }
        var number = ReadNumber(frame, count);
        return Read(frame, 128) != 0 ? -number : number;
    }

    /// <summary>Makes <see cref="Position"/> and <see cref="Offset"/> readable.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Settle(ReadOnlySpan<byte> frame)
    {
        if (_bits < 0)
        {
            Load(frame);
        }
    }

    private void Load(ReadOnlySpan<byte> frame)
    {
        var left = end - start - _loaded;
        uint next = 0;
        if (left >= 4)
        {
            next = BinaryPrimitives.ReadUInt32BigEndian(frame[(start + _loaded)..]);
        }
        else
        {
            for (var i = 0; i < 4; i++)
            {
                next = next << 8 | (i < left ? frame[start + _loaded + i] : 0u);
            }
        }
        _value = _value << 32 | next;
        _bits += 32;
        _loaded += 4;
    }
}
