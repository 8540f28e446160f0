using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace GbGateway.Labels.Media.Jpeg.Surgery;

/// <summary>Reads Huffman-coded blocks from unstuffed bits.</summary>
/// <remarks>
/// Reads are not checked one by one: whoever reads a group of blocks first makes sure that <see cref="BytesPerBlock"/> bytes a block
/// lie behind the cursor in the buffer, which is more than any block can take (64 codes of 16 bits with 15 bits each).
/// </remarks>
internal ref struct EntropyReader
{
    /// <summary>Most bytes one block can take, with room for an 8-byte load.</summary>
    public const int BytesPerBlock = 64 * 31 / 8 + 16;

    private readonly ref byte _data;
    private ulong _window;
    private int _held;
    private int _next;

    public EntropyReader(byte[] data, BitCursor at)
    {
        _data = ref MemoryMarshal.GetArrayDataReference(data);
        (_window, _held, _next) = (at.Window, at.Held, at.Next);
    }

    /// <summary>Whether bits were met that no code of the table begins, or more than 64 coefficients.</summary>
    public bool IsBroken { get; private set; }

    /// <summary>Says that what was read can't be.</summary>
    public void Break() => IsBroken = true;

    public readonly BitCursor Cursor => new(_window, _held, _next);

    public readonly long Position => (long)_next * 8 - _held;

    public readonly int NextByte => _next;

    /// <summary>Reads a DC difference.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int ReadDifference(HuffmanTable table)
    {
        Refill();
        var size = ReadSymbol(table);
        if (size > 11)
        {
            IsBroken = true;
            return 0;
        }
        return Receive(size);
    }

    /// <summary>Passes over the 63 AC coefficients of a block.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void SkipCoefficients(HuffmanTable table, uint[] skip)
    {
        ref var entries = ref MemoryMarshal.GetArrayDataReference(skip);
        var window = _window;
        var held = _held;
        var next = _next;
        var place = 1;
        do
        {
            if (held < 32)
            {
                window |= BinaryPrimitives.ReverseEndianness(Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref _data, next))) >> held;
                next += (63 - held) >> 3;
                held |= 56;
            }
            var entry = Unsafe.Add(ref entries, (nint)(window >> (64 - HuffmanTable.LookBits)));
            var bits = (int)(entry & 255);
            if (entry == 0)
            {
                var symbol = table.FindLong(window, out var length);
                if (length == 0)
                {
                    IsBroken = true;
                    break;
                }
                bits = length + (symbol & 15);
                place += (symbol & 15) != 0 ? (symbol >> 4) + 1 : symbol == 0xF0 ? 16 : HuffmanTable.EndOfBlock;
            }
            else if (place + (int)(entry >> 16 & 255) < 64)
            {
                place += (int)(entry >> 8 & 255);
            }
            else
            {
                // The first of the two ends the block.
                place += (int)(entry >> 16 & 255);
                bits = (int)(entry >> 24);
            }
            window <<= bits;
            held -= bits;
        }
        while (place < 64);
        IsBroken |= place is > 64 and < HuffmanTable.EndOfBlock;
        (_window, _held, _next) = (window, held, next);
    }

    /// <summary>Reads the 63 AC coefficients of a block, in zigzag order, into zeroed places; returns the index of the last that isn't zero.</summary>
    public int ReadCoefficients(HuffmanTable table, Span<short> block)
    {
        int last = 0, place = 1;
        while (place < 64)
        {
            Refill();
            var symbol = ReadSymbol(table);
            var size = symbol & 15;
            if (size == 0)
            {
                if (symbol != 0xF0)
                {
                    break;
                }
                place += 16;
                continue;
            }
            place += symbol >> 4;
            if (place > 63)
            {
                IsBroken = true;
                break;
            }
            last = place;
            block[place++] = (short)Receive(size);
        }
        IsBroken |= place > 64;
        return last;
    }

    /// <summary>As <see cref="ReadCoefficients"/>, for whole pictures: all in registers, and the last place is not asked for.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void ReadBlock(HuffmanTable table, Span<short> block)
    {
        ref var look = ref MemoryMarshal.GetArrayDataReference(table.Look);
        ref var to = ref MemoryMarshal.GetReference(block[..64]);
        var window = _window;
        var held = _held;
        var next = _next;
        var place = 1;
        while (place < 64)
        {
            if (held < 32)
            {
                window |= BinaryPrimitives.ReverseEndianness(Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref _data, next))) >> held;
                next += (63 - held) >> 3;
                held |= 56;
            }
            int found = Unsafe.Add(ref look, (nint)(window >> (64 - HuffmanTable.LookBits)));
            var (symbol, length) = (found & 255, found >> 8);
            if (found == 0)
            {
                symbol = table.FindLong(window, out length);
                if (length == 0)
                {
                    IsBroken = true;
                    break;
                }
            }
            window <<= length;
            held -= length;
            var size = symbol & 15;
            if (size == 0)
            {
                if (symbol != 0xF0)
                {
                    break;
                }
                place += 16;
                continue;
            }
            place += symbol >> 4;
            if (place > 63)
            {
                IsBroken = true;
                break;
            }
            var negative = ~((long)window >> 63);
            Unsafe.Add(ref to, place++) = (short)((int)(window >> (64 - size)) - (int)(negative & ((1L << size) - 1)));
            window <<= size;
            held -= size;
        }
        IsBroken |= place > 64;
        (_window, _held, _next) = (window, held, next);
    }

    /// <summary>Fills the window to at least 56 bits: enough for a code of 16 bits and 15 more, and then some.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Refill()
    {
        _window |= BinaryPrimitives.ReverseEndianness(Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref _data, _next))) >> _held;
        _next += (63 - _held) >> 3;
        _held |= 56;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int ReadSymbol(HuffmanTable table)
    {
        int found = Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(table.Look), (nint)(_window >> (64 - HuffmanTable.LookBits)));
        if (found == 0)
        {
            return ReadLongSymbol(table);
        }
        Take(found >> 8);
        return found & 255;
    }

    /// <summary>Reads the value of a coefficient of <paramref name="size"/> bits (T.81 F.2.2.1).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Receive(int size)
    {
        if (size == 0)
        {
            return 0;
        }
        var negative = ~((long)_window >> 63);
        var value = (int)(_window >> (64 - size)) - (int)(negative & ((1L << size) - 1));
        Take(size);
        return value;
    }

    /// <summary>Reads <paramref name="count"/> bits, 0 to 16, as a number.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int ReadBits(int count)
    {
        var value = (int)(_window >> 1 >> (63 - count));
        Take(count);
        return value;
    }

    /// <summary>Reads <paramref name="count"/> bits, 1 to 32, as a number.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public uint ReadWide(int count)
    {
        var value = (uint)(_window >> (64 - count));
        Take(count);
        return value;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Take(int bits)
    {
        _window <<= bits;
        _held -= bits;
    }

    private int ReadLongSymbol(HuffmanTable table)
    {
        var symbol = table.FindLong(_window, out var length);
        IsBroken |= length == 0;
        Take(length);
        return symbol;
    }
}
