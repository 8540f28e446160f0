using System.Buffers;
using System.Buffers.Binary;
using System.IO.Compression;
using System.IO.Hashing;
using GbGateway.Labels.Explicit;
using GbGateway.Labels.Watermark;

namespace GbGateway.Labels.Media.Png.Surgery;

/// <summary>
/// Marks a PNG, lays the label over it and codes it again: one inflate, one fast deflate. Takes 8 and 16 bits a sample, gray or RGB, with
/// alpha or without; leaves palettes, fewer bits, colour keys and interlaced files to the decode-encode path.
/// </summary>
internal sealed unsafe class PngRecoder
{
    private const long MaxKept = 64 << 20;

    // Where literals alone would make the file this much larger than it was, matches are looked for as well.
    private const double MostGrowth = 1.1;

    // The fastest level of zlib that looks for matches thoroughly enough to find a pattern that repeats.
    private const int MatchLevel = 5;

    private static readonly PngRecoder?[] Kept = new PngRecoder?[Math.Max(4, Environment.ProcessorCount)];

    private readonly Inflater _inflater = new();
    private readonly StampBrush _brush = new();
    private readonly PinnedBuffer _rows = new();
    private readonly PinnedBuffer _codes = new();
    private readonly PinnedBuffer _packed = new();
    private PngLayout _layout;
    private int _pitch;

    /// <summary>Writes a bare PNG of the marked and labelled pixels. With any receipt but <see cref="WatermarkOutcome.Marked"/> nothing was written.</summary>
    /// <returns>Why it can't, with nothing written; or null.</returns>
    public static string? Write(
        ReadOnlySpan<byte> file, PlacedStamp? stamp, WatermarkOrder mark, IBufferWriter<byte> output, out WatermarkReceipt receipt)
    {
        var recoder = Rent();
        var reason = recoder.Recode(file, stamp, mark, output, out receipt);
        recoder.Return();
        return reason;
    }

    private static PngRecoder Rent()
    {
        for (var i = 0; i < Kept.Length; i++)
        {
            if (Kept[i] is not null && Interlocked.Exchange(ref Kept[i], null) is { } recoder)
            {
                return recoder;
            }
        }
        return new PngRecoder();
    }

    private void Return()
    {
        _brush.Unload();
        for (var i = 0; _inflater.Capacity + _rows.Capacity + _packed.Capacity <= MaxKept && i < Kept.Length; i++)
        {
            if (Interlocked.CompareExchange(ref Kept[i], this, null) is null)
            {
                return;
            }
        }
    }

    private string? Recode(ReadOnlySpan<byte> file, PlacedStamp? stamp, WatermarkOrder mark, IBufferWriter<byte> output, out WatermarkReceipt receipt)
    {
        receipt = default;
        if (!PngLayout.TryRead(file, out _layout, out var reason))
        {
            return reason;
        }
        if (_layout.Depth < 8 || _layout.Colour == PngColour.Palette)
        {
            return "a palette or fewer than 8 bits a sample";
        }
        _pitch = (int)Math.Min(int.MaxValue, (_layout.RowBytes + 2L * RowFilter.Margin + 63) & ~63);
        if ((long)_pitch * (_layout.Height + 2L) > int.MaxValue / 2)
        {
            return "more samples than may be held";
        }
        if (Inflate(file, out var compressed) is { } broken)
        {
            return broken;
        }
        if (!TryUnfilter())
        {
            return "a row's filter that the standard does not know";
        }
        receipt = _layout.Depth == 8 ? WatermarkEmbedder.Embed(Samples(), mark.Key, mark.ContentId, mark.Strength) : EmbedUpperBytes(mark);
        if (receipt.Outcome != WatermarkOutcome.Marked)
        {
            return null;
        }
        if (stamp is { } placed)
        {
            Paint(placed);
        }
        WriteFile(file, Filter(), compressed, output);
        return null;
    }

    /// <summary>Inflates the whole picture; says how long it was before.</summary>
    private string? Inflate(ReadOnlySpan<byte> file, out int compressed)
    {
        compressed = 0;
        _inflater.Reset(default);
        ReadOnlySpan<byte> first = default;
        uint check = 0;
        var chunks = new PngChunks(file);
        while (chunks.MoveNext())
        {
            var chunk = chunks.Current;
            if (chunk.Type == PngChunkType.Trns)
            {
                return "a colour key";
            }
            if (chunk.Type != PngChunkType.Idat)
            {
                continue;
            }
            var data = chunk.Data(file);
            if (Crc32.HashToUInt32(file.Slice(chunk.Start + 4, chunk.Length + 4)) != BinaryPrimitives.ReadUInt32BigEndian(file[(chunk.End - 4)..]))
            {
                return "a chunk whose checksum is wrong";
            }
            first = first.IsEmpty ? data : first;
            _inflater.Append(data);
            compressed += data.Length;
            check = data.Length >= 4 ? BinaryPrimitives.ReadUInt32BigEndian(data[^4..]) : 0;
        }
        _inflater.EndInput();
        if (first.Length < 2 || (first[0] & 15) != 8 || (first[0] << 8 | first[1]) % 31 != 0 || (first[1] & 32) != 0)
        {
            return "no zlib stream";
        }
        var length = _inflater.MakeRoom(_layout.InflatedLength, 0, int.MaxValue);
        if (_inflater.Run(length) != InflateOutcome.Reached)
        {
            return "picture data that is cut, corrupt or of a costly shape";
        }
        // A last chunk that cuts the checksum in two is not worth the search for its other half.
        return check == 0 || check == Adler.Of(new ReadOnlySpan<byte>(_inflater.Output(0), (int)length)) ? null : "picture data whose checksum is wrong";
    }

    private byte* Row(int y) => _rows.Start + (long)(y + 1) * _pitch + RowFilter.Margin;

    private bool TryUnfilter()
    {
        var length = (long)_pitch * (_layout.Height + 1);
        _rows.Reserve(length + RowFilter.Margin);
        new Span<byte>(_rows.Start, _pitch + RowFilter.Margin).Clear();
        var from = _inflater.Output(0);
        for (var y = 0; y < _layout.Height; y++, from += _layout.Stride)
        {
            if (*from > RowFilter.Last)
            {
                return false;
            }
            new Span<byte>(Row(y) - RowFilter.Margin, RowFilter.Margin).Clear();
            RowFilter.Undo(*from, from + 1, Row(y - 1), Row(y), _layout.RowBytes, _layout.Step);
        }
        return true;
    }

    private PixelBuffer Samples() =>
        new(new Span<byte>(Row(0), _pitch * (_layout.Height - 1) + _layout.RowBytes), _layout.Width, _layout.Height, _pitch, (PixelLayout)_layout.Channels);

    /// <summary>A sample of 16 bits is marked in its upper byte; the lower one stays, and a change means as much as in 8 bits.</summary>
    private WatermarkReceipt EmbedUpperBytes(WatermarkOrder mark)
    {
        var row = _layout.Width * _layout.Channels;
        var upper = ArrayPool<byte>.Shared.Rent(checked(row * _layout.Height));
        for (var y = 0; y < _layout.Height; y++)
        {
            for (var i = 0; i < row; i++)
            {
                upper[y * row + i] = Row(y)[2 * i];
            }
        }
        var receipt = WatermarkEmbedder.Embed(
            new PixelBuffer(upper, _layout.Width, _layout.Height, row, (PixelLayout)_layout.Channels), mark.Key, mark.ContentId, mark.Strength);
        for (var y = 0; y < _layout.Height; y++)
        {
            for (var i = 0; i < row; i++)
            {
                Row(y)[2 * i] = upper[y * row + i];
            }
        }
        ArrayPool<byte>.Shared.Return(upper);
        return receipt;
    }

    private void Paint(PlacedStamp placed)
    {
        _brush.Load(placed.Stamp, _layout);
        for (var y = 0; y < placed.Stamp.Height; y++)
        {
            _brush.Paint(Row(placed.Y + y), placed.X, y * placed.Stamp.Width, placed.Stamp.Width);
        }
    }

    /// <summary>Filters the rows into the memory they were inflated to.</summary>
    private ReadOnlySpan<byte> Filter()
    {
        var to = _inflater.Output(0);
        for (var y = 0; y < _layout.Height; y++)
        {
            // Bytes behind a row are no one's; those behind the last residuals are the inflater's slack.
            RowPredictor.Write(Row(y - 1), Row(y), _layout.RowBytes, _layout.Step, to + (long)y * _layout.Stride);
        }
        return new ReadOnlySpan<byte>(_inflater.Output(0), (int)_layout.InflatedLength);
    }

    private void WriteFile(ReadOnlySpan<byte> file, ReadOnlySpan<byte> residuals, int before, IBufferWriter<byte> output)
    {
        var length = LiteralDeflate.Write(residuals, _codes, _packed);
        output.Write(file[..PngLayout.HeadLength]);
        using var matched = ScratchBuffer.Rent();
        if (length > before * MostGrowth)
        {
            Match(residuals, matched);
        }
        WriteChunk(PngChunkType.Idat, matched.Length > 0 && matched.Length < length ? matched.Written : _packed.Span(length), output);
        WriteChunk(PngChunkType.Iend, [], output);
    }

    private static void Match(ReadOnlySpan<byte> residuals, ScratchBuffer to)
    {
        using var target = new BufferStream(to);
        using var zlib = new ZLibStream(target, new ZLibCompressionOptions { CompressionLevel = MatchLevel });
        zlib.Write(residuals);
    }

    private static void WriteChunk(uint type, ReadOnlySpan<byte> data, IBufferWriter<byte> output)
    {
        var chunk = output.GetSpan(data.Length + 12);
        BinaryPrimitives.WriteInt32BigEndian(chunk, data.Length);
        BinaryPrimitives.WriteUInt32BigEndian(chunk[4..], type);
        data.CopyTo(chunk[8..]);
        BinaryPrimitives.WriteUInt32BigEndian(chunk[(8 + data.Length)..], Crc32.HashToUInt32(chunk.Slice(4, data.Length + 4)));
        output.Advance(data.Length + 12);
    }
}
