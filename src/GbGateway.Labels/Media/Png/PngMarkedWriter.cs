using System.Buffers;
using GbGateway.Labels.Explicit;
using GbGateway.Labels.Media.Png.Surgery;
using GbGateway.Labels.Watermark;

namespace GbGateway.Labels.Media.Png;

/// <summary>Writes the watermark and both labels of a PNG: new picture data in the old container.</summary>
internal static class PngMarkedWriter
{
    /// <returns>Why it could not, with nothing written; or null. With any receipt but <see cref="WatermarkOutcome.Marked"/> nothing was written either.</returns>
    public static string? TryWrite(
        ReadOnlySpan<byte> file, PictureSurvey survey, LabelOrder order, WatermarkOrder mark, PlacedStamp? stamp, IBufferWriter<byte> output, out WatermarkReceipt receipt)
    {
        using var encoded = ScratchBuffer.Rent();
        var reason = PngRecoder.Write(file, stamp, mark, encoded, out receipt);
        if (reason is not null || receipt.Outcome != WatermarkOutcome.Marked)
        {
            return reason;
        }
        if (!PngSurgicalWriter.CanDropLabels(file, survey, out var packet))
        {
            PngContainer.Write(file, encoded.Written, order, output);
            return null;
        }
        using var label = ScratchBuffer.Rent();
        PngSurgicalWriter.WriteXmp(packet, order.Metadata, label);
        Write(file, encoded.Written, label.Written, order.ContentCredentials == ContentCredentials.Drop, output);
        return null;
    }

    private static void Write(ReadOnlySpan<byte> file, ReadOnlySpan<byte> encoded, ReadOnlySpan<byte> label, bool dropsManifest, IBufferWriter<byte> output)
    {
        output.Write(file[..PngChunks.SignatureLength]);
        var isFirst = true;
        var chunks = new PngChunks(file);
        while (chunks.MoveNext())
        {
            var chunk = chunks.Current;
            var whole = chunk.Whole(file);
            switch (chunk.Type)
            {
                case PngChunkType.Idat when isFirst:
                    isFirst = false;
                    output.Write(label);
                    WriteData(encoded, output);
                    break;
                case PngChunkType.Idat or PngChunkType.Idot:
                case PngChunkType.Cabx when dropsManifest:
                case PngChunkType.Itxt when chunk.Data(file).StartsWith("XML:com.adobe.xmp\0"u8):
                    break;
                default:
                    output.Write(whole);
                    break;
            }
        }
        output.Write(file[chunks.Current.End..]);
    }

    private static void WriteData(ReadOnlySpan<byte> encoded, IBufferWriter<byte> output)
    {
        var chunks = new PngChunks(encoded);
        while (chunks.MoveNext())
        {
            if (chunks.Current.Type == PngChunkType.Idat)
            {
                output.Write(chunks.Current.Whole(encoded));
            }
        }
    }
}
