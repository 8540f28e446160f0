using System.Buffers.Binary;
using GbGateway.Labels.Media.Exif;

namespace GbGateway.Labels.Media.Png;

/// <summary>What a PNG's IHDR says.</summary>
internal readonly record struct PngHeader(int Width, int Height, int BitDepth, int ColourType, bool Interlaced)
{
    public static bool TryRead(ReadOnlySpan<byte> file, out PngHeader header)
    {
        header = default;
        var chunks = new PngChunks(file);
        if (!chunks.MoveNext() || chunks.Current.Type != PngChunkType.Ihdr || chunks.Current.Length != 13)
        {
            return false;
        }
        var data = chunks.Current.Data(file);
        var width = BinaryPrimitives.ReadUInt32BigEndian(data);
        var height = BinaryPrimitives.ReadUInt32BigEndian(data[4..]);
        var valid = (data[9], data[8]) switch
        {
            (0, 1 or 2 or 4 or 8 or 16) => true,
            (3, 1 or 2 or 4 or 8) => true,
            (2 or 4 or 6, 8 or 16) => true,
            _ => false,
        };
        if (!valid || width is 0 or > int.MaxValue || height is 0 or > int.MaxValue || data[10] != 0 || data[11] != 0 || data[12] > 1)
        {
            return false;
        }
        header = new PngHeader((int)width, (int)height, data[8], data[9], data[12] == 1);
        return true;
    }

    /// <summary>Size, frames and orientation. Stops at the first cut: facts of a head that is still growing are facts all the same.</summary>
    public static bool TryReadFacts(ReadOnlySpan<byte> file, out MediaFacts facts)
    {
        facts = default;
        if (!TryRead(file, out var header))
        {
            return false;
        }
        var frames = 1;
        var orientation = 1;
        var chunks = new PngChunks(file);
        while (chunks.MoveNext())
        {
            var chunk = chunks.Current;
            if (chunk.Type == PngChunkType.Actl && chunk.Length >= 4)
            {
                frames = (int)Math.Clamp(BinaryPrimitives.ReadUInt32BigEndian(chunk.Data(file)), 1, int.MaxValue);
            }
            else if (chunk.Type == PngChunkType.Exif)
            {
                orientation = ExifBlock.ReadOrientation(chunk.Data(file));
            }
        }
        facts = new MediaFacts(header.Width, header.Height, frames, orientation);
        return true;
    }
}
