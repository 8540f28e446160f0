namespace GbGateway.Labels.Media.Iso;

/// <summary>What the properties of a picture item say of it.</summary>
/// <param name="Width">Columns as shown: <c>irot</c> and <c>clap</c> applied. 0 if no size is given.</param>
/// <param name="Height">Rows as shown.</param>
/// <param name="Bits">Bits a sample, by <c>av1C</c>; 8 if there is none.</param>
/// <param name="IsWide">Whether <c>colr nclx</c> names primaries or a transfer function that are not those of sRGB or BT.709: wide gamut, HDR.</param>
/// <param name="HasHalvedChroma">Whether colour has half the resolution (4:2:0, 4:2:2), by <c>av1C</c>.</param>
internal readonly record struct IsoProperties(int Width, int Height, int Bits, bool HasHalvedChroma, bool IsWide)
{
    private const int MostProperties = 4096;

    /// <summary>Reads the properties that <c>ipma</c> gives an item, in their order.</summary>
    public static IsoProperties Read(ReadOnlySpan<byte> file, IsoBox properties, uint item)
    {
        var known = new List<IsoBox>();
        var result = new IsoProperties(0, 0, 8, true, false);
        for (var at = properties.Start; IsoBox.TryRead(file, at, properties.End) is { } box; at = box.End)
        {
            if (box.Type == "ipco")
            {
                for (var inner = box.Start; known.Count < MostProperties && IsoBox.TryRead(file, inner, box.End) is { } one; inner = one.End)
                {
                    known.Add(one);
                }
            }
            else if (box.Type == "ipma")
            {
                foreach (var index in Associations(file[box.Start..box.End], item))
                {
                    if (index >= 1 && index <= known.Count)
                    {
                        result = result.With(known[index - 1].Type, new BigEndianReader(file[known[index - 1].Start..known[index - 1].End]));
                    }
                }
            }
        }
        return result;
    }

    private static List<int> Associations(ReadOnlySpan<byte> box, uint item)
    {
        var found = new List<int>();
        var reader = new BigEndianReader(box);
        var version = reader.Read(1);
        var wide = (reader.Read(3) & 1) != 0;
        var count = reader.Read(4);
        for (ulong i = 0; i < count && !reader.IsCut; i++)
        {
            var id = reader.Read(version < 1 ? 2 : 4);
            var associations = reader.Read(1);
            for (ulong j = 0; j < associations && !reader.IsCut; j++)
            {
                var index = wide ? (int)reader.Read(2) & 0x7FFF : (int)reader.Read(1) & 0x7F;
                if (id == item && found.Count < MostProperties)
                {
                    found.Add(index);
                }
            }
        }
        return found;
    }

    private IsoProperties With(string type, BigEndianReader reader)
    {
        switch (type)
        {
            case "ispe":
                reader.Skip(4);
                return this with { Width = Size(reader.Read(4)), Height = Size(reader.Read(4)) };
            case "irot":
                return (reader.Read(1) & 1) != 0 ? this with { Width = Height, Height = Width } : this;
            case "clap":
                var (columns, columnsBy, rows, rowsBy) = (reader.Read(4), reader.Read(4), reader.Read(4), reader.Read(4));
                return columnsBy == 0 || rowsBy == 0 ? this : this with { Width = Size(columns / columnsBy), Height = Size(rows / rowsBy) };
            case "av1C":
                reader.Skip(2);
                var flags = reader.Read(1);
                return this with { Bits = (flags & 0x40) == 0 ? 8 : (flags & 0x20) == 0 ? 10 : 12, HasHalvedChroma = (flags & 0x08) != 0 };
            case "colr" when reader.Read(4) == 0x6E636C78: // nclx; 2 is "unspecified" (ITU-T H.273)
                var (primaries, transfer) = (reader.Read(2), reader.Read(2));
                return this with { IsWide = primaries is not (1 or 2) || transfer is not (1 or 2 or 6 or 13 or 14 or 15) };
            default:
                return this;
        }
    }

    private static int Size(ulong value) => (int)Math.Min(value, int.MaxValue);
}
