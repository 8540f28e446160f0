namespace GbGateway.Labels.Media.Jpeg.Surgery;

/// <summary>Every Huffman table a file defines, in order, and which is in force. Tables are kept from file to file: most files bring the same ones.</summary>
internal sealed class HuffmanShelf
{
    // A progressive file of 10 scans has about 10; a table takes 10 to 26 KB.
    private const int MaxTables = 200;

    private readonly List<HuffmanTable> _tables = new(8);
    private readonly List<HuffmanSegment> _segments = new(8);
    private readonly HuffmanTable?[] _inForce = new HuffmanTable?[8];
    private int _count;

    public int Segments => _segments.Count;

    public HuffmanSegment Segment(int index) => _segments[index];

    public HuffmanTable Table(int index) => _tables[index];

    /// <summary>The table in force of a class (0 for DC, 1 for AC) and number, or null.</summary>
    public HuffmanTable? InForce(int kind, int number) => _inForce[kind * 4 + number];

    public void Clear()
    {
        Array.Clear(_inForce);
        _segments.Clear();
        _count = 0;
    }

    /// <summary>Reads the body of a DHT segment; returns why it can't be worked on, or null.</summary>
    public string? Read(ReadOnlySpan<byte> body, int start, int end)
    {
        var first = _count;
        while (!body.IsEmpty)
        {
            if (body.Length < 17 || body[0] >> 4 > 1 || (body[0] & 15) > 3)
            {
                return "a malformed Huffman table";
            }
            var total = 0;
            foreach (var count in body.Slice(1, 16))
            {
                total += count;
            }
            if (total > 256 || body.Length < 17 + total)
            {
                return "a malformed Huffman table";
            }
            if (_count == MaxTables)
            {
                return "too many Huffman tables";
            }
            if (_count == _tables.Count)
            {
                _tables.Add(new HuffmanTable());
            }
            var table = _tables[_count++];
            if (!table.TryLoad(body.Slice(1, 16), body.Slice(17, total)))
            {
                return "a Huffman table with too many codes";
            }
            _inForce[(body[0] >> 4) * 4 + (body[0] & 15)] = table;
            body = body[(17 + total)..];
        }
        _segments.Add(new HuffmanSegment(start, end, first, _count - first));
        return null;
    }

    /// <summary>Symbols that the tables of a segment have more than they had in the file; each makes the segment a byte longer.</summary>
    public int Grown(HuffmanSegment segment)
    {
        var grown = 0;
        for (var i = 0; i < segment.Tables; i++)
        {
            grown += _tables[segment.FirstTable + i].Grown;
        }
        return grown;
    }

    /// <summary>Whether a segment's tables are no more what they were in the file.</summary>
    public bool IsChanged(HuffmanSegment segment)
    {
        for (var i = 0; i < segment.Tables; i++)
        {
            if (_tables[segment.FirstTable + i] is { IsReplaced: true } or { Added: > 0 })
            {
                return true;
            }
        }
        return false;
    }

    /// <summary>Writes a segment anew with its tables as they are now; returns its length.</summary>
    public int Write(HuffmanSegment segment, ReadOnlySpan<byte> file, Span<byte> output)
    {
        var source = file[segment.Start..segment.End];
        var length = source.Length + Grown(segment);
        output[0] = 0xFF;
        output[1] = 0xC4;
        output[2] = (byte)((length - 2) >> 8);
        output[3] = (byte)(length - 2);
        int from = 4, to = 4;
        for (var i = 0; i < segment.Tables; i++)
        {
            var table = _tables[segment.FirstTable + i];
            output[to] = source[from];
            table.Counts[1..].CopyTo(output[(to + 1)..]);
            table.Symbols.CopyTo(output[(to + 17)..]);
            to += 17 + table.Total;
            from += 17 + table.Total - table.Grown;
        }
        return to;
    }
}
