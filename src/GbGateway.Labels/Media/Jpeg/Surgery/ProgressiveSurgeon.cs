using System.Buffers;
using GbGateway.Labels.Watermark;

namespace GbGateway.Labels.Media.Jpeg.Surgery;

/// <summary>
/// Puts a stamp into a progressive Huffman-coded picture: each scan is read as far as the label reaches, the coefficients under it are
/// blended, and each scan's part from the label's first block to its last is coded again; the rest of every scan passes as it is.
/// </summary>
/// <remarks>
/// Where a scan's old bits can't be joined, the whole picture is coded again from its coefficients, none of which change outside the label.
/// </remarks>
internal sealed class ProgressiveSurgeon
{
    // Photographs come in 10 or so; a scan costs a search to its end, and a refinement may cost as much as the picture.
    private const int MaxScans = 100;

    // A block costs some 10 ns a scan even if it has no bits of its own: 0.4 s. The largest picture held, in 16 scans.
    private const long MaxBlockScans = 40_000_000;

    private readonly ScanWork[] _works = new ScanWork[MaxScans];
    private readonly CoefficientStore _store = new();
    private readonly ProgressiveReader _reader;
    private readonly ProgressiveWriter _writer;
    private readonly BitSink _sink = new();
    private readonly List<RestartMark> _scanMarks = new(16);
    private readonly List<RestartMark> _marks = new(16);
    private readonly sbyte[] _known = new sbyte[JpegFrame.MaxComponents * 64];
    private byte[] _new = new byte[1 << 16];
    private int _count;
    private int _newLength;
    private WatermarkReceipt _receipt;

    public ProgressiveSurgeon()
    {
        _reader = new ProgressiveReader(_store);
        _writer = new ProgressiveWriter(_store, _sink, _scanMarks);
    }

    /// <summary>Whether the last picture had to be coded again to its end.</summary>
    public bool WasWhole { get; private set; }

    /// <summary>Works on a picture whose first scan header was just read; returns why it can't, before anything was written, or null.</summary>
    public string? Stamp(ReadOnlySpan<byte> file, HeaderReader header, in LabelArea area, ReadOnlySpan<JpegSplice> splices, IBufferWriter<byte> output)
    {
        if (FindScans(file, header) is { } unfit)
        {
            return unfit;
        }
        var reason = Work(file, header, area, false);
        WasWhole = reason is null && _writer.CannotJoin;
        if (WasWhole)
        {
            reason = Work(file, header, area, true);
        }
        return reason ?? Write(file, header, splices, output);
    }

    /// <summary>Marks a picture's luma and codes it again from its first block to its last; see <see cref="WholeSurgeon"/>.</summary>
    public string? Mark(
        ReadOnlySpan<byte> file, HeaderReader header, in LabelArea area, WatermarkOrder mark, ReadOnlySpan<JpegSplice> splices, IBufferWriter<byte> output,
        out WatermarkReceipt receipt)
    {
        _receipt = default;
        var reason = FindScans(file, header) ?? Work(file, header, area, true, mark);
        receipt = _receipt;
        return reason is null && receipt.Outcome == WatermarkOutcome.Marked ? Write(file, header, splices, output) : reason;
    }

    /// <summary>Lets go of buffers that only a huge picture needed.</summary>
    public void Shrink()
    {
        _store.Shrink();
        _reader.Shrink();
        _sink.Shrink();
        if (_new.Length > 8 << 20)
        {
            _new = new byte[1 << 16];
        }
    }

    private string? FindScans(ReadOnlySpan<byte> file, HeaderReader header)
    {
        _count = 0;
        _known.AsSpan().Fill(-1);
        while (!header.IsEnd)
        {
            if (_count == MaxScans)
            {
                return "too many scans";
            }
            if (CheckScan(header.Scan, header.Frame) is { } unfit)
            {
                return unfit;
            }
            var watch = default(TailWatch);
            if (!watch.See(file[header.Scan.Start..]))
            {
                return "a file cut within its scan";
            }
            header.At = header.Scan.Start + watch.MarkerAt - 1;
            _works[_count++] = new ScanWork { Scan = header.Scan, End = header.At };
            switch (header.Read(file))
            {
                case Step.NeedsMore:
                    return "a file cut between scans";
                case Step.Refused:
                    return header.Reason;
            }
        }
        return null;
    }

    private string? CheckScan(in JpegScan scan, JpegFrame frame)
    {
        var isDc = scan.First == 0;
        if (isDc ? scan.Last != 0 : scan.Count != 1 || scan.Last < scan.First || scan.Last > 63)
        {
            return "a scan of a band that can't be";
        }
        if (scan.Low > 13 || (scan.High != 0 && scan.High != scan.Low + 1))
        {
            return "a scan of bits that can't be";
        }
        for (var i = 0; i < scan.Count; i++)
        {
            if (isDc ? scan.High == 0 && scan.Dc[i] is null : scan.Ac[i] is null)
            {
                return "a component without its Huffman table";
            }
            for (var place = scan.First; place <= scan.Last; place++)
            {
                ref var known = ref _known[scan.Component[i] * 64 + place];
                if (known != (scan.High == 0 ? -1 : scan.High))
                {
                    return "scans out of order";
                }
                known = (sbyte)scan.Low;
            }
        }
        return isDc && scan.Count > 1 && !IsPlain(scan, frame) ? "an interleaved scan of more than 10 blocks" : null;
    }

    private static bool IsPlain(in JpegScan scan, JpegFrame frame)
    {
        var blocks = 0;
        for (var i = 0; i < scan.Count; i++)
        {
            blocks += frame.Components[scan.Component[i]].Blocks;
        }
        return blocks <= 10;
    }

    private string? Work(ReadOnlySpan<byte> file, HeaderReader header, in LabelArea area, bool isWhole, WatermarkOrder? mark = null)
    {
        // One row more than the label has: the block after its last may stand there.
        var rows = isWhole ? header.Frame.Rows : Math.Min(header.Frame.Rows, area.Row + area.Grid.Rows + 1);
        if (!_store.TryStart(header.Frame, rows))
        {
            return "more coefficients before the label's end than may be held";
        }
        if ((long)_store.Blocks * _count > MaxBlockScans)
        {
            return "too many scans for a picture so large";
        }
        for (var i = 0; i < _count; i++)
        {
            ref var work = ref _works[i];
            var units = Units(area, work);
            work.EndUnit = isWhole ? units.Total : EndOf(work.Scan, units);
            if (_reader.Read(file, ref work, units, mark is null ? units.First : 0) is { } broken)
            {
                return broken;
            }
        }
        if (mark is not null)
        {
            _receipt = LumaMark.Embed(_store, header, mark);
            if (_receipt.Outcome != WatermarkOutcome.Marked)
            {
                return null;
            }
        }
        area.Blend(_store, header);
        (_newLength, _writer.CannotJoin) = (0, false);
        _marks.Clear();
        for (var i = 0; i < _count; i++)
        {
            ref var work = ref _works[i];
            if (!_writer.TryWrite(header, area, work, Units(area, work)))
            {
                return _writer.CannotJoin && !isWhole ? null : _writer.Reason ?? "a scan that can't be joined";
            }
            Keep(ref work);
        }
        return null;
    }

    private static ScanUnits Units(in LabelArea area, in ScanWork work) => new(area.Frame, work.Scan, area.Grid, area.Column, area.Row);

    /// <summary>The first pass over DC values goes one unit further, whose differences change.</summary>
    private static int EndOf(in JpegScan scan, in ScanUnits units)
    {
        var end = units.End;
        var isMended = scan.First == 0 && scan.High == 0 && end < units.Total && (scan.RestartInterval == 0 || end % scan.RestartInterval != 0);
        return isMended ? end + 1 : end;
    }

    private void Keep(ref ScanWork work)
    {
        var bytes = _sink.Flush();
        if (_newLength + bytes.Length > _new.Length)
        {
            Array.Resize(ref _new, Math.Max(_new.Length * 2, _newLength + bytes.Length));
        }
        bytes.CopyTo(_new.AsSpan(_newLength));
        (work.NewStart, work.NewEnd) = (_newLength, _newLength + bytes.Length);
        _newLength = work.NewEnd;
        work.MarksStart = _marks.Count;
        _marks.AddRange(_scanMarks);
        work.MarksEnd = _marks.Count;
    }

    private string? Write(ReadOnlySpan<byte> file, HeaderReader header, ReadOnlySpan<JpegSplice> splices, IBufferWriter<byte> output)
    {
        var at = 0;
        for (var i = 0; i < _count; i++)
        {
            ref readonly var work = ref _works[i];
            if (!HeadWriter.TryWrite(file, at, work.Scan.Start, header.Tables, i == 0 ? splices : default, output))
            {
                return "a Huffman segment that would grow too long";
            }
            output.Write(file[work.Scan.Start..work.KeptUntil]);
            _scanMarks.Clear();
            for (var m = work.MarksStart; m < work.MarksEnd; m++)
            {
                _scanMarks.Add(_marks[m]);
            }
            HeadWriter.WriteStuffed(_new.AsSpan(work.NewStart, work.NewEnd - work.NewStart), _scanMarks, output);
            output.Write(file[work.TailFrom..work.End]);
            at = work.End;
        }
        output.Write(file[at..]);
        return null;
    }
}
