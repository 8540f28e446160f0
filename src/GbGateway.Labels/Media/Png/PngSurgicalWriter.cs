using System.Buffers;
using System.Buffers.Binary;
using GbGateway.Labels.Explicit;
using GbGateway.Labels.Media.Png.Surgery;
using GbGateway.Labels.Media.Xmp;

namespace GbGateway.Labels.Media.Png;

/// <summary>
/// Writes both labels of a PNG by surgery. Usually in one pass: the new XMP chunk stands before the picture data, an old one and what the
/// policy drops are left out on the way. Only a file with labels in other carriers is written twice, its metadata first.
/// </summary>
internal static class PngSurgicalWriter
{
    private static readonly byte[] XmpPattern = "iTXtXML:com.adobe.xmp\0"u8.ToArray();
    private static readonly PngDrops Xmp = new(XmpPattern);
    private static readonly PngDrops XmpAndManifest = new(XmpPattern, "caBX"u8.ToArray());

    /// <returns>Why it could not, with nothing written; or null.</returns>
    public static string? TryWrite(
        ReadOnlySpan<byte> file, PictureSurvey survey, LabelOrder order, PlacedStamp placed, IBufferWriter<byte> output)
    {
        string reason;
        using var scratch = ScratchBuffer.Rent();
        if (!TryPlan(file, survey, order, scratch, out var drops))
        {
            PngContainer.Write(file, [], order, scratch);
            return PngSurgery.TryStamp(scratch.Written, placed.Stamp, placed.X, placed.Y, [], PngDrops.None, output, out reason) ? null : reason;
        }
        return PngSurgery.TryStamp(file, placed.Stamp, placed.X, placed.Y, scratch.Written, drops, output, out reason) ? null : reason;
    }

    /// <summary>Plans the one pass: the chunk that comes in and those that go out. False, with nothing written, if there are labels in other carriers.</summary>
    /// <param name="file">The file, or its chunks before the picture data.</param>
    /// <param name="survey">What was found in them.</param>
    /// <param name="order">The order.</param>
    /// <param name="chunk">Gets the chunk of the implicit label.</param>
    /// <param name="drops">What goes out.</param>
    public static bool TryPlan(ReadOnlySpan<byte> file, PictureSurvey survey, LabelOrder order, ScratchBuffer chunk, out PngDrops drops)
    {
        drops = order.ContentCredentials == ContentCredentials.Drop ? XmpAndManifest : Xmp;
        if (!CanDropLabels(file, survey, out var packet))
        {
            return false;
        }
        WriteXmp(packet, order.Metadata, chunk);
        return true;
    }

    /// <summary>Whether all labels stand in one iTXt with the XMP packet, or there are none.</summary>
    public static bool CanDropLabels(ReadOnlySpan<byte> file, PictureSurvey survey, out ReadOnlySpan<byte> packet)
    {
        packet = [];
        var packets = 0;
        var chunks = new PngChunks(file);
        while (chunks.MoveNext())
        {
            if (chunks.Current.Type is not (PngChunkType.Itxt or PngChunkType.Text or PngChunkType.Ztxt)
                || !chunks.Current.Data(file).StartsWith("XML:com.adobe.xmp\0"u8))
            {
                continue;
            }
            if (chunks.Current.Type != PngChunkType.Itxt || ++packets > 1)
            {
                return false;
            }
            packet = PngText.Read(file, chunks.Current).Text;
        }
        return survey.Labels.Count < PictureSurvey.MaxLabels
            && survey.Labels.TrueForAll(static label => label.Carrier == PngTextLabel.XmpCarrier);
    }

    /// <summary>Writes the chunk with the new label, into a packet that may be empty.</summary>
    public static void WriteXmp(ReadOnlySpan<byte> packet, AigcMetadata metadata, ScratchBuffer chunk)
    {
        // length (filled in below), type; keyword, not compressed, no language, no translated keyword
        chunk.Write("\0\0\0\0iTXtXML:com.adobe.xmp\0\0\0\0\0"u8);
        if (packet.IsEmpty)
        {
            XmpPacket.WriteNew(metadata, chunk);
        }
        else
        {
            chunk.Write(XmpPacket.SetLabel(packet, metadata));
        }
        BinaryPrimitives.WriteInt32BigEndian(chunk.Written, chunk.Length - 8);
        BinaryPrimitives.WriteUInt32BigEndian(chunk.GetSpan(4), PngCrc.Of(chunk.Written[4..]));
        chunk.Advance(4);
    }
}
