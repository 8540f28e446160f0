using System.Buffers;
using GbGateway.Labels.Explicit;
using GbGateway.Labels.Media.Jpeg.Surgery;
using GbGateway.Labels.Media.Pixels;
using GbGateway.Labels.Watermark;

namespace GbGateway.Labels.Media.Jpeg;

/// <summary>Writes both labels of a JPEG in one pass: what changes among its segments is told to the surgeon as splices.</summary>
internal static class JpegSurgicalWriter
{
    // From this quality on whole coefficients hold the mark of a photograph; below, whether they do is looked up, for 10 to 20 ms a megapixel.
    private const int LeastTrusted = 70;

    /// <returns>Why it could not, with nothing written; or null.</returns>
    public static string? TryWrite(ReadOnlySpan<byte> file, LabelOrder order, PlacedStamp placed, IBufferWriter<byte> output)
    {
        using var inserted = ScratchBuffer.Rent();
        using var labelled = ScratchBuffer.Rent(); // the surgeon may decline when half is written
        var edits = new JpegHeadEdits(inserted);
        if (edits.Plan(file, order) is { } full)
        {
            return full;
        }
        if (!JpegSurgery.TryStamp(file, placed.Stamp, placed.X, placed.Y, edits.Splices, labelled, out var reason))
        {
            return reason;
        }
        return Finish(file, edits, labelled, output);
    }

    /// <summary>Marks as well: every coefficient is read and coded again.</summary>
    /// <returns>Why it could not, with nothing written; or null. With any receipt but <see cref="WatermarkOutcome.Marked"/> nothing was written either.</returns>
    public static string? TryWriteMarked(
        ReadOnlySpan<byte> file, LabelOrder order, WatermarkOrder mark, PlacedStamp? stamp, IBufferWriter<byte> output, out WatermarkReceipt receipt)
    {
        receipt = default;
        using var inserted = ScratchBuffer.Rent();
        using var labelled = ScratchBuffer.Rent();
        var edits = new JpegHeadEdits(inserted);
        var reason = edits.Plan(file, order) ?? WholeSurgeon.Mark(file, stamp, mark, edits.Splices, labelled, out receipt);
        if (reason is null && receipt.Outcome == WatermarkOutcome.Marked && JpegHeader.ReadQuality(file) < LeastTrusted && !PixelCodec.IsReadable(labelled.Memory, mark))
        {
            receipt = mark.Unmarked(WatermarkOutcome.TooCoarse);
        }
        return reason ?? (receipt.Outcome == WatermarkOutcome.Marked ? Finish(file, edits, labelled, output) : null);
    }

    private static string? Finish(ReadOnlySpan<byte> file, JpegHeadEdits edits, ScratchBuffer labelled, IBufferWriter<byte> output)
    {
        if (edits.HasIndex && !TryMoveIndexes(file, labelled.Written))
        {
            return "an index of further pictures that can't follow them";
        }
        output.Write(labelled.Written);
        return null;
    }

    /// <summary>Further pictures after the first one's end keep their bytes, but stand elsewhere: their index follows.</summary>
    private static bool TryMoveIndexes(ReadOnlySpan<byte> file, Span<byte> labelled)
    {
        var before = new JpegSegments(file);
        var after = new JpegSegments(labelled);
        while (MoveToIndex(ref before, file))
        {
            if (!MoveToIndex(ref after, labelled))
            {
                return false;
            }
            var (old, now) = (before.Current, after.Current);
            var grown = labelled.Length - file.Length;
            var moved = grown - (now.DataStart - old.DataStart);
            if (!JpegMpf.Move(labelled[(now.DataStart + JpegApp.MpfPrefix.Length)..now.End], moved, grown))
            {
                return false;
            }
        }
        return true;
    }

    private static bool MoveToIndex(ref JpegSegments segments, ReadOnlySpan<byte> file)
    {
        while (segments.MoveNext())
        {
            if (JpegApp.IsMpf(file, segments.Current))
            {
                return true;
            }
        }
        return false;
    }
}
