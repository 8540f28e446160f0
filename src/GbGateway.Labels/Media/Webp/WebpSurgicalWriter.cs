using System.Buffers;
using GbGateway.Labels.Explicit;
using GbGateway.Labels.Media.Riff;
using GbGateway.Labels.Media.Webp.Surgery;

namespace GbGateway.Labels.Media.Webp;

/// <summary>Writes both labels into a lossy picture without coding more of it anew than lies under the label.</summary>
internal static class WebpSurgicalWriter
{
    /// <summary>Writes.</summary>
    /// <returns>Why it can't be done this way, with nothing written; or null.</returns>
    public static string? TryWrite(ReadOnlySpan<byte> file, LabelOrder order, PlacedStamp stamp, IBufferWriter<byte> output)
    {
        var header = WebpHeader.Read(file)!;
        if (header.IsAnimated || header.IsLossless || header.HasAlpha)
        {
            return header.IsAnimated ? "an animation" : header.IsLossless ? "a lossless picture" : "a picture with an alpha channel";
        }
        using var frame = ScratchBuffer.Rent();
        var chunks = new RiffChunks(file, WebpChunkType.Webp);
        while (chunks.MoveNext())
        {
            if (chunks.Current.Type != WebpChunkType.Vp8)
            {
                continue;
            }
            if (Vp8Surgeon.TryStamp(chunks.Current.Data(file), stamp.Stamp, stamp.X, stamp.Y, frame) is { } reason)
            {
                return reason;
            }
            break;
        }
        using var chunk = ScratchBuffer.Rent();
        RiffChunks.Write(WebpChunkType.Vp8, frame.Written, chunk);
        using var picture = ScratchBuffer.Rent();
        RiffChunks.WriteHead(WebpChunkType.Webp, chunk.Length, picture);
        picture.Write(chunk.Written);
        WebpContainer.Write(file, picture.Written, order, output);
        return null;
    }
}
