using System.Buffers;
using System.Buffers.Binary;
using GbGateway.Labels.Media.Exif;
using GbGateway.Labels.Media.Xmp;

namespace GbGateway.Labels.Media.Jpeg;

/// <summary>
/// Surveys a JPEG's head and writes the file with exactly one implicit label, in the XMP segment (APP1). Everything from the first scan on
/// passes byte for byte, further pictures and trailers after EOI included; a multi-picture index follows what moved.
/// </summary>
internal static class JpegContainer
{
    /// <summary>Most bytes of a packet in one segment (XMP part 3).</summary>
    private const int MaxPacket = 65502;

    /// <summary>Why a file with too much XMP is not labelled.</summary>
    public const string NoRoom = "the file's XMP has no room for one more property";

    public static PictureSurvey? Survey(ReadOnlySpan<byte> file)
    {
        // The end is searched from the end: a whole file has its EOI there, whatever is appended.
        return SurveyHead(file) is { } survey && file.LastIndexOf([(byte)0xFF, JpegMarker.EndOfImage]) >= FindScan(file) ? survey : null;
    }

    /// <summary>Surveys the segments up to and with the first scan header; null if they are malformed or not all there.</summary>
    public static PictureSurvey? SurveyHead(ReadOnlySpan<byte> file)
    {
        if (JpegHeader.Read(file) is not { } header)
        {
            return null;
        }
        var survey = new PictureSurvey
        {
            Facts = header.Facts,
            Unstampable = header.IsCommon ? null : "a JPEG of more than 8 bits or of a lossless process",
        };
        var manifest = new JpegManifest();
        var segments = new JpegSegments(file);
        while (segments.MoveNext())
        {
            var segment = segments.Current;
            survey.HasContentCredentials |= manifest.Holds(file, segment);
            if (survey.Labels.Count < PictureSurvey.MaxLabels)
            {
                Find(file, segment, survey.Labels);
            }
        }
        JpegExtendedXmp.Read(file).Find(survey.Labels);
        return survey;
    }

    /// <summary>Writes <paramref name="file"/> with the ordered implicit label; its pixels come from the JPEG <paramref name="encoded"/> unless that is empty.</summary>
    /// <returns>Why it could not, or null.</returns>
    public static string? Write(ReadOnlySpan<byte> file, ReadOnlySpan<byte> encoded, LabelOrder order, IBufferWriter<byte> output)
    {
        var head = new ArrayBufferWriter<byte>(16384);
        var extended = JpegExtendedXmp.Read(file);
        extended.RemoveLabels();
        var packet = new ArrayBufferWriter<byte>(2048);
        if (!TryWritePacket(file, order.Metadata, extended, packet, out var packetStart))
        {
            return NoRoom;
        }
        var manifest = new JpegManifest();
        var indexes = new List<(int Old, int New, int Length)>();
        var labelled = false;
        head.Write<byte>([0xFF, JpegMarker.StartOfImage]);
        var hasJfif = HasJfif(file);
        var segments = new JpegSegments(file);
        while (segments.MoveNext() && !segments.ReachedScan)
        {
            var segment = segments.Current;
            var leads = JpegApp.IsJfif(file, segment) || JpegApp.IsExif(file, segment);
            if (!labelled && (segment.Start == packetStart || packetStart < 0 && !leads))
            {
                labelled = true;
                head.Write(packet.WrittenSpan);
            }
            if (segment.Start == packetStart || manifest.Holds(file, segment) && order.ContentCredentials == ContentCredentials.Drop
                || !encoded.IsEmpty && (JpegApp.IsAdobe(file, segment) || !IsMetadata(segment.Marker)))
            {
                continue;
            }
            if (JpegApp.IsMpf(file, segment))
            {
                // The TIFF header after "MPF\0" is where the offsets count from.
                var data = segment.DataStart + JpegApp.MpfPrefix.Length;
                indexes.Add((data, head.WrittenCount + data - segment.Start, segment.End - data));
            }
            WriteSegment(file, segment, extended, head);
        }
        if (!labelled)
        {
            head.Write(packet.WrittenSpan);
        }
        return WritePixels(file, encoded, segments.Current, hasJfif, head, indexes, output);
    }

    /// <summary>Writes the segment of the main XMP packet with exactly the given label.</summary>
    /// <param name="file">The file.</param>
    /// <param name="metadata">The label.</param>
    /// <param name="extended">The file's extended XMP, its labels removed.</param>
    /// <param name="output">Where to.</param>
    /// <param name="start">Where the file's own packet stands, which this one replaces, or -1.</param>
    /// <returns>False, with nothing written, if the packet has no room for the label.</returns>
    public static bool TryWritePacket(
        ReadOnlySpan<byte> file, AigcMetadata metadata, JpegExtendedXmp extended, IBufferWriter<byte> output, out int start)
    {
        var old = FindPacket(file, out start);
        if (old.IsEmpty)
        {
            using var scratch = ScratchBuffer.Rent();
            XmpPacket.WriteNew(metadata, scratch);
            WriteSegment(JpegMarker.App1, JpegApp.XmpPrefix, scratch.Written, output);
            return true;
        }
        var packet = extended.Rename(XmpPacket.SetLabel(old, metadata));
        packet = packet.Length > MaxPacket ? XmpPacket.Trim(packet) : packet;
        if (packet.Length > MaxPacket)
        {
            return false;
        }
        WriteSegment(JpegMarker.App1, JpegApp.XmpPrefix, packet, output);
        return true;
    }

    /// <summary>Writes what stands for a segment in the labelled file: its bytes, or what is left of them without a label.</summary>
    public static void WriteSegment(ReadOnlySpan<byte> file, JpegSegment segment, JpegExtendedXmp extended, IBufferWriter<byte> output)
    {
        var data = segment.Data(file);
        if (JpegApp.IsExtendedXmp(file, segment))
        {
            extended.WriteSegment(file, segment, output);
        }
        else if (JpegApp.IsXmp(file, segment) && XmpPacket.HasLabel(data[JpegApp.XmpPrefix.Length..]))
        {
            WriteSegment(JpegMarker.App1, JpegApp.XmpPrefix, XmpPacket.RemoveLabels(data[JpegApp.XmpPrefix.Length..]), output);
        }
        else if (JpegApp.IsExif(file, segment))
        {
            var whole = segment.Whole(file);
            var copy = output.GetSpan(whole.Length)[..whole.Length];
            whole.CopyTo(copy);
            ExifBlock.RemoveLabels(copy[(segment.DataStart + JpegApp.ExifPrefix.Length - segment.Start)..]);
            output.Advance(whole.Length);
        }
        else if (!JpegApp.IsFree(file, segment) || !FreeTextLabel.TryFind(data, out _))
        {
            output.Write(segment.Whole(file));
        }
    }

    /// <summary>Writes a marker, its length, and data in two parts.</summary>
    public static void WriteSegment(byte marker, ReadOnlySpan<byte> prefix, ReadOnlySpan<byte> data, IBufferWriter<byte> output)
    {
        Span<byte> start = [0xFF, marker, 0, 0];
        BinaryPrimitives.WriteUInt16BigEndian(start[2..], (ushort)(2 + prefix.Length + data.Length));
        output.Write(start);
        output.Write(prefix);
        output.Write(data);
    }

    private static void Find(ReadOnlySpan<byte> file, JpegSegment segment, List<FoundLabel> found)
    {
        if (JpegApp.IsXmp(file, segment))
        {
            XmpPacket.Find(segment.Data(file)[JpegApp.XmpPrefix.Length..], "JPEG APP1 XMP", found);
        }
        else if (JpegApp.IsExif(file, segment))
        {
            ExifBlock.Find(segment.Data(file)[JpegApp.ExifPrefix.Length..], "JPEG APP1 EXIF", found);
        }
        else if (JpegApp.IsFree(file, segment) && FreeTextLabel.TryFind(segment.Data(file), out var value))
        {
            found.Add(FoundLabel.Of(segment.Marker == JpegMarker.Comment ? "JPEG COM" : $"JPEG APP{segment.Marker - JpegMarker.App0}", value));
        }
    }

    private static string? WritePixels(
        ReadOnlySpan<byte> file, ReadOnlySpan<byte> encoded, JpegSegment scan, bool hasJfif,
        ArrayBufferWriter<byte> head, List<(int Old, int New, int Length)> indexes, IBufferWriter<byte> output)
    {
        var body = file[scan.Start..];
        var tail = ReadOnlySpan<byte>.Empty;
        var oldEnd = scan.Start; // any point of the old file after the head whose new place is known
        if (!encoded.IsEmpty)
        {
            oldEnd = JpegSegments.FindEnd(file, scan.End);
            if (oldEnd < 0)
            {
                return "the picture has no end";
            }
            body = CopyTables(encoded, hasJfif, head);
            tail = file[oldEnd..];
        }
        var newEnd = head.WrittenCount + (encoded.IsEmpty ? 0 : body.Length);
        var bytes = head.WrittenSpan.ToArray();
        foreach (var (oldAt, newAt, length) in indexes)
        {
            JpegMpf.Move(bytes.AsSpan(newAt, length), (newEnd - newAt) - (oldEnd - oldAt), newEnd - oldEnd);
        }
        output.Write(bytes);
        output.Write(body);
        output.Write(tail);
        return null;
    }

    /// <summary>Copies the encoder's tables and frame header; what is left of it, from its scan to its EOI, is returned.</summary>
    private static ReadOnlySpan<byte> CopyTables(ReadOnlySpan<byte> encoded, bool hasJfif, IBufferWriter<byte> head)
    {
        var segments = new JpegSegments(encoded);
        while (segments.MoveNext() && !segments.ReachedScan)
        {
            var segment = segments.Current;
            if (!IsMetadata(segment.Marker) || JpegApp.IsAdobe(encoded, segment) || !hasJfif && JpegApp.IsJfif(encoded, segment))
            {
                head.Write(segment.Whole(encoded));
            }
        }
        return encoded[segments.Current.Start..];
    }

    private static bool IsMetadata(byte marker) => JpegMarker.IsApplication(marker) || marker == JpegMarker.Comment;

    private static ReadOnlySpan<byte> FindPacket(ReadOnlySpan<byte> file, out int start)
    {
        var segments = new JpegSegments(file);
        while (segments.MoveNext())
        {
            if (JpegApp.IsXmp(file, segments.Current))
            {
                start = segments.Current.Start;
                return segments.Current.Data(file)[JpegApp.XmpPrefix.Length..];
            }
        }
        start = -1;
        return [];
    }

    private static int FindScan(ReadOnlySpan<byte> file)
    {
        var segments = new JpegSegments(file);
        while (segments.MoveNext())
        {
        }
        return segments.Current.End;
    }

    private static bool HasJfif(ReadOnlySpan<byte> file)
    {
        var segments = new JpegSegments(file);
        while (segments.MoveNext())
        {
            if (JpegApp.IsJfif(file, segments.Current))
            {
                return true;
            }
        }
        return false;
    }
}
