using System.Buffers;

namespace GbGateway.Labels.Media.Jpeg.Surgery;

/// <summary>Writes the bytes before a scan with the caller's splices made and the Huffman tables as they are now, and new entropy-coded bytes with their stuffing.</summary>
internal static class HeadWriter
{
    /// <summary>Whether the splices are in order, lie before the scan and touch no table, frame or scan header.</summary>
    public static bool AreSound(ReadOnlySpan<JpegSplice> splices, ReadOnlySpan<byte> file, int scanHeader)
    {
        var at = 2;
        foreach (var splice in splices)
        {
            if (splice.Offset < at || splice.Removed < 0 || splice.Removed > scanHeader - splice.Offset)
            {
                return false;
            }
            for (at = splice.Offset; at < splice.Offset + splice.Removed;)
            {
                // Only application and comment segments may go.
                if (file[at] != 0xFF || !(file[at + 1] is 0xFF or 0xFE or (>= 0xE0 and <= 0xEF)))
                {
                    return false;
                }
                at += file[at + 1] == 0xFF ? 1 : 2 + (file[at + 2] << 8 | file[at + 3]);
            }
            if (at != splice.Offset + splice.Removed)
            {
                return false;
            }
        }
        return true;
    }

    /// <summary>Copies <paramref name="file"/> between two offsets, which no segment straddles. Returns false, nothing written, if a table outgrew its segment.</summary>
    public static bool TryWrite(ReadOnlySpan<byte> file, int from, int to, HuffmanShelf tables, ReadOnlySpan<JpegSplice> splices, IBufferWriter<byte> output)
    {
        for (var i = 0; i < tables.Segments; i++)
        {
            var segment = tables.Segment(i);
            if (segment.End - segment.Start + tables.Grown(segment) - 2 > ushort.MaxValue)
            {
                return false;
            }
        }
        for (var i = 0; i < tables.Segments; i++)
        {
            var segment = tables.Segment(i);
            if (!tables.IsChanged(segment) || segment.Start < from || segment.End > to)
            {
                continue;
            }
            splices = Splice(file, from, segment.Start, splices, output);
            output.Advance(tables.Write(segment, file, output.GetSpan(segment.End - segment.Start + tables.Grown(segment))));
            from = segment.End;
        }
        Splice(file, from, to, splices, output);
        return true;
    }

    /// <summary>Writes entropy-coded bytes, a zero after each 0xFF, with restart markers between.</summary>
    public static void WriteStuffed(ReadOnlySpan<byte> bytes, List<RestartMark> marks, IBufferWriter<byte> output)
    {
        var from = 0;
        foreach (var mark in marks)
        {
            WriteStuffed(bytes[from..mark.Before], output);
            from = mark.Before;
            var marker = output.GetSpan(2);
            (marker[0], marker[1]) = (0xFF, (byte)(0xD0 + mark.Number));
            output.Advance(2);
        }
        WriteStuffed(bytes[from..], output);
    }

    public static void WriteStuffed(ReadOnlySpan<byte> bytes, IBufferWriter<byte> output)
    {
        var total = bytes.Length + bytes.Count((byte)0xFF);
        if (total == 0)
        {
            return;
        }
        var to = output.GetSpan(total);
        var written = 0;
        for (int at; (at = bytes.IndexOf((byte)0xFF)) >= 0; bytes = bytes[(at + 1)..])
        {
            bytes[..(at + 1)].CopyTo(to[written..]);
            written += at + 2;
            to[written - 1] = 0;
        }
        bytes.CopyTo(to[written..]);
        output.Advance(total);
    }

    private static ReadOnlySpan<JpegSplice> Splice(ReadOnlySpan<byte> file, int from, int to, ReadOnlySpan<JpegSplice> splices, IBufferWriter<byte> output)
    {
        for (; !splices.IsEmpty && splices[0].Offset <= to; splices = splices[1..])
        {
            output.Write(file[from..splices[0].Offset]);
            output.Write(splices[0].Inserted.Span);
            from = splices[0].Offset + splices[0].Removed;
        }
        output.Write(file[from..to]);
        return splices;
    }
}
