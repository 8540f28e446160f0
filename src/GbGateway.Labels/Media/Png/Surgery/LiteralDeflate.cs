using System.Buffers.Binary;

namespace GbGateway.Labels.Media.Png.Surgery;

/// <summary>
/// A zlib stream of literals alone. Residuals of a marked photograph hardly repeat: searching for matches costs three times as much and
/// makes the file larger, because it is searched for in a hurry (measured at 1024 x 1024: 6 to 8 % at zlib's level 3).
/// </summary>
internal static unsafe class LiteralDeflate
{
    private const int Block = 96 << 10;

    /// <summary>Writes the stream; returns its length.</summary>
    public static int Write(ReadOnlySpan<byte> bytes, PinnedBuffer codes, PinnedBuffer output)
    {
        var writer = new BitWriter(output, 0);
        writer.Reserve(16);
        writer.Put(0x0178, 16); // 32 KiB window, fastest
        codes.Reserve(DeflateFacts.LiteralCodes * sizeof(uint));
        var table = codes.SpanOf<uint>(DeflateFacts.LiteralCodes);
        Span<byte> lengths = stackalloc byte[DeflateFacts.BlockCodes];
        fixed (byte* data = bytes)
        {
            for (var at = 0; at < bytes.Length; at += Block)
            {
                var count = Math.Min(Block, bytes.Length - at);
                Fit(data + at, count, lengths);
                HuffmanCode.Assign(lengths[..DeflateFacts.LiteralCodes], table);
                writer.Reserve(2L * count + BlockHeader.MaxLength + 64);
                DynamicHeader.Write(ref writer, lengths, at + count == bytes.Length);
                writer.PutLiterals((uint*)codes.Start, data + at, data + at + count);
                var end = table[DeflateFacts.EndOfBlock];
                writer.Put((ushort)end, (int)(end >> 16));
            }
        }
        writer.Align();
        writer.Reserve(16);
        Span<byte> check = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(check, Adler.Of(bytes));
        writer.PutBytes(check);
        return (int)(writer.Position / 8);
    }

    private static void Fit(byte* data, int count, Span<byte> lengths)
    {
        // Four tables: the same value comes often twice in a row, and a count must not wait for the one before.
        Span<int> counts = stackalloc int[4 * 256];
        counts.Clear();
        fixed (int* c = counts)
        {
            var i = 0;
            for (; i + 4 <= count; i += 4)
            {
                c[data[i]]++;
                c[256 + data[i + 1]]++;
                c[512 + data[i + 2]]++;
                c[768 + data[i + 3]]++;
            }
            for (; i < count; i++)
            {
                c[data[i]]++;
            }
        }
        Span<int> weights = stackalloc int[DeflateFacts.EndOfBlock + 1];
        for (var value = 0; value < 256; value++)
        {
            weights[value] = counts[value] + counts[256 + value] + counts[512 + value] + counts[768 + value];
        }
        weights[DeflateFacts.EndOfBlock] = 1;
        lengths.Clear();
        HuffmanLengths.Write(weights, DeflateFacts.MaxCodeLength, lengths);
    }
}
