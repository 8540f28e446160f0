namespace GbGateway.Labels.Explicit;

/// <summary>An INDEX of a <c>CFF</c> table: objects of any length, by their number. What lies outside the table is empty.</summary>
internal readonly struct CffIndex
{
    private readonly FontBytes _cff;
    private readonly long _offsets;
    private readonly int _size;

    public CffIndex(FontBytes cff, long at)
    {
        _cff = cff;
        Count = cff.U16(at);
        _size = cff.Byte(at + 2);
        _offsets = at + 3;
        if (at <= 0 || _size is < 1 or > 4)
        {
            Count = 0;
        }
        End = Count == 0 ? at + 2 : Data + Offset(Count);
    }

    public int Count { get; }

    /// <summary>Where what follows begins.</summary>
    public long End { get; }

    public FontBytes this[int number] =>
        number >= 0 && number < Count ? _cff.Slice(Data + Offset(number), Offset(number + 1) - (long)Offset(number)) : default;

    /// <summary>What is added to the number a charstring calls a subroutine by.</summary>
    public int Bias => Count < 1240 ? 107 : Count < 33900 ? 1131 : 32768;

    // Offsets count from the byte before the objects.
    private long Data => _offsets + (Count + 1L) * _size - 1;

    private uint Offset(int number)
    {
        var at = _offsets + (long)number * _size;
        return _cff.U32(at - 4 + _size) & (_size == 4 ? uint.MaxValue : (1u << (8 * _size)) - 1);
    }
}
