using System.Buffers;
using GbGateway.Content.Profiles;

namespace GbGateway.Content.Bodies;

/// <summary>
/// Cuts a stream of server-sent events into frames, byte for byte: lines end with LF, CRLF or CR, mixed; <c>data:</c> with or without a
/// space; several data lines; comments; a BOM; no blank line at the end. Input may be cut anywhere.
/// <para>Some hosts leave out the blank lines: where data are a whole JSON document already, the next data line is another event's, and what
/// stands between the two is as well.</para>
/// </summary>
internal sealed class SseFrameReader : IDisposable
{
    private readonly PooledBuffer _frame = new();
    private readonly PooledBuffer _joined = new();
    private readonly PooledBuffer _eventLine = new();
    private readonly List<(int Start, int Length)> _data = [];
    private SlotHits? _hits;
    private int _line;
    private int _afterData;
    private int _cut;
    private bool _afterCarriageReturn;
    private bool _started;

    /// <summary>The frame's bytes, its blank line included.</summary>
    public ReadOnlySpan<byte> Frame => _cut > 0 ? _frame.Span[.._cut] : _frame.Span;

    /// <summary>Whether the frame has a data line.</summary>
    public bool HasData => _data.Count > 0;

    /// <summary>Whether the data stands in one piece inside <see cref="Frame"/>, at <see cref="DataStart"/>.</summary>
    public bool IsOneLine => _data.Count == 1;

    /// <summary>Where the data begins in <see cref="Frame"/>, if it is one line.</summary>
    public int DataStart => _data[0].Start;

    /// <summary>The data, its lines joined by LF.</summary>
    public ReadOnlySpan<byte> Data => IsOneLine ? _frame.Span.Slice(_data[0].Start, _data[0].Length) : _joined.Span;

    /// <summary>How the frame's data line began: <c>data:</c> or <c>data: </c>.</summary>
    public ReadOnlyMemory<byte> DataPrefix { get; private set; } = "data: "u8.ToArray();

    /// <summary>The frame's <c>event:</c> line, without its end; empty if it has none.</summary>
    public ReadOnlyMemory<byte> EventLine => _eventLine.Memory;

    /// <summary>How the frame's lines end.</summary>
    public ReadOnlyMemory<byte> LineEnd { get; private set; } = "\n"u8.ToArray();

    /// <summary>Takes input up to the end of the next frame.</summary>
    /// <param name="input">Advanced past what was taken.</param>
    /// <param name="shortLine">A line longer than this is taken in without its end first, to be looked at.</param>
    /// <param name="passing">Gets bytes that belong to no frame and leave at once: comments between events, the LF of a CRLF cut in two.</param>
    /// <returns>Whether a frame is complete; then use it and call <see cref="Next"/>. If not, there may be input left.</returns>
    public bool TryRead(ref ReadOnlySpan<byte> input, int shortLine, IBufferWriter<byte> passing)
    {
        while (!input.IsEmpty)
        {
            if (_afterCarriageReturn)
            {
                _afterCarriageReturn = false;
                if (input[0] == (byte)'\n')
                {
                    LineEnd = CrLf;
                    if (_frame.Length == 0)
                    {
                        passing.Write(input[..1]);
                    }
                    else
                    {
                        _frame.Append(input[..1]);
                        _afterData = _afterData == _line ? _frame.Length : _afterData;
                        _line = _frame.Length;
                    }
                    input = input[1..];
                    continue;
                }
            }
            var end = input.IndexOfAny((byte)'\n', (byte)'\r');
            if (end < 0 || (end > 0 && _frame.Length - _line + end > shortLine))
            {
                var taken = end < 0 ? input.Length : end;
                _frame.Append(input[..taken]);
                input = input[taken..];
                return false;
            }
            var terminator = 1;
            if (input[end] == (byte)'\r')
            {
                if (end + 1 == input.Length)
                {
                    _afterCarriageReturn = true;
                }
                else if (input[end + 1] == (byte)'\n')
                {
                    terminator = 2;
                }
            }
            _frame.Append(input[..(end + terminator)]);
            input = input[(end + terminator)..];
            if (EndLine(terminator, passing))
            {
                return true;
            }
        }
        return false;
    }

    /// <summary>Where in <see cref="Arriving"/> the data of a line that has not ended begins, if they are its frame's first; else -1.</summary>
    public int ArrivingData
    {
        get
        {
            var start = _line + (!_started && _frame.Span.StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF]) ? 3 : 0);
            var line = _frame.Span[start..];
            return HasData || !line.StartsWith("data:"u8) ? -1 : start + (line.StartsWith("data: "u8) ? 6 : 5);
        }
    }

    /// <summary>The bytes of a frame that is not complete yet. What is taken out of the data that arrive changes nothing else.</summary>
    public PooledBuffer Arriving => _frame;

    /// <summary>Bytes of a frame that is not complete yet.</summary>
    public int PendingLength => _frame.Length;

    /// <summary>At the end of the stream: takes what is left as a frame, though no blank line ends it.</summary>
    public bool TryReadRest(IBufferWriter<byte> passing)
    {
        if (_frame.Length > _line)
        {
            EndLine(0, passing);
        }
        Join();
        return _frame.Length > 0;
    }

    /// <summary>Writes a frame of several data lines with other data: the lines between and around stay as they are.</summary>
    public void WriteChanged(ReadOnlySpan<byte> data, IBufferWriter<byte> output)
    {
        var frame = _frame.Span;
        var copied = 0;
        for (var i = 0; i < _data.Count; i++)
        {
            // Line breaks of JSON stand between its tokens: edits neither add nor remove any.
            var end = data.IndexOf((byte)'\n');
            var line = i == _data.Count - 1 || end < 0 ? data : data[..end];
            output.Write(frame[copied.._data[i].Start]);
            output.Write(line);
            copied = _data[i].Start + _data[i].Length;
            data = line.Length < data.Length ? data[(line.Length + 1)..] : [];
        }
        output.Write(frame[copied..]);
    }

    /// <summary>Drops the frame and goes on to the next.</summary>
    public void Next()
    {
        _joined.Clear();
        _eventLine.Clear();
        _data.Clear();
        if (_cut == 0)
        {
            _frame.Clear();
            _line = 0;
            return;
        }
        _frame.Drop(_cut);
        (_cut, _afterData) = (0, 0);
        var end = _line = 0;
        while ((end = _frame.Span[_line..].IndexOfAny((byte)'\n', (byte)'\r')) >= 0)
        {
            var (start, terminator) = (_line, _frame.Span[(_line + end)..].StartsWith("\r\n"u8) ? 2 : 1);
            _line += end + terminator;
            ReadField(start, _frame.Span[start..(_line - terminator)], terminator);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _frame.Dispose();
        _joined.Dispose();
        _eventLine.Dispose();
        _hits?.Dispose();
    }

    private bool EndLine(int terminator, IBufferWriter<byte> passing)
    {
        var start = _line;
        var line = _frame.Span[start..^terminator];
        if (!_started)
        {
            _started = true;
            if (line.StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF]))
            {
                start += 3;
                line = line[3..];
            }
        }
        _line = _frame.Length;
        if (line.IsEmpty)
        {
            Join();
            return true;
        }
        if (line[0] == (byte)':' && start == 0)
        {
            // A comment before any field keeps a connection alive: it may not wait for an event.
            passing.Write(_frame.Span);
            Next();
            return false;
        }
        if (_data.Count == 1 && IsData(line) && _frame.Span[_data[0].Start] is (byte)'{' && IsDocument(Data))
        {
            _cut = _afterData;
            return true;
        }
        ReadField(start, line, terminator);
        return false;
    }

    private static bool IsData(ReadOnlySpan<byte> line) => line.StartsWith("data"u8) && (line.Length == 4 || line[4] == (byte)':');

    private bool IsDocument(ReadOnlySpan<byte> data)
    {
        _hits ??= new SlotHits();
        return JsonScanner.TryScan(data, Nothing, _hits, 1000);
    }

    private void ReadField(int start, ReadOnlySpan<byte> line, int terminator)
    {
        if (IsData(line))
        {
            var prefix = line.Length == 4 ? 4 : line.Length > 5 && line[5] == (byte)' ' ? 6 : 5;
            _data.Add((start + prefix, line.Length - prefix));
            NoteStyle(prefix, terminator);
            _afterData = _line;
        }
        else if (line.StartsWith("event:"u8))
        {
            _eventLine.Clear();
            _eventLine.Append(line);
        }
    }

    private void NoteStyle(int prefix, int terminator)
    {
        if (prefix is 5 or 6 && DataPrefix.Length != prefix)
        {
            DataPrefix = prefix == 5 ? Plain : Spaced;
        }
        if (terminator > 0)
        {
            LineEnd = terminator == 2 ? CrLf : _frame.Span[_line - 1] == (byte)'\r' ? Cr : Lf;
        }
    }

    private static readonly SlotTree Nothing = SlotTree.Of();

    private static readonly byte[] Plain = "data:"u8.ToArray();
    private static readonly byte[] Spaced = "data: "u8.ToArray();
    private static readonly byte[] CrLf = "\r\n"u8.ToArray();
    private static readonly byte[] Cr = "\r"u8.ToArray();
    private static readonly byte[] Lf = "\n"u8.ToArray();

    private void Join()
    {
        if (_data.Count < 2)
        {
            return;
        }
        foreach (var (start, length) in _data)
        {
            if (_joined.Length > 0 || start != _data[0].Start)
            {
                _joined.Append("\n"u8);
            }
            _joined.Append(_frame.Span.Slice(start, length));
        }
    }
}
