using System.Buffers.Binary;
using System.IO.Compression;

namespace GbGateway.Load.Upstream;

/// <summary>A PNG whose size is like a model's picture: soft shapes under a little noise.</summary>
public static class Picture
{
    private static readonly uint[] CrcTable = [.. Enumerable.Range(0, 256).Select(static n => Enumerable.Range(0, 8).Aggregate((uint)n, static (c, _) => (c & 1) != 0 ? 0xEDB88320 ^ (c >> 1) : c >> 1))];

    /// <summary>Paints one, 8-bit RGB.</summary>
    public static byte[] Png(int side)
    {
        using var file = new MemoryStream();
        file.Write([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]);
        var head = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(head, side);
        BinaryPrimitives.WriteInt32BigEndian(head.AsSpan(4), side);
        (head[8], head[9]) = (8, 2);
        WriteChunk(file, "IHDR"u8, head);
        using var data = new MemoryStream();
        using (var deflate = new ZLibStream(data, CompressionLevel.Fastest, leaveOpen: true))
        {
            deflate.Write(Rows(side));
        }
        WriteChunk(file, "IDAT"u8, data.ToArray());
        WriteChunk(file, "IEND"u8, []);
        return file.ToArray();
    }

    private static byte[] Rows(int side)
    {
        var rows = new byte[side * (1 + (side * 3))];
        var random = new Random(1);
        var at = 0;
        for (var y = 0; y < side; y++)
        {
            rows[at++] = 0;
            for (var x = 0; x < side; x++)
            {
                var light = 96 + (64 * Math.Sin(x * 6.0 / side)) + (64 * Math.Cos(y * 5.0 / side));
                rows[at++] = (byte)(light + random.Next(4));
                rows[at++] = (byte)((light * 0.8) + random.Next(4));
                rows[at++] = (byte)((light * 0.6) + 40 + random.Next(4));
            }
        }
        return rows;
    }

    private static void WriteChunk(Stream file, ReadOnlySpan<byte> type, byte[] data)
    {
        var chunk = new byte[12 + data.Length];
        BinaryPrimitives.WriteInt32BigEndian(chunk, data.Length);
        type.CopyTo(chunk.AsSpan(4));
        data.CopyTo(chunk.AsSpan(8));
        var crc = uint.MaxValue;
        foreach (var value in chunk.AsSpan(4, 4 + data.Length))
        {
            crc = CrcTable[(crc ^ value) & 0xFF] ^ (crc >> 8);
        }
        BinaryPrimitives.WriteUInt32BigEndian(chunk.AsSpan(8 + data.Length), ~crc);
        file.Write(chunk);
    }
}
