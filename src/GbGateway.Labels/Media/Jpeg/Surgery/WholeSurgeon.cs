using System.Buffers;
using GbGateway.Labels.Explicit;
using GbGateway.Labels.Watermark;

namespace GbGateway.Labels.Media.Jpeg.Surgery;

/// <summary>
/// Marks a picture's luma, lays the label over it and codes every scan again, no pixel decoded: what neither mark nor label changes stays the
/// same coefficient.
/// </summary>
internal sealed class WholeSurgeon
{
    private readonly CoefficientStore _store = new();
    private readonly SequentialReader _reader;
    private readonly SequentialWriter _writer;

    public WholeSurgeon()
    {
        _reader = new SequentialReader(_store);
        _writer = new SequentialWriter(_store);
    }

    /// <summary>Writes the marked picture. With any receipt but <see cref="WatermarkOutcome.Marked"/> nothing was written.</summary>
    /// <param name="file">The whole file.</param>
    /// <param name="stamp">The explicit label, or null for none.</param>
    /// <param name="mark">What to mark with.</param>
    /// <param name="splices">Changes before the first scan.</param>
    /// <param name="output">Where to; worthless if a reason is returned.</param>
    /// <param name="receipt">What came of the mark.</param>
    /// <returns>Why the picture can't be worked on, or null.</returns>
    public static string? Mark(
        ReadOnlySpan<byte> file, PlacedStamp? stamp, WatermarkOrder mark, ReadOnlySpan<JpegSplice> splices, IBufferWriter<byte> output, out WatermarkReceipt receipt)
    {
        var room = SurgeryRoom.Rent();
        var reason = Mark(room, file, stamp, mark, splices, output, out receipt);
        SurgeryRoom.Return(room);
        return reason;
    }

    /// <summary>Lets go of buffers that only a huge picture needed.</summary>
    public void Shrink()
    {
        _store.Shrink();
        _reader.Shrink();
        _writer.Shrink();
    }

    private static string? Mark(
        SurgeryRoom room, ReadOnlySpan<byte> file, PlacedStamp? stamp, WatermarkOrder mark, ReadOnlySpan<JpegSplice> splices, IBufferWriter<byte> output,
        out WatermarkReceipt receipt)
    {
        receipt = default;
        var header = room.Header;
        header.Start();
        if (header.Read(file) is var step and not Step.Done)
        {
            return step == Step.Refused ? header.Reason : "a file cut within its header";
        }
        if (LumaMark.FindObstacle(header.Frame) is { } obstacle)
        {
            return obstacle;
        }
        if (!HeadWriter.AreSound(splices, file, header.ScanHeader))
        {
            return "splices out of order or over segments that must stay";
        }
        var area = new LabelArea(header.Frame, StampGrid.Empty, 0, 0) { IsMarked = true };
        if (stamp is { } placed)
        {
            if (JpegSurgery.Place(header.Frame, placed.Stamp, placed.X, placed.Y, out var grid, out var column, out var row) is { } unfit)
            {
                return unfit;
            }
            area = area with { Grid = grid!, Column = column, Row = row };
        }
        return header.Frame.IsProgressive
            ? room.Progressive.Mark(file, header, area, mark, splices, output, out receipt)
            : room.Whole.MarkSequential(file, header, area, mark, splices, output, out receipt);
    }

    private string? MarkSequential(
        ReadOnlySpan<byte> file, HeaderReader header, in LabelArea area, WatermarkOrder mark, ReadOnlySpan<JpegSplice> splices, IBufferWriter<byte> output,
        out WatermarkReceipt receipt)
    {
        receipt = default;
        if (BaselineSurgeon.FindObstacle(header) is { } obstacle)
        {
            return obstacle;
        }
        if (_reader.Read(file, header, out var end) is { } broken)
        {
            return broken;
        }
        var watch = default(TailWatch);
        if (!watch.See(file[end..]) || watch.Marker != JpegMarker.EndOfImage)
        {
            return watch.Marker == 0 ? "a file cut within its scan" : "more than one scan";
        }
        receipt = LumaMark.Embed(_store, header, mark);
        if (receipt.Outcome != WatermarkOutcome.Marked)
        {
            return null;
        }
        area.Blend(_store, header);
        if (_writer.Write(header) is { } unfit)
        {
            return unfit;
        }
        if (!HeadWriter.TryWrite(file, 0, header.Scan.Start, header.Tables, splices, output))
        {
            return "a Huffman segment that would grow too long";
        }
        HeadWriter.WriteStuffed(_writer.NewBytes, _writer.Marks, output);
        output.Write(file[end..]);
        return null;
    }
}
