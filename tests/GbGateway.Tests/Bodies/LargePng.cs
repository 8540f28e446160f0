using System.Buffers.Binary;
using System.IO.Hashing;

namespace GbGateway.Tests.Bodies;

/// <summary>A PNG of any size, made piece by piece: gray noise in stored blocks, one a chunk.</summary>
internal static class LargePng
{
    public static IEnumerable<byte[]> Make(int width, int height)
    {
        var head = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(head, width);
        BinaryPrimitives.WriteInt32BigEndian(head.AsSpan(4), height);
        (head[8], head[9]) = (8, 2);
        yield return [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, .. Chunk("IHDR"u8, head)];

        var stride = 3 * width + 1;
        var total = (long)stride * height;
        var (s1, s2) = (1u, 0u);
        for (long at = 0; at < total;)
        {
            var length = (int)Math.Min(ushort.MaxValue, total - at);
            var block = new byte[5 + length];
            block[0] = (byte)(at + length == total ? 1 : 0);
            BinaryPrimitives.WriteUInt16LittleEndian(block.AsSpan(1), (ushort)length);
            BinaryPrimitives.WriteUInt16LittleEndian(block.AsSpan(3), (ushort)~length);
            for (var i = 0; i < length; i++)
            {
                var column = (at + i) % stride;
                block[5 + i] = column == 0 ? (byte)0 : (byte)(((at + i) * 2654435761) >> 13);
                s1 = (s1 + block[5 + i]) % 65521;
                s2 = (s2 + s1) % 65521;
            }
            yield return Chunk("IDAT"u8, at == 0 ? [0x78, 0x01, .. block] : block);
            at += length;
        }
        var adler = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(adler, s2 << 16 | s1);
        yield return Chunk("IDAT"u8, adler);
        yield return Chunk("IEND"u8, []);
    }

    /// <summary>Pieces in base64, as one text.</summary>
    public static IEnumerable<byte[]> ToBase64(IEnumerable<byte[]> pieces)
    {
        byte[] rest = [];
        foreach (var piece in pieces)
        {
            byte[] bytes = [.. rest, .. piece];
            var whole = bytes.Length - bytes.Length % 3;
            yield return System.Text.Encoding.ASCII.GetBytes(Convert.ToBase64String(bytes, 0, whole));
            rest = bytes[whole..];
        }
        yield return System.Text.Encoding.ASCII.GetBytes(Convert.ToBase64String(rest));
    }

    private static byte[] Chunk(ReadOnlySpan<byte> type, byte[] data)
    {
        var chunk = new byte[data.Length + 12];
        BinaryPrimitives.WriteInt32BigEndian(chunk, data.Length);
        type.CopyTo(chunk.AsSpan(4));
        data.CopyTo(chunk, 8);
        BinaryPrimitives.WriteUInt32BigEndian(chunk.AsSpan(8 + data.Length), Crc32.HashToUInt32(chunk.AsSpan(4, data.Length + 4)));
        return chunk;
    }
}
