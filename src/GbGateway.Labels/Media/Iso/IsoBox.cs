using System.Buffers.Binary;
using System.Text;

namespace GbGateway.Labels.Media.Iso;

/// <summary>One box: its type, and where its content stands in the file.</summary>
internal readonly record struct IsoBox(string Type, int Start, int End)
{
    /// <summary>Reads the box at <paramref name="at"/>, or gives null if there is none before <paramref name="end"/>. A box that is cut ends with its parent.</summary>
    public static IsoBox? TryRead(ReadOnlySpan<byte> file, int at, int end)
    {
        if (at < 0 || end > file.Length || end - at < 8)
        {
            return null;
        }
        ulong size = BinaryPrimitives.ReadUInt32BigEndian(file[at..]);
        var head = 8;
        if (size == 1)
        {
            if (end - at < 16)
            {
                return null;
            }
            size = BinaryPrimitives.ReadUInt64BigEndian(file[(at + 8)..]);
            head = 16;
        }
        if (size == 0)
        {
            size = (ulong)(end - at);
        }
        return size < (ulong)head ? null : new IsoBox(
            Encoding.Latin1.GetString(file.Slice(at + 4, 4)), at + head, at + (int)Math.Min(size, (ulong)(end - at)));
    }
}
