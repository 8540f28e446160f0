using System.Buffers.Binary;
using System.IO.Compression;
using System.IO.Hashing;

namespace GbGateway.Tests.Media.Png.Surgery;

/// <summary>A plain reader to judge by: every chunk's CRC, the stream's Adler-32 (by the framework's zlib), scalar unfiltering.</summary>
internal static class PngReader
{
    public static PngPicture Read(byte[] file) => Read(file, out _);

    public static PngPicture Read(byte[] file, out List<(string Type, byte[] Data)> chunks)
    {
        chunks = [];
        var stream = new MemoryStream();
        for (var at = 8; ;)
        {
            var length = BinaryPrimitives.ReadInt32BigEndian(file.AsSpan(at));
            var type = System.Text.Encoding.ASCII.GetString(file, at + 4, 4);
            var crc = BinaryPrimitives.ReadUInt32BigEndian(file.AsSpan(at + 8 + length));
            Assert.True(Crc32.HashToUInt32(file.AsSpan(at + 4, length + 4)) == crc, $"CRC of {type} at {at}");
            var data = file.AsSpan(at + 8, length).ToArray();
            chunks.Add((type, data));
            if (type == "IDAT")
            {
                stream.Write(data);
            }
            at += length + 12;
            if (type == "IEND")
            {
                break;
            }
        }
        var head = chunks[0].Data;
        var picture = new PngPicture(BinaryPrimitives.ReadInt32BigEndian(head), BinaryPrimitives.ReadInt32BigEndian(head.AsSpan(4)), head[8], head[9], []);
        var rows = new byte[(picture.RowBytes + 1) * picture.Height];
        stream.Position = 0;
        using var zlib = new ZLibStream(stream, CompressionMode.Decompress);
        zlib.ReadExactly(rows);
        Assert.Equal(-1, zlib.ReadByte()); // reads the checksum, too: a wrong one throws
        var samples = new byte[picture.RowBytes * picture.Height];
        for (var y = 0; y < picture.Height; y++)
        {
            var residuals = rows.AsSpan(y * (picture.RowBytes + 1) + 1, picture.RowBytes);
            var row = samples.AsSpan(y * picture.RowBytes, picture.RowBytes);
            var above = y == 0 ? new byte[picture.RowBytes] : samples.AsSpan((y - 1) * picture.RowBytes, picture.RowBytes).ToArray();
            for (var i = 0; i < row.Length; i++)
            {
                var left = i < picture.Step ? 0 : row[i - picture.Step];
                var corner = i < picture.Step ? 0 : above[i - picture.Step];
                row[i] = (byte)(residuals[i] + PngMaker.Predict(rows[y * (picture.RowBytes + 1)], left, above[i], corner));
            }
        }
        return picture with { Samples = samples };
    }

    /// <summary>The zlib stream of a file's IDAT chunks.</summary>
    public static byte[] Stream(byte[] file)
    {
        var stream = new List<byte>();
        for (var at = 8; at < file.Length;)
        {
            var length = BinaryPrimitives.ReadInt32BigEndian(file.AsSpan(at));
            if (file.AsSpan(at + 4, 4).SequenceEqual("IDAT"u8))
            {
                stream.AddRange(file.AsSpan(at + 8, length));
            }
            at += length + 12;
        }
        return [.. stream];
    }
}
