using System.Buffers.Binary;

namespace GbGateway.Labels.Media.Tiff;

/// <summary>One image file directory of a TIFF (revision 6.0), by its place in the file.</summary>
internal readonly ref struct TiffDirectory
{
    private const int EntryLength = 12;
    private const int MostEntries = 4096;

    private readonly ReadOnlySpan<byte> _file;
    private readonly bool _little;

    private TiffDirectory(ReadOnlySpan<byte> file, bool little, int start, int count)
    {
        _file = file;
        (_little, Start, Count) = (little, start, count);
    }

    /// <summary>Where its count stands.</summary>
    public int Start { get; }

    /// <summary>How many entries it has.</summary>
    public int Count { get; }

    /// <summary>Where the next directory stands; 0 if there is none.</summary>
    public long Next => U32(Start + 2 + EntryLength * Count);

    public static bool IsTiff(ReadOnlySpan<byte> file) => file.Length >= 8 && (file.StartsWith("II*\0"u8) || file.StartsWith("MM\0*"u8));

    /// <summary>Reads the directory at a place of a TIFF; false if it is not wholly there.</summary>
    public static bool TryRead(ReadOnlySpan<byte> file, long start, out TiffDirectory directory)
    {
        directory = default;
        if (!IsTiff(file) || start < 8 || start > file.Length - 6)
        {
            return false;
        }
        var little = file[0] == 'I';
        var at = (int)start;
        var count = little ? BinaryPrimitives.ReadUInt16LittleEndian(file[at..]) : BinaryPrimitives.ReadUInt16BigEndian(file[at..]);
        if (count is 0 or > MostEntries || file.Length - at < 6 + EntryLength * count)
        {
            return false;
        }
        directory = new TiffDirectory(file, little, at, count);
        return true;
    }

    /// <summary>Reads the first directory.</summary>
    public static bool TryReadFirst(ReadOnlySpan<byte> file, out TiffDirectory directory)
    {
        directory = default;
        return IsTiff(file) && TryRead(file, file[0] == 'I' ? BinaryPrimitives.ReadUInt32LittleEndian(file[4..]) : BinaryPrimitives.ReadUInt32BigEndian(file[4..]), out directory);
    }

    /// <summary>The twelve bytes of an entry.</summary>
    public ReadOnlySpan<byte> Entry(int index) => _file.Slice(Start + 2 + EntryLength * index, EntryLength);

    /// <summary>The tag of an entry.</summary>
    public int Tag(int index) => U16(Start + 2 + EntryLength * index);

    /// <summary>Whether there is an entry of a tag, readable or not.</summary>
    public bool Lists(int tag)
    {
        for (var i = 0; i < Count; i++)
        {
            if (Tag(i) == tag)
            {
                return true;
            }
        }
        return false;
    }

    /// <summary>Where a tag's value stands; false if the tag is absent or its value not wholly there.</summary>
    public bool TryFind(int tag, out int start, out int length)
    {
        (start, length) = (0, 0);
        for (var i = 0; i < Count; i++)
        {
            if (Tag(i) != tag)
            {
                continue;
            }
            var at = Start + 2 + EntryLength * i;
            var bytes = U32(at + 4) * SizeOf(U16(at + 2));
            var place = bytes <= 4 ? at + 8 : U32(at + 8);
            if (bytes == 0 || place + bytes > _file.Length)
            {
                return false;
            }
            (start, length) = ((int)place, (int)bytes);
            return true;
        }
        return false;
    }

    /// <summary>A number of a tag of SHORTs or LONGs; null if there is none.</summary>
    public long? Number(int tag, int index = 0)
    {
        for (var i = 0; i < Count; i++)
        {
            if (Tag(i) == tag)
            {
                var type = U16(Start + 4 + EntryLength * i);
                var size = type == 3 ? 2 : type == 4 ? 4 : 0;
                return size > 0 && TryFind(tag, out var start, out var length) && (index + 1) * size <= length
                    ? size == 2 ? U16(start + index * 2) : U32(start + index * 4)
                    : null;
            }
        }
        return null;
    }

    private static int SizeOf(int type) => type switch { 1 or 2 or 6 or 7 => 1, 3 or 8 => 2, 4 or 9 or 11 or 13 => 4, 5 or 10 or 12 => 8, _ => 0 };

    private int U16(int at) => _little ? BinaryPrimitives.ReadUInt16LittleEndian(_file[at..]) : BinaryPrimitives.ReadUInt16BigEndian(_file[at..]);

    private long U32(int at) => _little ? BinaryPrimitives.ReadUInt32LittleEndian(_file[at..]) : BinaryPrimitives.ReadUInt32BigEndian(_file[at..]);
}
