namespace GbGateway.Labels.Explicit;

/// <summary>A font's <c>cmap</c>, formats 4 and 12: from a Unicode scalar to a glyph number, 0 where there is none.</summary>
internal sealed class CharacterMap
{
    private readonly FontBytes _table;
    private readonly int _format;

    public CharacterMap(FontBytes cmap)
    {
        var count = cmap.U16(2);
        for (var i = 0; i < count; i++)
        {
            var platform = cmap.U16(4 + 8 * i);
            var encoding = cmap.U16(6 + 8 * i);
            if (platform != 0 && !(platform == 3 && encoding is 1 or 10))
            {
                continue; // not Unicode
            }
            var at = cmap.U32(8 + 8 * i);
            var format = cmap.U16(at);
            if (format is 4 or 12 && format > _format)
            {
                _table = cmap.Slice(at, int.MaxValue);
                _format = format;
            }
        }
    }

    public bool IsEmpty => _format == 0;

    public int Glyph(int scalar) => _format switch
    {
        4 => scalar > 0xFFFF ? 0 : Format4(scalar),
        12 => Format12((uint)scalar),
        _ => 0,
    };

    private int Format4(int scalar)
    {
        var segments = _table.U16(6) / 2;
        for (var i = 0; i < segments; i++)
        {
            if (scalar > _table.U16(14 + 2 * i))
            {
                continue;
            }
            int start = _table.U16(16 + 2 * segments + 2 * i);
            if (scalar < start)
            {
                return 0;
            }
            int delta = _table.U16(16 + 4 * segments + 2 * i);
            var rangeAt = 16 + 6 * segments + 2 * i;
            int range = _table.U16(rangeAt);
            if (range == 0)
            {
                return (scalar + delta) & 0xFFFF;
            }
            int glyph = _table.U16(rangeAt + range + 2 * (scalar - start));
            return glyph == 0 ? 0 : (glyph + delta) & 0xFFFF;
        }
        return 0;
    }

    private int Format12(uint scalar)
    {
        // 12 bytes a group, sorted: a binary search, its bound kept inside the table.
        long low = 0;
        var high = Math.Min(_table.U32(12), (uint)_table.Length / 12) - 1L;
        while (low <= high)
        {
            var middle = (low + high) / 2;
            var at = 16 + 12 * middle;
            if (scalar < _table.U32(at))
            {
                high = middle - 1;
            }
            else if (scalar > _table.U32(at + 4))
            {
                low = middle + 1;
            }
            else
            {
                return (int)Math.Min(_table.U32(at + 8) + (ulong)(scalar - _table.U32(at)), ushort.MaxValue);
            }
        }
        return 0;
    }
}
