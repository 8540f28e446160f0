using System.Buffers.Binary;

namespace GbGateway.Labels.Media.Png.Surgery;

/// <summary>How the samples of a picture lie in its inflated stream, read from the IHDR chunk.</summary>
internal readonly record struct PngLayout(int Width, int Height, int Depth, PngColour Colour)
{
    /// <summary>Bytes from the file's start to the end of IHDR.</summary>
    public const int HeadLength = 33;

    /// <summary>A row longer than this is left to the decode-encode path: two of them would not be small memory any more.</summary>
    public const long MaxRowLength = 16 << 20;

    private const ulong Signature = 0x89504E470D0A1A0A;

    public int Channels => Colour switch
    {
        PngColour.GrayAlpha => 2,
        PngColour.Rgb => 3,
        PngColour.Rgba => 4,
        _ => 1,
    };

    public int BitsPerPixel => Channels * Depth;

    /// <summary>Bytes between a byte and its left neighbour, as the filters count.</summary>
    public int Step => Math.Max(1, BitsPerPixel / 8);

    /// <summary>Bytes of a row's samples.</summary>
    public int RowBytes => (int)(((long)Width * BitsPerPixel + 7) / 8);

    /// <summary>Bytes of a row with its filter byte.</summary>
    public int Stride => RowBytes + 1;

    /// <summary>Bytes of the whole inflated stream.</summary>
    public long InflatedLength => (long)Stride * Height;

    public bool HasAlpha => Colour is PngColour.GrayAlpha or PngColour.Rgba;

    /// <summary>Reads a file's first <see cref="HeadLength"/> bytes.</summary>
    public static bool TryRead(ReadOnlySpan<byte> head, out PngLayout layout, out string reason)
    {
        layout = default;
        reason = "no PNG signature and IHDR";
        if (head.Length < HeadLength || BinaryPrimitives.ReadUInt64BigEndian(head) != Signature
            || BinaryPrimitives.ReadUInt32BigEndian(head[8..]) != 13 || !head[12..16].SequenceEqual("IHDR"u8))
        {
            return false;
        }
        var width = BinaryPrimitives.ReadUInt32BigEndian(head[16..]);
        var height = BinaryPrimitives.ReadUInt32BigEndian(head[20..]);
        var (depth, colour, compression, filter, interlace) = (head[24], head[25], head[26], head[27], head[28]);
        if (width is 0 or > int.MaxValue || height is 0 or > int.MaxValue || compression != 0 || filter != 0 || interlace > 1)
        {
            reason = "IHDR holds values the standard does not know";
            return false;
        }
        var known = (PngColour)colour switch
        {
            PngColour.Gray => depth is 1 or 2 or 4 or 8 or 16,
            PngColour.Palette => depth is 1 or 2 or 4 or 8,
            PngColour.Rgb or PngColour.GrayAlpha or PngColour.Rgba => depth is 8 or 16,
            _ => false,
        };
        if (!known)
        {
            reason = "IHDR names a colour type and depth the standard does not know";
            return false;
        }
        if (interlace == 1)
        {
            reason = "interlaced";
            return false;
        }
        layout = new PngLayout((int)width, (int)height, depth, (PngColour)colour);
        if (((long)width * layout.BitsPerPixel + 7) / 8 > MaxRowLength)
        {
            reason = "rows too long for surgery";
            return false;
        }
        reason = "";
        return true;
    }
}
