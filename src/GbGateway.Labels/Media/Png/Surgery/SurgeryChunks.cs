using System.Buffers;
using System.Buffers.Binary;

namespace GbGateway.Labels.Media.Png.Surgery;

/// <summary>What holds for any chunk of a file under surgery.</summary>
internal static class SurgeryChunks
{
    /// <summary>Why a chunk can't stand in a file that is labelled this way, or nothing.</summary>
    public static string FindFault(ReadOnlySpan<byte> type, uint length)
    {
        if (length > int.MaxValue - 64)
        {
            return "a chunk is longer than the standard allows";
        }
        foreach (var letter in type)
        {
            if (!char.IsAsciiLetter((char)letter))
            {
                return "a chunk type is no four letters";
            }
        }
        if (type.SequenceEqual("acTL"u8) || type.SequenceEqual("fcTL"u8) || type.SequenceEqual("fdAT"u8))
        {
            return "animated: every frame would need the label";
        }
        return type.SequenceEqual("IHDR"u8) ? "a second IHDR" : "";
    }

    /// <summary>
    /// Walks a whole file from its first IDAT chunk to its end: one run of IDAT, nothing animated, an IEND. So a file that is cut or torn
    /// is found out before a byte is written.
    /// </summary>
    /// <param name="file">The whole file.</param>
    /// <param name="at">Place of the first IDAT.</param>
    /// <param name="streamLength">Bytes of picture data.</param>
    public static string FindFaultFrom(ReadOnlySpan<byte> file, int at, out long streamLength)
    {
        streamLength = 0;
        var inRun = true;
        while (file.Length - at >= 12)
        {
            var length = BinaryPrimitives.ReadUInt32BigEndian(file[at..]);
            var type = file.Slice(at + 4, 4);
            var fault = FindFault(type, length);
            if (fault.Length != 0)
            {
                return fault;
            }
            if ((uint)(file.Length - at) < length + 12)
            {
                break;
            }
            var data = type.SequenceEqual("IDAT"u8);
            if (data && !inRun)
            {
                return "picture data in two places";
            }
            inRun = data;
            streamLength += data ? length : 0;
            at += (int)length + 12;
            if (type.SequenceEqual("IEND"u8))
            {
                return "";
            }
        }
        return "cut short";
    }

    /// <summary>Writes whole chunks but those to be left out, in as few pieces as they lie in.</summary>
    /// <param name="bytes">The file's first bytes up to the first IDAT.</param>
    /// <param name="drops">What to leave out.</param>
    /// <param name="output">Where to.</param>
    public static void WriteHead(ReadOnlySpan<byte> bytes, PngDrops drops, IBufferWriter<byte> output)
    {
        var kept = 0;
        for (var at = PngLayout.HeadLength; at < bytes.Length;)
        {
            var end = at + 12 + (int)BinaryPrimitives.ReadUInt32BigEndian(bytes[at..]);
            if (drops.Contain(bytes[(at + 4)..(end - 4)]))
            {
                output.Write(bytes[kept..at]);
                kept = end;
            }
            at = end;
        }
        output.Write(bytes[kept..]);
    }
}
