using System.Buffers.Binary;

namespace GbGateway.Labels.Media.Jpeg;

/// <summary>Walks the segments of a JPEG's head, up to and with the first SOS.</summary>
internal ref struct JpegSegments
{
    private readonly ReadOnlySpan<byte> _file;
    private int _at;

    public JpegSegments(ReadOnlySpan<byte> file)
    {
        _file = file;
        _at = file is [0xFF, JpegMarker.StartOfImage, ..] ? 2 : -1;
    }

    public JpegSegment Current { get; private set; }

    /// <summary>Whether the walk came to the first scan.</summary>
    public bool ReachedScan { get; private set; }

    public bool MoveNext()
    {
        if (_at < 0 || ReachedScan)
        {
            return false;
        }
        if (!TryReadAt(_file, _at, out var segment) || segment.Marker == JpegMarker.EndOfImage)
        {
            _at = -1;
            return false;
        }
        Current = segment;
        ReachedScan = segment.Marker == JpegMarker.StartOfScan;
        _at = segment.End;
        return true;
    }

    /// <summary>Reads the next marker at or after <paramref name="at"/>; stuffed zeros and stray bytes are passed over, as decoders do.</summary>
    public static bool TryReadAt(ReadOnlySpan<byte> file, int at, out JpegSegment segment)
    {
        segment = default;
        while (true)
        {
            var next = file[at..].IndexOf((byte)0xFF);
            if (next < 0 || at + next + 1 >= file.Length)
            {
                return false;
            }
            at += next + 1;
            if (file[at] is not (0x00 or 0xFF))
            {
                break;
            }
        }
        var start = at - 1;
        var marker = file[at++];
        if (JpegMarker.IsBare(marker))
        {
            segment = new JpegSegment(marker, start, at, at);
            return true;
        }
        if (at + 2 > file.Length)
        {
            return false;
        }
        int length = BinaryPrimitives.ReadUInt16BigEndian(file[at..]);
        if (length < 2 || length > file.Length - at)
        {
            return false;
        }
        segment = new JpegSegment(marker, start, at + 2, at + length);
        return true;
    }

    /// <summary>One past the EOI of the picture whose first scan header ends at <paramref name="at"/>, or -1.</summary>
    public static int FindEnd(ReadOnlySpan<byte> file, int at)
    {
        while (TryReadAt(file, at, out var segment))
        {
            if (segment.Marker == JpegMarker.EndOfImage)
            {
                return segment.End;
            }
            at = segment.End;
        }
        return -1;
    }
}
