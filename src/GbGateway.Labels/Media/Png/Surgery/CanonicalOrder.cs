namespace GbGateway.Labels.Media.Png.Surgery;

/// <summary>The symbols of one code by length, then by value: the order in which canonical codes are dealt.</summary>
internal unsafe ref struct CanonicalOrder
{
    private fixed ushort _symbols[DeflateFacts.LiteralCodes];
    private fixed ushort _starts[DeflateFacts.MaxCodeLength + 2];

    /// <summary>Symbols that have a code.</summary>
    public int Count { get; private set; }

    /// <summary>Length of the longest code.</summary>
    public int Longest { get; private set; }

    /// <summary>The symbol at a place of the order.</summary>
    public readonly int Symbol(int place) => _symbols[place];

    /// <summary>Place of the first symbol whose code has <paramref name="length"/> bits or more; up to 16.</summary>
    public readonly int Start(int length) => _starts[length];

    /// <summary>Sorts the symbols. False if the lengths are no code that a strict reader takes: over-subscribed, or incomplete and not a lone bit.</summary>
    public bool TrySort(ReadOnlySpan<byte> lengths)
    {
        Span<ushort> counts = stackalloc ushort[16];
        counts.Clear();
        foreach (var length in lengths)
        {
            counts[length & 15]++;
        }
        counts[0] = 0;
        var room = 1;
        var place = 0;
        for (var length = 1; length < 16; length++)
        {
            _starts[length] = (ushort)place;
            place += counts[length];
            room = (room << 1) - counts[length];
            if (room < 0)
            {
                return false;
            }
            if (counts[length] != 0)
            {
                Longest = length;
            }
        }
        _starts[16] = (ushort)place;
        Count = place;
        if (room > 0 && (Longest > 1 || Count > 1))
        {
            return false;
        }
        Span<ushort> next = stackalloc ushort[16];
        for (var length = 1; length < 16; length++)
        {
            next[length] = _starts[length];
        }
        for (var symbol = 0; symbol < lengths.Length; symbol++)
        {
            var length = lengths[symbol];
            if (length != 0)
            {
                _symbols[next[length]++] = (ushort)symbol;
            }
        }
        return true;
    }
}
