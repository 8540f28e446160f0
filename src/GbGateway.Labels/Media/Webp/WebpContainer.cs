using System.Buffers;
using System.Text;
using GbGateway.Labels.Media.Exif;
using GbGateway.Labels.Media.Riff;
using GbGateway.Labels.Media.Xmp;

namespace GbGateway.Labels.Media.Webp;

/// <summary>
/// Surveys a WebP's chunks and writes them anew with exactly one implicit label, in the chunk <c>XMP </c>; a simple file becomes an extended
/// one (VP8X). What is not ours passes byte for byte, data after the RIFF file included.
/// </summary>
internal static class WebpContainer
{
    public static PictureSurvey? Survey(ReadOnlySpan<byte> file)
    {
        if (WebpHeader.Read(file) is not { } header)
        {
            return null;
        }
        var survey = new PictureSurvey { Facts = header.Facts };
        var chunks = new RiffChunks(file, WebpChunkType.Webp);
        while (chunks.MoveNext())
        {
            var data = chunks.Current.Data(file);
            survey.HasContentCredentials |= chunks.Current.Type == WebpChunkType.C2pa;
            if (survey.Labels.Count < PictureSurvey.MaxLabels)
            {
                Find(chunks.Current.Type, data, survey.Labels);
            }
        }
        return survey;
    }

    /// <summary>Writes <paramref name="file"/> with the ordered implicit label; its pixels come from the WebP <paramref name="encoded"/> unless that is empty.</summary>
    public static void Write(ReadOnlySpan<byte> file, ReadOnlySpan<byte> encoded, LabelOrder order, IBufferWriter<byte> output)
    {
        var header = WebpHeader.Read(file)!;
        using var body = ScratchBuffer.Rent();
        var packet = FindPacket(file, out var packetStart);
        var labelled = false;
        var hasPixels = false;
        WriteHead(header, encoded.IsEmpty ? null : WebpHeader.Read(encoded), body);
        var chunks = new RiffChunks(file, WebpChunkType.Webp);
        while (chunks.MoveNext())
        {
            var chunk = chunks.Current;
            switch (chunk.Type)
            {
                case WebpChunkType.Vp8X:
                    break; // written first
                case WebpChunkType.Vp8 or WebpChunkType.Vp8L or WebpChunkType.Alph or WebpChunkType.Anim or WebpChunkType.Anmf when !encoded.IsEmpty:
                    if (!hasPixels)
                    {
                        hasPixels = true;
                        CopyPixels(encoded, body);
                    }
                    break;
                case WebpChunkType.Xmp when chunk.Start == packetStart:
                    labelled = true;
                    WriteXmp(packet, order.Metadata, body);
                    break;
                case WebpChunkType.C2pa when order.ContentCredentials == ContentCredentials.Drop:
                    break;
                default:
                    WriteWithoutLabel(file, chunk, body);
                    break;
            }
        }
        if (!labelled)
        {
            WriteXmp([], order.Metadata, body);
        }
        RiffChunks.WriteHead(WebpChunkType.Webp, body.Length, output);
        output.Write(body.Written);
        output.Write(file[chunks.End..]);
    }

    private static void Find(uint type, ReadOnlySpan<byte> data, List<FoundLabel> found)
    {
        if (type == WebpChunkType.Xmp)
        {
            XmpPacket.Find(data, "WebP XMP", found);
        }
        else if (type == WebpChunkType.Exif)
        {
            ExifBlock.Find(WebpHeader.WithoutPrefix(data), "WebP EXIF", found);
        }
        else if (type == WebpChunkType.Aigc)
        {
            found.Add(FoundLabel.Of("WebP AIGC", Encoding.UTF8.GetString(data[..Math.Min(data.Length, AigcMetadata.MaxLabelLength)])));
        }
        else if (IsFree(type) && FreeTextLabel.TryFind(data, out var value))
        {
            found.Add(FoundLabel.Of("WebP chunk", value));
        }
    }

    /// <summary>Whether a chunk is of no known type, so that it may hold anything.</summary>
    private static bool IsFree(uint type) => type is not (WebpChunkType.Vp8 or WebpChunkType.Vp8L or WebpChunkType.Vp8X or WebpChunkType.Alph
        or WebpChunkType.Anim or WebpChunkType.Anmf or WebpChunkType.Iccp or WebpChunkType.C2pa);

    private static void WriteHead(WebpHeader header, WebpHeader? encoded, ScratchBuffer body)
    {
        var flags = (byte)(header.Flags | WebpHeader.XmpFlag);
        // An animation of one frame comes back from the encoder as a still picture.
        flags = encoded is null ? flags : With(flags, WebpHeader.AnimationFlag, encoded.IsAnimated);
        flags = encoded is null && header.IsExtended ? flags : With(flags, WebpHeader.AlphaFlag, (encoded ?? header).HasAlpha);
        var (width, height) = (header.Facts.Width - 1, header.Facts.Height - 1);
        RiffChunks.Write(
            WebpChunkType.Vp8X,
            [flags, 0, 0, 0, (byte)width, (byte)(width >> 8), (byte)(width >> 16), (byte)height, (byte)(height >> 8), (byte)(height >> 16)],
            body);
    }

    private static void WriteXmp(ReadOnlySpan<byte> packet, AigcMetadata metadata, ScratchBuffer body)
    {
        using var xmp = ScratchBuffer.Rent();
        if (packet.IsEmpty)
        {
            XmpPacket.WriteNew(metadata, xmp);
        }
        else
        {
            xmp.Write(XmpPacket.SetLabel(packet, metadata));
        }
        RiffChunks.Write(WebpChunkType.Xmp, xmp.Written, body);
    }

    private static byte With(byte flags, byte flag, bool isSet) => (byte)(flags & ~flag | (isSet ? flag : 0));

    private static void CopyPixels(ReadOnlySpan<byte> encoded, ScratchBuffer body)
    {
        var chunks = new RiffChunks(encoded, WebpChunkType.Webp);
        while (chunks.MoveNext())
        {
            if (chunks.Current.Type is WebpChunkType.Vp8 or WebpChunkType.Vp8L or WebpChunkType.Alph or WebpChunkType.Anim or WebpChunkType.Anmf)
            {
                RiffChunks.Write(chunks.Current.Type, chunks.Current.Data(encoded), body);
            }
        }
    }

    private static void WriteWithoutLabel(ReadOnlySpan<byte> file, RiffChunk chunk, ScratchBuffer body)
    {
        var data = chunk.Data(file);
        if (chunk.Type == WebpChunkType.Xmp && XmpPacket.HasLabel(data))
        {
            RiffChunks.Write(chunk.Type, XmpPacket.RemoveLabels(data), body);
            return;
        }
        if (chunk.Type == WebpChunkType.Exif)
        {
            var exif = data.ToArray();
            ExifBlock.RemoveLabels(exif.AsSpan(data.Length - WebpHeader.WithoutPrefix(data).Length));
            RiffChunks.Write(chunk.Type, exif, body);
            return;
        }
        if (chunk.Type == WebpChunkType.Aigc || IsFree(chunk.Type) && FreeTextLabel.TryFind(data, out _))
        {
            return;
        }
        RiffChunks.Write(chunk.Type, data, body);
    }

    private static ReadOnlySpan<byte> FindPacket(ReadOnlySpan<byte> file, out int start)
    {
        var chunks = new RiffChunks(file, WebpChunkType.Webp);
        while (chunks.MoveNext())
        {
            if (chunks.Current.Type == WebpChunkType.Xmp)
            {
                start = chunks.Current.Start;
                return chunks.Current.Data(file);
            }
        }
        start = -1;
        return [];
    }
}
