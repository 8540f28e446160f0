using System.Buffers;
using GbGateway.Labels.Explicit;

namespace GbGateway.Labels.Media.Png.Surgery;

/// <summary>
/// Puts a stamp on a PNG picture by touching only the rows it covers: the rest of the pixels is not decoded and stays bit for bit, more
/// than nine tenths of a usual file are passed on verbatim. For files that are whole in memory; <see cref="PngSurgeon"/> takes them in
/// pieces and gives the same bytes.
/// </summary>
public static class PngSurgery
{
    /// <summary>Writes a copy of <paramref name="file"/> with the stamp on it.</summary>
    /// <param name="file">The file. Every byte may be hostile.</param>
    /// <param name="stamp">The label.</param>
    /// <param name="x">Column of the stamp's left edge; what lies outside the picture is clipped.</param>
    /// <param name="y">Row of the stamp's upper edge.</param>
    /// <param name="metadataChunks">Complete chunks to stand before the picture data, such as an iTXt with the implicit label.</param>
    /// <param name="drops">Chunks to leave out.</param>
    /// <param name="output">Where the copy goes. Nothing is written if this returns false.</param>
    /// <param name="reason">Why not: the file is broken, or of a kind that the decode-encode path has to take.</param>
    /// <returns>Whether the copy was written.</returns>
    public static bool TryStamp(
        ReadOnlySpan<byte> file, Stamp stamp, int x, int y, ReadOnlySpan<byte> metadataChunks, PngDrops drops, IBufferWriter<byte> output, out string reason)
    {
        var head = new PngHeadReader();
        var step = head.Read(file, out reason);
        if (step != PngStep.NeedsOrder)
        {
            reason = step == PngStep.NeedsMore ? "cut short" : reason;
            return false;
        }
        reason = SurgeryChunks.FindFaultFrom(file, head.FirstIdat, out var streamLength);
        if (reason.Length != 0)
        {
            return false;
        }
        var operation = PngOperation.Rent();
        var graft = operation.Graft;
        var run = file[head.FirstIdat..];
        var (start, length) = head.Transparency;
        step = graft.TryBegin(head.Layout, file.Slice(start, length), stamp, x, y) ? graft.Feed(run) : PngStep.Refused;
        reason = step == PngStep.NeedsMore ? "cut short" : graft.Reason;
        if (step == PngStep.Labelled && (streamLength - graft.StreamPosition < PngTail.AdlerLength || graft.StreamLength is not 0 && graft.StreamLength != streamLength))
        {
            (step, reason) = (PngStep.Refused, "the picture data don't end where they should");
        }
        if (step == PngStep.Labelled)
        {
            SurgeryChunks.WriteHead(file[..head.FirstIdat], drops, output);
            output.Write(metadataChunks);
            graft.Write(run, output);
            operation.Tail.Begin(graft, drops);
            if (!operation.Tail.TryPush(run[graft.TailStart..], output) || !operation.Tail.AtEnd)
            {
                throw new InvalidOperationException("The chunks were walked before; the tail can't differ.");
            }
        }
        PngOperation.Return(operation);
        return step == PngStep.Labelled;
    }
}
