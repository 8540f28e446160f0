using System.IO.Compression;

namespace GbGateway.Labels.Media.Png.Surgery;

/// <summary>
/// The other way to write the label's rows, for pictures whose rows take next to nothing: everything between the first and the last
/// changed byte is deflated anew, with codes of its own. Before and behind it the old bits stand.
/// </summary>
internal static unsafe class RegionDeflate
{
    /// <summary>Growth in bytes that is not worth a second look.</summary>
    private const int FreeGrowth = 1024;

    // As in a marked picture: the fastest level of zlib that finds a pattern that repeats.
    private const int Level = 5;

    /// <summary>Whether rows that took <paramref name="before"/> bytes and now take <paramref name="after"/> grew so much that it should be tried.</summary>
    public static bool IsWorthwhile(long before, long after) => after - before > FreeGrowth + before / 4;

    /// <summary>Deflates the region; false if the stream's shape or its window doesn't allow it.</summary>
    public static bool TryDeflate(Inflater inflater, int window, ScratchBuffer output)
    {
        var log = inflater.Log;
        var (first, last) = (log.Span(0), log.Span(log.Spans - 1));
        var length = (int)(last.Start + last.Length - first.Start);
        if ((window < DeflateFacts.Window && length > window) || log.Block(first.Block).Type == 0 || log.Block(last.Block).Type == 0)
        {
            return false;
        }
        int whole;
        using (var target = new BufferStream(output))
        using (var deflate = new DeflateStream(target, new ZLibCompressionOptions { CompressionLevel = Level }))
        {
            deflate.Write(new ReadOnlySpan<byte>(inflater.Output(first.Start), length));
            deflate.Flush();
            whole = output.Length;
        }
        output.Truncate(whole); // without the empty last block
        return true;
    }

    /// <summary>Writes the first block up to the region, the region, and what it takes to go on behind it with the old bits.</summary>
    public static void Write(Inflater inflater, ReadOnlySpan<byte> region, ref BitWriter writer)
    {
        var log = inflater.Log;
        var (first, last) = (log.Span(0), log.Span(log.Spans - 1));
        var (opening, closing) = (log.Block(first.Block), log.Block(last.Block));
        writer.Reserve((first.BitStart - opening.HeaderBit) / 8 + region.Length + BlockHeader.MaxLength + 64);
        Span<uint> codes = stackalloc uint[DeflateFacts.LiteralCodes];
        HuffmanCode.Assign(log.Lengths(first.Block)[..DeflateFacts.LiteralCodes], codes);
        writer.Put(0, 1);
        writer.Copy(inflater.Input(0), opening.HeaderBit + 1, first.BitStart);
        writer.Put((ushort)codes[DeflateFacts.EndOfBlock], (int)(codes[DeflateFacts.EndOfBlock] >> 16));
        writer.Put(0, 3); // an empty stored block brings the region to a whole byte
        writer.Align();
        writer.PutBytes([0, 0, 0xFF, 0xFF]);
        writer.PutBytes(region);
        PhaseFiller.Fill(ref writer, (int)((last.BitEnd - (closing.BodyBit - closing.HeaderBit)) & 7));
        writer.Copy(inflater.Input(0), closing.HeaderBit, closing.BodyBit);
    }
}
