using System.Buffers.Text;

namespace GbGateway.Load.Client;

/// <summary>Reads one HTTP/1.1 answer from pieces, as little of it as a load generator must.</summary>
public sealed class HttpAnswer
{
    private enum Part
    {
        Head,
        Body,
        ChunkSize,
        Chunk,
        ChunkEnd,
        Trailer,
        Done,
    }

    private readonly byte[] _line = new byte[16 << 10];
    private int _length;
    private Part _part;
    private long _left;

    /// <summary>The status code, once the head came.</summary>
    public int Status { get; private set; }

    /// <summary>Whether the answer came whole.</summary>
    public bool IsWhole => _part == Part.Done;

    /// <summary>Begins a new answer.</summary>
    public void Reset() => (_part, _length, _left, Status) = (Part.Head, 0, 0, 0);

    /// <summary>Takes the next piece; gives the stretch of body it begins with, and how many of its bytes were used.</summary>
    public ReadOnlySpan<byte> Read(ReadOnlySpan<byte> piece, out int used)
    {
        used = 0;
        while (used < piece.Length && _part != Part.Done)
        {
            if (_part is Part.Body or Part.Chunk)
            {
                var body = piece.Slice(used, (int)Math.Min(_left, piece.Length - used));
                used += body.Length;
                _left -= body.Length;
                if (_left == 0)
                {
                    _part = _part == Part.Body ? Part.Done : Part.ChunkEnd;
                }
                return body;
            }
            used += ReadLine(piece[used..]);
        }
        return [];
    }

    /// <summary>Reads up to the end of a line; the head ends with the first empty one.</summary>
    private int ReadLine(ReadOnlySpan<byte> piece)
    {
        var end = piece.IndexOf((byte)'\n');
        var part = piece[..(end < 0 ? piece.Length : end + 1)];
        if (_length + part.Length > _line.Length)
        {
            throw new InvalidDataException("a line of the answer is too long");
        }
        part.CopyTo(_line.AsSpan(_length));
        _length += part.Length;
        if (end >= 0)
        {
            TakeLine(_line.AsSpan(0, _length).TrimEnd("\r\n"u8));
            _length = 0;
        }
        return part.Length;
    }

    private void TakeLine(ReadOnlySpan<byte> line)
    {
        switch (_part)
        {
            case Part.Head when Status == 0:
                Status = Utf8Parser.TryParse(line[9..], out int status, out _) ? status : throw new InvalidDataException("no status line");
                _left = -1;
                break;
            case Part.Head when line.Length == 0:
                _part = _left == -2 ? Part.ChunkSize : _left > 0 ? Part.Body : _left == 0 ? Part.Done : throw new InvalidDataException("an answer without a length");
                break;
            case Part.Head:
                TakeHeader(line);
                break;
            case Part.ChunkSize:
                _left = Utf8Parser.TryParse(line, out long size, out _, 'x') ? size : throw new InvalidDataException("no chunk size");
                _part = _left == 0 ? Part.Trailer : Part.Chunk;
                break;
            case Part.ChunkEnd:
                _part = Part.ChunkSize;
                break;
            case Part.Trailer when line.Length == 0:
                _part = Part.Done;
                break;
        }
    }

    private void TakeHeader(ReadOnlySpan<byte> line)
    {
        if (StartsWith(line, "content-length:"u8))
        {
            _left = Utf8Parser.TryParse(line[15..].Trim((byte)' '), out long length, out _) ? length : throw new InvalidDataException("no content length");
        }
        else if (StartsWith(line, "transfer-encoding:"u8))
        {
            _left = -2;
        }
    }

    private static bool StartsWith(ReadOnlySpan<byte> line, ReadOnlySpan<byte> name) =>
        line.Length >= name.Length && System.Text.Ascii.EqualsIgnoreCase(line[..name.Length], name);
}
