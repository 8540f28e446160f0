using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace GbGateway.Labels.Media.Webp.Surgery;

/// <summary>
/// VP8's boolean encoder (RFC 6386, 7.3) that can begin and end in the middle of an encoded part.
/// 1. It begins where a reader stands: the bits read so far, less the reader's offset, are the lower bound the encoder had then.
/// 2. It ends where a reader stands again with the same range: what follows says the same, so the reader's offset is added and all further
///    bits are copied, shifted by however many bits the changed piece is longer.
/// Ranges that differ meet soon: coding the same booleans maps many ranges to one.
/// </summary>
internal sealed class BooleanWriter
{
    private byte[] _bytes = new byte[4096];
    private int _length;
    private ulong _low;

    /// <summary>Bits of <see cref="_low"/>, the coder's window of 8 included; a carry may stand above them.</summary>
    private int _width;

    /// <summary>The coder's range, 128 to 255.</summary>
    public uint Range { get; private set; }

    /// <summary>Everything written, after <see cref="Join"/> or <see cref="Finish"/>.</summary>
    public ReadOnlySpan<byte> Written => _bytes.AsSpan(0, _length);

    /// <summary>Begins where a reader stands.</summary>
    public void Begin(ReadOnlySpan<byte> frame, ref BooleanReader reader)
    {
        reader.Settle(frame);
        var whole = (int)((reader.Position - 8) / 8);
        _width = (int)(reader.Position - 8L * whole);
        _length = 0;
        Reserve(whole + 64);
        var part = frame[reader.Start..reader.End];
        var kept = Math.Min(whole, part.Length);
        part[..kept].CopyTo(_bytes);
        _bytes.AsSpan(kept, whole - kept).Clear();
        _length = whole;
        var next = (ByteAt(part, whole) << 8 | ByteAt(part, whole + 1)) >> (16 - _width);
        var low = (long)next - reader.Offset;
        if (low < 0)
        {
            low += 1L << _width;
            var at = _length;
            while (_bytes[--at]-- == 0)
            {
            }
        }
        (_low, Range) = ((ulong)low, reader.Range);
    }

    /// <summary>Writes one boolean.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Write(bool bit, int chance)
    {
        var split = 1 + (((Range - 1) * (uint)chance) >> 8);
        if (bit)
        {
            _low += split;
            Range -= split;
        }
        else
        {
            Range = split;
        }
        var shift = BitOperations.LeadingZeroCount(Range) - 24;
        Range <<= shift;
        _low <<= shift;
        _width += shift;
        if (_width >= 48)
        {
            Drain();
        }
    }

    /// <summary>Ends where a reader stands with the same range: all that is left of its part follows.</summary>
    public void Join(ReadOnlySpan<byte> frame, ref BooleanReader reader)
    {
        reader.Settle(frame);
        _low += reader.Offset;
        Drain();
        var part = frame[reader.Start..reader.End];
        // Drain leaves 8 to 15 bits; whole bytes of them go, the rest leads the copied bits.
        var carried = (uint)_low;
        var count = _width;
        while (count >= 8)
        {
            count -= 8;
            Put((byte)(carried >> count));
            carried &= (1u << count) - 1;
        }
        var at = reader.Position;
        if (at >= 8L * part.Length)
        {
            Put((byte)(carried << (8 - count)));
            return;
        }
        var from = (int)(at / 8);
        var skip = (int)(at % 8);
        Reserve(part.Length - from + 2);
        // The first byte's unread bits fill up what is carried; from then on each byte is cut from two neighbours.
        var shift = skip - count;
        if (shift == 0)
        {
            Put((byte)(carried << (8 - count) | (uint)(part[from] & (0xFF >> skip))));
            part[(from + 1)..].CopyTo(_bytes.AsSpan(_length));
            _length += part.Length - from - 1;
            return;
        }
        var bits = carried;
        var have = count;
        bits = bits << (8 - skip) | (uint)(part[from] & (0xFF >> skip));
        have += 8 - skip;
        if (have >= 8)
        {
            have -= 8;
            Put((byte)(bits >> have));
            bits &= (1u << have) - 1;
        }
        var target = _bytes.AsSpan(_length);
        var rest = part[(from + 1)..];
        var i = 0;
        for (; i + 8 <= rest.Length; i += 8)
        {
            var eight = BinaryPrimitives.ReadUInt64BigEndian(rest[i..]);
            BinaryPrimitives.WriteUInt64BigEndian(target[i..], (ulong)bits << (64 - have) | eight >> have);
            bits = (uint)eight & ((1u << have) - 1);
        }
        for (; i < rest.Length; i++)
        {
            target[i] = (byte)(bits << (8 - have) | (uint)rest[i] >> have);
            bits = rest[i] & ((1u << have) - 1);
        }
        _length += rest.Length;
        if (have > 0)
        {
            Put((byte)(bits << (8 - have)));
        }
    }

    /// <summary>Ends the part here.</summary>
    public void Finish()
    {
        Drain();
        _low <<= 24 - _width;
        _width = 24;
        for (var shift = 16; shift >= 0; shift -= 8)
        {
            Put((byte)(_low >> shift));
        }
        Put(0); // decoders load a byte ahead
    }

    private void Drain()
    {
        while (_width >= 16)
        {
            var next = _low >> (_width - 8);
            _width -= 8;
            _low &= (1UL << _width) - 1;
            if (next > 0xFF)
            {
                Carry();
            }
            Put((byte)next);
        }
        if (_low >> _width != 0)
        {
            _low &= (1UL << _width) - 1;
            Carry();
        }
    }

    private void Carry()
    {
        var at = _length;
        while (++_bytes[--at] == 0)
        {
        }
    }

    private void Put(byte value)
    {
        if (_length == _bytes.Length)
        {
            Reserve(1);
        }
        _bytes[_length++] = value;
    }

    private void Reserve(int count)
    {
        if (_bytes.Length - _length < count)
        {
            Array.Resize(ref _bytes, Math.Max(2 * _bytes.Length, _length + count));
        }
    }

    private static uint ByteAt(ReadOnlySpan<byte> part, int index) => index < part.Length ? part[index] : 0u;
}
