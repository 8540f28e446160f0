using System.Buffers;
using System.Buffers.Binary;
using System.Text;
using GbGateway.Labels.Media.Exif;
using GbGateway.Labels.Media.Xmp;

namespace GbGateway.Labels.Media.Png;

/// <summary>
/// Surveys a PNG's chunks and writes them anew with exactly one implicit label, in an uncompressed iTXt <c>XML:com.adobe.xmp</c> before the
/// first IDAT. What is not ours passes byte for byte, data after IEND included.
/// </summary>
internal static class PngContainer
{
    public static PictureSurvey? Survey(ReadOnlySpan<byte> file)
    {
        if (!PngHeader.TryReadFacts(file, out var facts))
        {
            return null;
        }
        var survey = new PictureSurvey { Facts = facts };
        var chunks = new PngChunks(file);
        var hasPixels = false;
        while (chunks.MoveNext())
        {
            hasPixels |= chunks.Current.Type == PngChunkType.Idat;
            Find(file, chunks.Current, survey);
        }
        return chunks.IsCut || !hasPixels ? null : survey;
    }

    /// <summary>Surveys the chunks before the picture data.</summary>
    public static PictureSurvey SurveyHead(ReadOnlySpan<byte> head, MediaFacts facts)
    {
        var survey = new PictureSurvey { Facts = facts };
        var chunks = new PngChunks(head);
        while (chunks.MoveNext())
        {
            Find(head, chunks.Current, survey);
        }
        return survey;
    }

    /// <summary>Notes what one chunk holds.</summary>
    public static void Find(ReadOnlySpan<byte> file, PngChunk chunk, PictureSurvey survey)
    {
        switch (chunk.Type)
        {
            case PngChunkType.Text or PngChunkType.Ztxt or PngChunkType.Itxt when survey.Labels.Count < PictureSurvey.MaxLabels:
                PngTextLabel.Find(file, chunk, survey.Labels);
                break;
            case PngChunkType.Exif when survey.Labels.Count < PictureSurvey.MaxLabels:
                ExifBlock.Find(chunk.Data(file), "PNG eXIf", survey.Labels);
                break;
            case PngChunkType.Cabx:
                survey.HasContentCredentials = true;
                break;
            case PngChunkType.Actl or PngChunkType.Fctl or PngChunkType.Fdat:
                survey.Unstampable = "an animated PNG: not every frame can be labelled";
                break;
        }
    }

    /// <summary>Writes <paramref name="file"/> with the ordered implicit label; its pixels come from the PNG <paramref name="encoded"/> unless that is empty.</summary>
    public static void Write(ReadOnlySpan<byte> file, ReadOnlySpan<byte> encoded, LabelOrder order, IBufferWriter<byte> output)
    {
        var keepsKind = encoded.IsEmpty || HasSameKind(file, encoded);
        var packet = FindPacket(file, out var packetStart);
        output.Write(file[..PngChunks.SignatureLength]);
        var chunks = new PngChunks(file);
        var labelled = false;
        while (chunks.MoveNext())
        {
            var chunk = chunks.Current;
            if (chunk.Type == PngChunkType.Idat && !labelled)
            {
                labelled = true;
                WriteXmp(XmpPacket.SetLabel(packet, order.Metadata), output);
                CopyPixels(encoded, output);
            }
            if (chunk.Start != packetStart && !Leaves(chunk, order, encoded.IsEmpty, keepsKind))
            {
                WriteChunk(file, encoded, chunk, output);
            }
        }
        // After IEND: phones put whole further files there.
        output.Write(file[chunks.Current.End..]);
    }

    private static bool Leaves(PngChunk chunk, LabelOrder order, bool keepsPixels, bool keepsKind) => chunk.Type switch
    {
        PngChunkType.Idot => true,
        PngChunkType.Cabx => order.ContentCredentials == ContentCredentials.Drop,
        PngChunkType.Plte or PngChunkType.Trns or PngChunkType.Idat => !keepsPixels,
        PngChunkType.Sbit or PngChunkType.Bkgd or PngChunkType.Hist => !keepsKind, // they speak of samples that are no more
        _ => false,
    };

    /// <summary>Writes what stands for a chunk in the labelled file: its bytes, or what is left of them without a label.</summary>
    public static void WriteChunk(ReadOnlySpan<byte> file, ReadOnlySpan<byte> encoded, PngChunk chunk, IBufferWriter<byte> output)
    {
        switch (chunk.Type)
        {
            case PngChunkType.Ihdr when !encoded.IsEmpty:
                var header = new PngChunks(encoded);
                header.MoveNext();
                output.Write(header.Current.Whole(encoded));
                return;
            case PngChunkType.Exif:
                var exif = chunk.Data(file).ToArray();
                if (ExifBlock.RemoveLabels(exif))
                {
                    WriteChunk(PngChunkType.Exif, exif, output);
                    return;
                }
                break;
            case PngChunkType.Text or PngChunkType.Ztxt or PngChunkType.Itxt:
                if (WriteText(file, chunk, output))
                {
                    return;
                }
                break;
        }
        output.Write(chunk.Whole(file));
    }

    private static bool WriteText(ReadOnlySpan<byte> file, PngChunk chunk, IBufferWriter<byte> output)
    {
        var text = PngText.Read(file, chunk);
        if (text.IsXmp)
        {
            // A second packet: it may stay, its label may not.
            if (!XmpPacket.HasLabel(text.Text))
            {
                return false;
            }
            WriteXmp(XmpPacket.RemoveLabels(text.Text), output);
            return true;
        }
        if (PngTextLabel.WithoutLabel(text) is not { } data)
        {
            return false;
        }
        if (data.Length > 0)
        {
            WriteChunk(PngChunkType.Ztxt, data, output);
        }
        return true;
    }

    private static ReadOnlySpan<byte> FindPacket(ReadOnlySpan<byte> file, out int start)
    {
        var chunks = new PngChunks(file);
        while (chunks.MoveNext())
        {
            if (chunks.Current.Type is PngChunkType.Itxt or PngChunkType.Text or PngChunkType.Ztxt
                && PngText.Read(file, chunks.Current) is { IsXmp: true } text)
            {
                start = chunks.Current.Start;
                return text.Text;
            }
        }
        start = -1;
        return [];
    }

    private static bool HasSameKind(ReadOnlySpan<byte> file, ReadOnlySpan<byte> encoded) =>
        PngHeader.TryRead(file, out var before) && PngHeader.TryRead(encoded, out var after)
        && (before.BitDepth, before.ColourType) == (after.BitDepth, after.ColourType);

    private static void CopyPixels(ReadOnlySpan<byte> encoded, IBufferWriter<byte> output)
    {
        var chunks = new PngChunks(encoded);
        while (!encoded.IsEmpty && chunks.MoveNext())
        {
            if (chunks.Current.Type is PngChunkType.Plte or PngChunkType.Trns or PngChunkType.Idat)
            {
                output.Write(chunks.Current.Whole(encoded));
            }
        }
    }

    private static void WriteXmp(byte[] packet, IBufferWriter<byte> output) =>
        // keyword, not compressed, no language, no translated keyword
        WriteChunk(PngChunkType.Itxt, [.. Encoding.ASCII.GetBytes(PngText.XmpKeyword), 0, 0, 0, 0, 0, .. packet], output);

    private static void WriteChunk(uint type, ReadOnlySpan<byte> data, IBufferWriter<byte> output)
    {
        var chunk = output.GetSpan(data.Length + 12);
        BinaryPrimitives.WriteInt32BigEndian(chunk, data.Length);
        BinaryPrimitives.WriteUInt32BigEndian(chunk[4..], type);
        data.CopyTo(chunk[8..]);
        BinaryPrimitives.WriteUInt32BigEndian(chunk[(8 + data.Length)..], PngCrc.Of(chunk.Slice(4, data.Length + 4)));
        output.Advance(data.Length + 12);
    }
}
