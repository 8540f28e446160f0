using System.Buffers.Binary;

namespace GbGateway.Labels.Media.Jpeg;

/// <summary>The index of a multi-picture file (CIPA DC-007): where the further pictures after the first EOI stand. Their offsets count from its own header.</summary>
internal static class JpegMpf
{
    private const int EntriesTag = 0xB002;
    private const int EntryLength = 16;

    /// <summary>Adds <paramref name="moved"/> bytes to the offsets of all further pictures and to the first picture's size.</summary>
    /// <param name="index">The segment's data after <c>MPF\0</c>: a TIFF structure.</param>
    /// <param name="moved">By how much the further pictures moved away from this header.</param>
    /// <param name="grown">By how much the first picture grew.</param>
    /// <returns>False if the index makes no sense; nothing was changed then.</returns>
    public static bool Move(Span<byte> index, int moved, int grown)
    {
        var little = index.StartsWith("II"u8);
        if (index.Length < 8 || !(little || index.StartsWith("MM"u8)))
        {
            return false;
        }
        var directory = Read(index, 4, little);
        if (directory < 8 || directory + 2 > (uint)index.Length)
        {
            return false;
        }
        int count = little ? BinaryPrimitives.ReadUInt16LittleEndian(index[(int)directory..]) : BinaryPrimitives.ReadUInt16BigEndian(index[(int)directory..]);
        for (var entry = (int)directory + 2; count > 0 && entry + 12 <= index.Length; count--, entry += 12)
        {
            var tag = Read(index, entry, little) & 0xFFFF;
            if ((little ? tag : Read(index, entry, little) >> 16) != EntriesTag)
            {
                continue;
            }
            var length = Read(index, entry + 4, little);
            var at = Read(index, entry + 8, little);
            if (at > (uint)index.Length || length > (uint)index.Length - at)
            {
                return false;
            }
            for (var i = 0; i + EntryLength <= (int)length; i += EntryLength)
            {
                MoveEntry(index.Slice((int)at + i, EntryLength), moved, grown, little);
            }
            return true;
        }
        return false;
    }

    private static void MoveEntry(Span<byte> entry, int moved, int grown, bool little)
    {
        // attribute (4), size (4), offset (4), dependent pictures (4); offset 0 is the first picture
        var offset = Read(entry, 8, little);
        if (offset == 0)
        {
            Write(entry, 4, (uint)(Read(entry, 4, little) + grown), little);
        }
        else
        {
            Write(entry, 8, (uint)(offset + moved), little);
        }
    }

    private static uint Read(ReadOnlySpan<byte> bytes, int at, bool little) =>
        little ? BinaryPrimitives.ReadUInt32LittleEndian(bytes[at..]) : BinaryPrimitives.ReadUInt32BigEndian(bytes[at..]);

    private static void Write(Span<byte> bytes, int at, uint value, bool little)
    {
        if (little)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(bytes[at..], value);
        }
        else
        {
            BinaryPrimitives.WriteUInt32BigEndian(bytes[at..], value);
        }
    }
}
