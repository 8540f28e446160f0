namespace GbGateway.Labels.Media.Jpeg.Surgery;

/// <summary>One Huffman table of a JPEG file, for reading, for writing, and for writing symbols it was never made for.</summary>
/// <remarks>
/// Canonical codes of the symbols present do not change when longer codes are appended, so a symbol that an optimised table lacks is
/// added as a 16-bit code (T.81 annex C) without touching a bit of what is copied.
/// </remarks>
internal sealed class HuffmanTable
{
    public const int LookBits = 12;
    private const int LookSize = 1 << LookBits;

    private readonly byte[] _counts = new byte[17];
    private readonly byte[] _symbols = new byte[256];
    private readonly ushort[] _look = new ushort[LookSize];
    private readonly int[] _maxCode = new int[17];
    private readonly int[] _valueOffset = new int[17];
    private readonly ushort[] _codes = new ushort[256];
    private readonly byte[] _lengths = new byte[256];
    private uint[]? _skip;
    private bool _skipReady;
    private int _total;
    private int _nextLongCode;
    private int _replaced;

    /// <summary>Whether the file at hand defined this table.</summary>
    public bool IsSet { get; set; }

    /// <summary>Codes of 16 bits appended since the table was read.</summary>
    public int Added { get; private set; }

    /// <summary>Whether another table was put in the place of the one read.</summary>
    public bool IsReplaced { get; private set; }

    /// <summary>Symbols more than the table had when it was read; fewer if negative.</summary>
    public int Grown => Added + _replaced;

    public int Total => _total;

    /// <summary>Bits of each symbol's code; 0 where the symbol has none.</summary>
    public ReadOnlySpan<byte> Lengths => _lengths;

    /// <summary>Code of each symbol that has one.</summary>
    public ReadOnlySpan<ushort> Codes => _codes;

    /// <summary>By the next <see cref="LookBits"/> bits: code length in the high byte, symbol in the low; 0 for a longer code.</summary>
    public ushort[] Look => _look;

    /// <summary>Codes of each length, as in a DHT segment, index 1 to 16.</summary>
    public ReadOnlySpan<byte> Counts => _counts;

    public ReadOnlySpan<byte> Symbols => _symbols.AsSpan(0, _total);

    /// <summary>Takes the table of a DHT segment; false if its codes overflow. Cheap when it is the table held already.</summary>
    public bool TryLoad(ReadOnlySpan<byte> counts, ReadOnlySpan<byte> symbols)
    {
        Forget();
        (IsReplaced, _replaced) = (false, 0);
        return TryMake(counts, symbols);
    }

    /// <summary>Puts another table in this one's place, which must be a sound one.</summary>
    public void Replace(ReadOnlySpan<byte> counts, ReadOnlySpan<byte> symbols)
    {
        Forget();
        var before = _total - _replaced;
        TryMake(counts, symbols);
        (IsReplaced, _replaced) = (true, _total - before);
    }

    private bool TryMake(ReadOnlySpan<byte> counts, ReadOnlySpan<byte> symbols)
    {
        if (_total > 0 && counts.SequenceEqual(_counts.AsSpan(1)) && symbols.SequenceEqual(Symbols))
        {
            return true;
        }
        _skipReady = false;
        _total = 0;
        Array.Clear(_lengths);
        Array.Clear(_look);
        int code = 0, next = 0;
        for (var length = 1; length <= 16; length++)
        {
            int count = counts[length - 1];
            if (next + count > symbols.Length || code + count > 1 << length)
            {
                return false;
            }
            _counts[length] = (byte)count;
            _valueOffset[length] = next - code;
            for (var i = 0; i < count; i++, next++, code++)
            {
                var symbol = symbols[next];
                _symbols[next] = symbol;
                _codes[symbol] = (ushort)code;
                _lengths[symbol] = (byte)length;
                if (length <= LookBits)
                {
                    _look.AsSpan(code << (LookBits - length), 1 << (LookBits - length)).Fill((ushort)(length << 8 | symbol));
                }
            }
            _maxCode[length] = count > 0 ? code - 1 : -1;
            _nextLongCode = code;
            code <<= 1;
        }
        _total = next;
        return true;
    }

    /// <summary>Gives a symbol a 16-bit code if it has none; false when no code is left (the all-ones code is reserved).</summary>
    public bool TryAdd(int symbol)
    {
        if (_lengths[symbol] != 0)
        {
            return true;
        }
        if (_nextLongCode >= 0xFFFF || _total >= 256 || _counts[16] == 255)
        {
            return false;
        }
        _codes[symbol] = (ushort)_nextLongCode++;
        _lengths[symbol] = 16;
        _symbols[_total++] = (byte)symbol;
        _counts[16]++;
        Added++;
        return true;
    }

    /// <summary>The symbol and length of a code longer than <see cref="LookBits"/>; length 0 for no code at all.</summary>
    public int FindLong(ulong bits, out int length)
    {
        for (length = LookBits + 1; length <= 16; length++)
        {
            var code = (int)(bits >> (64 - length));
            if (code <= _maxCode[length] && code + _valueOffset[length] is var at and >= 0 && at < _total)
            {
                return _symbols[at];
            }
        }
        length = 0;
        return 0;
    }

    /// <summary>The table for skipping AC coefficients, made when first asked for.</summary>
    /// <remarks>
    /// Per <see cref="LookBits"/> bits: bits 0-7 the bits of one or two whole coefficients, bits 8-15 the places they advance
    /// (<see cref="EndOfBlock"/> or more at an end of block), bits 16-23 the places the first of two advances, bits 24-31 bits of the first.
    /// </remarks>
    public uint[] Skip()
    {
        if (!_skipReady)
        {
            _skip ??= new uint[LookSize];
            for (var i = 0; i < LookSize; i++)
            {
                _skip[i] = SkipEntry(i);
            }
            _skipReady = true;
        }
        return _skip!;
    }

    public const int EndOfBlock = 128;

    private uint SkipEntry(int window)
    {
        var first = _look[window];
        if (first == 0)
        {
            return 0;
        }
        var (bits, places) = Measure(first);
        if (places >= EndOfBlock || bits >= LookBits)
        {
            return (uint)(bits | places << 8 | bits << 24);
        }
        var second = _look[window << bits & (LookSize - 1)];
        if (second == 0 || second >> 8 > LookBits - bits)
        {
            return (uint)(bits | places << 8 | bits << 24);
        }
        var (moreBits, morePlaces) = Measure(second);
        return (uint)(bits + moreBits | (places + morePlaces) << 8 | places << 16 | bits << 24);
    }

    private static (int Bits, int Places) Measure(int look)
    {
        int run = look >> 4 & 15, size = look & 15;
        return ((look >> 8) + size, size != 0 ? run + 1 : run == 15 ? 16 : EndOfBlock);
    }

    private void Forget()
    {
        for (; Added > 0; Added--)
        {
            _lengths[_symbols[--_total]] = 0;
            _counts[16]--;
            _nextLongCode--;
        }
    }
}
