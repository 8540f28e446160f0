using System.Buffers;
using GbGateway.Labels.Explicit;

namespace GbGateway.Labels.Media.Jpeg.Surgery;

/// <summary>
/// Puts an explicit label (<c>GB-5.2</c>) into a JPEG picture by touching only the blocks under it: every coefficient elsewhere stays,
/// and all but the rows of the label pass byte for byte.
/// </summary>
/// <remarks>
/// Takes Huffman-coded pictures of 8 bits: gray, YCbCr and RGB in any whole sampling, with restart markers or without, sequential in one
/// scan or progressive. Refuses, with a reason and without an exception, everything else and everything cut or corrupt.
/// </remarks>
public static class JpegSurgery
{
    /// <summary>Writes <paramref name="file"/> with <paramref name="stamp"/> at column <paramref name="x"/>, row <paramref name="y"/> to <paramref name="output"/>.</summary>
    /// <param name="file">The whole file; bytes after the end of the image pass as they are.</param>
    /// <param name="stamp">The label, turned as the picture is stored (see <see cref="PlacedStamp"/>).</param>
    /// <param name="x">Column of the stamp's left edge, in stored pixels; the stamp must lie within the picture.</param>
    /// <param name="y">Row of the stamp's upper edge, in stored pixels.</param>
    /// <param name="splices">Segments to take out and to put in before the first scan, by ascending offset.</param>
    /// <param name="output">Where the new file goes; what it got is worthless if this returns false.</param>
    /// <param name="reason">Why the picture can't be labelled this way, in a few words; null on success.</param>
    public static bool TryStamp(
        ReadOnlySpan<byte> file, Stamp stamp, int x, int y, ReadOnlySpan<JpegSplice> splices, IBufferWriter<byte> output, out string? reason)
    {
        var room = SurgeryRoom.Rent();
        reason = Stamp(room, file, stamp, x, y, splices, output);
        SurgeryRoom.Return(room);
        return reason is null;
    }

    /// <summary>Why a stamp can't be laid on a frame, or null with its grid and its first MCU.</summary>
    internal static string? Place(JpegFrame frame, Stamp stamp, int x, int y, out StampGrid? grid, out int column, out int row)
    {
        (grid, column, row) = (null, 0, 0);
        if (x < 0 || y < 0 || stamp.Width > frame.Width - x || stamp.Height > frame.Height - y)
        {
            return "a stamp that lies outside the picture";
        }
        grid = StampGrids.Get(stamp, frame, x, y);
        (column, row) = (x / frame.McuWidth + grid.Column, y / frame.McuHeight + grid.Row);
        return grid.Columns == 0 ? "a stamp that shows nothing" : null;
    }

    /// <summary>Makes a room's surgeon ready for the sequential scan its header stands at; returns why it can't be, or null.</summary>
    internal static string? StartBaseline(SurgeryRoom room, ReadOnlySpan<byte> file, Stamp stamp, int x, int y, ReadOnlySpan<JpegSplice> splices)
    {
        if (!HeadWriter.AreSound(splices, file, room.Header.ScanHeader))
        {
            return "splices out of order or over segments that must stay";
        }
        return Place(room.Header.Frame, stamp, x, y, out var grid, out var column, out var row)
            ?? room.Baseline.Start(room.Header, grid!, column, row);
    }

    /// <summary>Writes the new file up to where the old one goes on; returns why it can't be, before anything was written, or null.</summary>
    internal static string? WriteHead(SurgeryRoom room, ReadOnlySpan<byte> file, ReadOnlySpan<JpegSplice> splices, IBufferWriter<byte> output)
    {
        var scan = room.Header.Scan.Start;
        if (!HeadWriter.TryWrite(file, 0, scan, room.Header.Tables, splices, output))
        {
            return "a Huffman segment that would grow too long";
        }
        output.Write(file[scan..room.Baseline.KeptUntil]);
        HeadWriter.WriteStuffed(room.Baseline.NewBytes, room.Baseline.Marks, output);
        return null;
    }

    private static string? Stamp(
        SurgeryRoom room, ReadOnlySpan<byte> file, Stamp stamp, int x, int y, ReadOnlySpan<JpegSplice> splices, IBufferWriter<byte> output)
    {
        room.Header.Start();
        switch (room.Header.Read(file))
        {
            case Step.NeedsMore:
                return "a file cut within its header";
            case Step.Refused:
                return room.Header.Reason;
        }
        if (room.Header.Frame.IsProgressive)
        {
            return StampProgressive(room, file, stamp, x, y, splices, output);
        }
        if (StartBaseline(room, file, stamp, x, y, splices) is { } unfit)
        {
            return unfit;
        }
        var surgeon = room.Baseline;
        if (surgeon.Advance(file) is var step and not Step.Done)
        {
            return step == Step.Refused ? surgeon.Reason : "a file cut within its scan";
        }
        var watch = default(TailWatch);
        if (!watch.See(file[surgeon.TailFrom..]) || watch.Marker != 0xD9)
        {
            return watch.Marker == 0 ? "a file cut within its scan" : "more than one scan";
        }
        if (WriteHead(room, file, splices, output) is { } overgrown)
        {
            return overgrown;
        }
        output.Write(file[surgeon.TailFrom..]);
        return null;
    }

    private static string? StampProgressive(
        SurgeryRoom room, ReadOnlySpan<byte> file, Stamp stamp, int x, int y, ReadOnlySpan<JpegSplice> splices, IBufferWriter<byte> output)
    {
        if (!HeadWriter.AreSound(splices, file, room.Header.ScanHeader))
        {
            return "splices out of order or over segments that must stay";
        }
        return Place(room.Header.Frame, stamp, x, y, out var grid, out var column, out var row)
            ?? room.Progressive.Stamp(file, room.Header, new LabelArea(room.Header.Frame, grid!, column, row), splices, output);
    }
}
