using System.Buffers.Binary;
using System.IO.Compression;
using System.IO.Hashing;

namespace GbGateway.Tests.Media.Png.Surgery;

/// <summary>Writes PNG files in every way the format allows: row filters, deflate shapes, cuts into IDAT chunks, other chunks around.</summary>
internal static class PngMaker
{
    private static readonly byte[] Signature = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A];

    /// <summary>A whole file.</summary>
    /// <param name="picture">What it shows.</param>
    /// <param name="filter">Row filter 0 to 4; 5 for a different one each row.</param>
    /// <param name="deflate">How the rows are compressed, into a zlib stream.</param>
    /// <param name="cut">Length of the next IDAT chunk, by its number.</param>
    /// <param name="before">Complete chunks before the picture data.</param>
    /// <param name="after">Complete chunks after them.</param>
    /// <param name="interlaced">Says so in IHDR; the data stay as they are.</param>
    public static byte[] Make(
        PngPicture picture, int filter, Func<byte[], byte[]> deflate, Func<int, int>? cut = null, byte[]? before = null, byte[]? after = null, bool interlaced = false)
    {
        var file = new MemoryStream();
        file.Write(Signature);
        var head = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(head, picture.Width);
        BinaryPrimitives.WriteInt32BigEndian(head.AsSpan(4), picture.Height);
        (head[8], head[9], head[12]) = ((byte)picture.Depth, (byte)picture.Colour, (byte)(interlaced ? 1 : 0));
        file.Write(Chunk("IHDR", head));
        file.Write(before ?? []);
        var stream = deflate(Filter(picture, filter));
        for (var (at, number) = (0, 0); at < stream.Length; number++)
        {
            var length = Math.Min(cut?.Invoke(number) ?? 8192, stream.Length - at);
            file.Write(Chunk("IDAT", stream.AsSpan(at, length)));
            at += length;
        }
        file.Write(after ?? []);
        file.Write(Chunk("IEND", []));
        return file.ToArray();
    }

    public static byte[] Chunk(string type, ReadOnlySpan<byte> data)
    {
        var chunk = new byte[data.Length + 12];
        BinaryPrimitives.WriteInt32BigEndian(chunk, data.Length);
        for (var i = 0; i < 4; i++)
        {
            chunk[4 + i] = (byte)type[i];
        }
        data.CopyTo(chunk.AsSpan(8));
        BinaryPrimitives.WriteUInt32BigEndian(chunk.AsSpan(data.Length + 8), Crc32.HashToUInt32(chunk.AsSpan(4, data.Length + 4)));
        return chunk;
    }

    /// <summary>The framework's zlib at a level and strategy.</summary>
    public static Func<byte[], byte[]> Zlib(int level, ZLibCompressionStrategy strategy = ZLibCompressionStrategy.Default) => rows =>
    {
        var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, new ZLibCompressionOptions { CompressionLevel = level, CompressionStrategy = strategy }))
        {
            zlib.Write(rows);
        }
        return packed.ToArray();
    };

    /// <summary>The framework's zlib, flushed every <paramref name="every"/> bytes.</summary>
    public static Func<byte[], byte[]> Flushed(int level, int every) => rows =>
    {
        var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, new ZLibCompressionOptions { CompressionLevel = level }))
        {
            for (var at = 0; at < rows.Length; at += every)
            {
                zlib.Write(rows, at, Math.Min(every, rows.Length - at));
                zlib.Flush();
            }
        }
        return packed.ToArray();
    };

    /// <summary>The rows with their filter bytes, filtered.</summary>
    public static byte[] Filter(PngPicture picture, int filter)
    {
        var rows = new MemoryStream();
        var above = new byte[picture.RowBytes];
        for (var y = 0; y < picture.Height; y++)
        {
            var row = picture.Samples.AsSpan(y * picture.RowBytes, picture.RowBytes);
            var type = filter < 5 ? filter : (y * 7 + y / 5) % 5;
            rows.WriteByte((byte)type);
            for (var i = 0; i < row.Length; i++)
            {
                var left = i < picture.Step ? 0 : row[i - picture.Step];
                var corner = i < picture.Step ? 0 : above[i - picture.Step];
                rows.WriteByte((byte)(row[i] - Predict(type, left, above[i], corner)));
            }
            above = row.ToArray();
        }
        return rows.ToArray();
    }

    public static int Predict(int filter, int left, int up, int corner)
    {
        var estimate = left + up - corner;
        var (byLeft, byUp, byCorner) = (Math.Abs(estimate - left), Math.Abs(estimate - up), Math.Abs(estimate - corner));
        return filter switch
        {
            0 => 0,
            1 => left,
            2 => up,
            3 => (left + up) / 2,
            _ => byLeft <= byUp && byLeft <= byCorner ? left : byUp <= byCorner ? up : corner,
        };
    }
}
