using System.Buffers.Binary;

namespace GbGateway.Labels.Media.Jpeg.Surgery;

/// <summary>Reads what stands before a scan, segment by segment as they arrive: frame, tables, scan header.</summary>
internal sealed class HeaderReader
{
    private readonly QuantTable[] _quants = [new(), new(), new(), new()];
    private bool _hasJfif;
    private int _adobeTransform;
    private int _restartInterval;
    private bool _sawScan;
    private JpegScan _scan;

    public JpegFrame Frame { get; } = new();

    public HuffmanShelf Tables { get; } = new();

    /// <summary>Where reading goes on: at a marker.</summary>
    public int At { get; set; }

    /// <summary>Whether the last <see cref="Read"/> met the end of the image instead of a scan.</summary>
    public bool IsEnd { get; private set; }

    public string? Reason { get; private set; }

    /// <summary>Where the last scan header's marker stands.</summary>
    public int ScanHeader { get; private set; }

    public ref readonly JpegScan Scan => ref _scan;

    public void Start()
    {
        Frame.Clear();
        Tables.Clear();
        foreach (var quant in _quants)
        {
            quant.IsSet = false;
        }
        (_hasJfif, _adobeTransform, _restartInterval, _sawScan, At, IsEnd, Reason) = (false, -1, 0, false, 0, false, null);
    }

    public QuantTable Quant(int component) => _quants[Frame.Components[component].Quant];

    /// <summary>Reads up to and with the next scan header, or to the end of the image.</summary>
    public Step Read(ReadOnlySpan<byte> file)
    {
        if (At == 0)
        {
            if (file.Length < 2)
            {
                return Step.NeedsMore;
            }
            if (file[0] != 0xFF || file[1] != 0xD8)
            {
                return Refuse("no start of image");
            }
            At = 2;
        }
        while (file.Length - At >= 4)
        {
            if (file[At] != 0xFF)
            {
                return Refuse("no marker where one should be");
            }
            var marker = file[At + 1];
            if (marker == 0xFF)
            {
                At++;
                continue;
            }
            if (marker == 0xD9 && _sawScan)
            {
                IsEnd = true;
                return Step.Done;
            }
            if (marker is 0 or 1 or (>= 0xD0 and <= 0xD9))
            {
                return Refuse("a marker that has no place in a header");
            }
            int length = BinaryPrimitives.ReadUInt16BigEndian(file[(At + 2)..]);
            if (length < 2)
            {
                return Refuse("a segment shorter than its length");
            }
            if (file.Length - At - 2 < length)
            {
                return Step.NeedsMore;
            }
            Reason = ReadSegment(marker, file.Slice(At + 4, length - 2), At + 2 + length);
            ScanHeader = marker == 0xDA ? At : ScanHeader;
            At += 2 + length;
            if (Reason is not null)
            {
                return Step.Refused;
            }
            if (marker == 0xDA)
            {
                _sawScan = true;
                _scan.Start = At;
                return Step.Done;
            }
        }
        if (_sawScan && file.Length - At >= 2 && file[At] == 0xFF && file[At + 1] == 0xD9)
        {
            IsEnd = true;
            return Step.Done;
        }
        return Step.NeedsMore;
    }

    private Step Refuse(string reason)
    {
        Reason = reason;
        return Step.Refused;
    }

    private string? ReadSegment(byte marker, ReadOnlySpan<byte> body, int end)
    {
        switch (marker)
        {
            case 0xC4:
                return Tables.Read(body, At, end);
            case 0xC0 or 0xC1 or 0xC2:
                return Frame.Read(marker, body);
            case 0xC3 or (>= 0xC5 and <= 0xCF):
                return "lossless, hierarchical or arithmetic coding";
            case 0xDA:
                return ReadScan(body);
            case 0xDB:
                return ReadQuants(body);
            case 0xDC or 0xDE or 0xDF:
                return "a line count or hierarchical segment";
            case 0xDD:
                if (body.Length != 2)
                {
                    return "a restart interval of the wrong length";
                }
                _restartInterval = BinaryPrimitives.ReadUInt16BigEndian(body);
                return null;
            case 0xE0:
                _hasJfif |= body.StartsWith("JFIF\0"u8);
                return null;
            case 0xEE:
                if (body.Length >= 12 && body.StartsWith("Adobe"u8))
                {
                    _adobeTransform = body[11];
                }
                return null;
            default:
                return null;
        }
    }

    private string? ReadQuants(ReadOnlySpan<byte> body)
    {
        if (_sawScan)
        {
            return "a quantisation table between scans";
        }
        while (!body.IsEmpty)
        {
            var (wide, number) = (body[0] >> 4, body[0] & 15);
            var length = wide == 0 ? 65 : 129;
            if (wide > 1 || number > 3 || body.Length < length)
            {
                return "a malformed quantisation table";
            }
            if (!_quants[number].TryLoad(body[1..length], wide == 1))
            {
                return "a quantisation step of zero";
            }
            _quants[number].IsSet = true;
            body = body[length..];
        }
        return null;
    }

    private string? ReadScan(ReadOnlySpan<byte> body)
    {
        if (Frame.Width == 0)
        {
            return "a scan before the frame header";
        }
        if (body.Length < 1 || body[0] is < 1 or > 4 || body.Length != 4 + 2 * body[0])
        {
            return "a scan header of the wrong length";
        }
        if (body[0] > Frame.Count)
        {
            return "more components in a scan than in the frame";
        }
        _scan = new JpegScan { Count = body[0], RestartInterval = _restartInterval };
        var least = 0;
        for (var i = 0; i < _scan.Count; i++)
        {
            var (id, tables) = (body[1 + 2 * i], body[2 + 2 * i]);
            var component = least;
            while (component < Frame.Count && Frame.Components[component].Id != id)
            {
                component++;
            }
            if (component == Frame.Count || tables >> 4 > 3 || (tables & 15) > 3)
            {
                return "a scan of an unknown, repeated or misplaced component or table";
            }
            least = component + 1;
            if (!_quants[Frame.Components[component].Quant].IsSet)
            {
                return "a component without its quantisation table";
            }
            _scan.Component[i] = (byte)component;
            _scan.Dc[i] = Tables.InForce(0, tables >> 4);
            _scan.Ac[i] = Tables.InForce(1, tables & 15);
        }
        var tail = body[(1 + 2 * _scan.Count)..];
        (_scan.First, _scan.Last, _scan.High, _scan.Low) = (tail[0], tail[1], tail[2] >> 4, tail[2] & 15);
        Frame.HasChroma = Frame.Count == 3 && !IsRgb();
        return null;
    }

    // As the reference decoder decides: JFIF is YCbCr; Adobe says; else the identifiers tell.
    private bool IsRgb() =>
        !_hasJfif && (_adobeTransform >= 0
            ? _adobeTransform == 0
            : Frame.Components[0].Id == 'R' && Frame.Components[1].Id == 'G' && Frame.Components[2].Id == 'B');
}
