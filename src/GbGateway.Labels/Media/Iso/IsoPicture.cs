using System.Buffers.Binary;
using System.Text;

namespace GbGateway.Labels.Media.Iso;

/// <summary>The boxes of a HEIF file and the items its <c>meta</c> box lists, every length checked. Nothing is decoded.</summary>
internal sealed class IsoPicture
{
    private const int MostBoxes = 4096;
    private const int MostItems = 4096;
    private const int MostExtents = 65_536;

    private IsoPicture()
    {
    }

    /// <summary>A box: where its header begins, and the box.</summary>
    public readonly record struct Placed(int At, IsoBox Box);

    /// <summary>The boxes of the file.</summary>
    public List<Placed> Boxes { get; } = [];

    /// <summary>The boxes of the <c>meta</c> box.</summary>
    public List<Placed> Parts { get; } = [];

    /// <summary>The items, in the order of <c>iinf</c>.</summary>
    public List<IsoItem> Items { get; } = [];

    /// <summary>The <c>meta</c> box.</summary>
    public Placed Meta { get; private set; }

    /// <summary>The item that is the picture.</summary>
    public uint Primary { get; private set; }

    /// <summary>What the primary item's properties say; its size is the one shown, after turns and cuts.</summary>
    public IsoProperties Properties { get; private set; }

    /// <summary>Whether the file also holds tracks: an image sequence.</summary>
    public bool IsSequence { get; private set; }

    /// <summary>Reads a file; null if it is malformed, cut short, or holds no picture item.</summary>
    public static IsoPicture? Read(ReadOnlySpan<byte> file)
    {
        var picture = new IsoPicture();
        return ReadBoxes(file, 0, file.Length, picture.Boxes) && picture.ReadMeta(file) ? picture : null;
    }

    /// <summary>The part of a type; null if there is none.</summary>
    public IsoBox? Part(string type)
    {
        foreach (var (_, box) in Parts)
        {
            if (box.Type == type)
            {
                return box;
            }
        }
        return null;
    }

    /// <summary>An item's bytes; empty where they are in another file or another item.</summary>
    public byte[] Content(ReadOnlySpan<byte> file, IsoItem item)
    {
        var content = new byte[item.Extents.Sum(static extent => extent.Length)];
        var length = 0;
        foreach (var (start, piece) in Places(item))
        {
            file.Slice(start, piece).CopyTo(content.AsSpan(length));
            length += piece;
        }
        return content[..length];
    }

    /// <summary>Where an item's bytes stand in the file.</summary>
    public IEnumerable<(int Start, int Length)> Places(IsoItem item)
    {
        if (item.DataReference != 0 || item.Method > 1)
        {
            yield break;
        }
        var origin = item.Method == 1 ? Part("idat")!.Value.Start : 0;
        foreach (var (offset, length, _) in item.Extents)
        {
            yield return ((int)(origin + offset), (int)length);
        }
    }

    // Every box whole, one after the other, to the end: what is cut is malformed.
    private static bool ReadBoxes(ReadOnlySpan<byte> file, int at, int end, List<Placed> boxes)
    {
        while (at < end)
        {
            if (boxes.Count == MostBoxes || IsoBox.TryRead(file, at, end) is not { } box || DeclaredEnd(file, at, end) != box.End)
            {
                return false;
            }
            boxes.Add(new Placed(at, box));
            at = box.End;
        }
        return boxes.Count > 0;
    }

    private static long DeclaredEnd(ReadOnlySpan<byte> file, int at, int end)
    {
        var size = BinaryPrimitives.ReadUInt32BigEndian(file[at..]);
        return size switch
        {
            0 => end,
            1 => at + (long)Math.Min(BinaryPrimitives.ReadUInt64BigEndian(file[(at + 8)..]), long.MaxValue / 2),
            _ => at + size,
        };
    }

    private bool ReadMeta(ReadOnlySpan<byte> file)
    {
        var metas = Boxes.FindAll(static placed => placed.Box.Type == "meta");
        IsSequence = Boxes.Exists(static placed => placed.Box.Type is "moov" or "moof");
        if (metas.Count != 1 || Boxes[0].Box.Type != "ftyp" || metas[0].Box.End - metas[0].Box.Start < 4)
        {
            return false;
        }
        Meta = metas[0];
        if (!ReadBoxes(file, Meta.Box.Start + 4, Meta.Box.End, Parts)
            || Part("pitm") is not { } primary || Part("iinf") is not { } list || Part("iloc") is not { } places)
        {
            return false;
        }
        if (Parts.Select(static part => part.Box.Type).Where(static type => type is "pitm" or "iinf" or "iloc" or "iref" or "idat" or "iprp").GroupBy(static type => type).Any(static same => same.Count() > 1))
        {
            return false; // read differently by each reader
        }
        var reader = new BigEndianReader(file[primary.Start..primary.End]);
        var version = reader.Read(1);
        reader.Skip(3);
        Primary = (uint)reader.Read(version == 0 ? 2 : 4);
        if (reader.IsCut || !ReadItems(file, list) || !ReadPlaces(file, file[places.Start..places.End]) || !Items.Exists(item => item.ID == Primary))
        {
            return false;
        }
        Properties = Part("iprp") is { } properties ? IsoProperties.Read(file, properties, Primary) : default;
        return true;
    }

    private bool ReadItems(ReadOnlySpan<byte> file, IsoBox list)
    {
        if (list.End - list.Start < 6)
        {
            return false;
        }
        var entries = new List<Placed>();
        var head = file[list.Start] == 0 ? 6 : 8; // version 0 counts in 16 bits
        if (list.Start + head > list.End || (list.Start + head < list.End && !ReadBoxes(file, list.Start + head, list.End, entries)))
        {
            return false;
        }
        foreach (var (_, entry) in entries)
        {
            if (entry.Type != "infe" || Items.Count == MostItems || ReadItem(file[entry.Start..entry.End]) is not { } item || Items.Exists(other => other.ID == item.ID))
            {
                return false;
            }
            Items.Add(item);
        }
        return true;
    }

    private static IsoItem? ReadItem(ReadOnlySpan<byte> entry)
    {
        var reader = new BigEndianReader(entry);
        var version = reader.Read(1);
        reader.Skip(3);
        var id = (uint)reader.Read(version == 3 ? 4 : 2);
        reader.Skip(2);
        var type = (uint)reader.Read(4);
        if (reader.IsCut || version is not (2 or 3))
        {
            return null;
        }
        Span<byte> name = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(name, type);
        var rest = entry[(version == 3 ? 14 : 12)..];
        var contentType = "";
        if (name.SequenceEqual("mime"u8) && rest.IndexOf((byte)0) is var end and >= 0)
        {
            var after = rest[(end + 1)..];
            contentType = Encoding.Latin1.GetString(after[..(after.IndexOf((byte)0) is var stop and >= 0 ? stop : after.Length)]);
        }
        return new IsoItem(id, Encoding.Latin1.GetString(name), contentType);
    }

    private bool ReadPlaces(ReadOnlySpan<byte> file, ReadOnlySpan<byte> box)
    {
        var reader = new BigEndianReader(box);
        var version = (int)reader.Read(1);
        reader.Skip(3);
        var sizes = (int)reader.Read(2);
        var (offsetSize, lengthSize, baseSize, indexSize) = (sizes >> 12, (sizes >> 8) & 15, (sizes >> 4) & 15, version == 0 ? 0 : sizes & 15);
        if (version > 2 || !IsSize(offsetSize) || !IsSize(lengthSize) || !IsSize(baseSize) || !IsSize(indexSize))
        {
            return false;
        }
        var count = reader.Read(version < 2 ? 2 : 4);
        var extents = 0ul;
        for (ulong i = 0; i < count && !reader.IsCut; i++)
        {
            var id = (uint)reader.Read(version < 2 ? 2 : 4);
            var method = version == 0 ? 0 : (int)reader.Read(2) & 15;
            var reference = (int)reader.Read(2);
            var origin = reader.Read(baseSize);
            var pieces = reader.Read(2);
            var item = Items.Find(item => item.ID == id);
            if (item is null || item.Extents.Count > 0 || (extents += pieces) > MostExtents)
            {
                return false;
            }
            (item.Method, item.DataReference) = (method, reference);
            for (ulong piece = 0; piece < pieces && !reader.IsCut; piece++)
            {
                var index = reader.Read(indexSize);
                var offset = reader.Read(offsetSize);
                if (!TryPlace(file, item, origin, offset, reader.Read(lengthSize), (uint)index))
                {
                    return false;
                }
            }
        }
        return !reader.IsCut;
    }

    private bool TryPlace(ReadOnlySpan<byte> file, IsoItem item, ulong origin, ulong offset, ulong length, uint index)
    {
        var room = item.DataReference != 0 || item.Method > 1 ? int.MaxValue
            : item.Method == 1 ? (Part("idat") is { } data ? data.End - data.Start : -1)
            : file.Length;
        if (room < 0 || origin > (ulong)room || offset > (ulong)room - origin || length > (ulong)room - origin - offset)
        {
            return false;
        }
        var start = (long)(origin + offset);
        item.Extents.Add((start, length == 0 && room != int.MaxValue ? room - start : (long)length, index));
        return true;
    }

    private static bool IsSize(int size) => size is 0 or 4 or 8;
}
