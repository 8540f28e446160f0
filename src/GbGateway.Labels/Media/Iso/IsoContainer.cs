using System.Buffers;
using System.Buffers.Binary;
using GbGateway.Labels.Media.Exif;
using GbGateway.Labels.Media.Xmp;

namespace GbGateway.Labels.Media.Iso;

/// <summary>
/// Surveys a HEIF file (AVIF, HEIC) and writes it anew with exactly one implicit label, in the XMP item. No coded picture moves out of its box:
/// the packet goes into an <c>mdat</c> box at the end, the <c>meta</c> box lists it, and the places it names shift by what it grew.
/// </summary>
internal static class IsoContainer
{
    private static readonly byte[] XmpUuid = Convert.FromHexString("BE7ACFCB97A942E89C71999491E3AFAC");

    /// <summary>C2PA's box (C2PA specification 2.x, A.5).</summary>
    private static readonly byte[] ManifestUuid = Convert.FromHexString("D8FEC3D61B0E483C92975828877EC481");

    public static bool TryReadFacts(ReadOnlySpan<byte> file, out MediaFacts facts)
    {
        var picture = IsoPicture.Read(file);
        facts = picture is null ? default : new MediaFacts(picture.Properties.Width, picture.Properties.Height);
        return picture is { Properties: { Width: > 0, Height: > 0 } };
    }

    public static PictureSurvey? Survey(ReadOnlySpan<byte> file, string format)
    {
        if (IsoPicture.Read(file) is not { Properties: { Width: > 0, Height: > 0 } } picture)
        {
            return null;
        }
        var survey = new PictureSurvey { Facts = new MediaFacts(picture.Properties.Width, picture.Properties.Height) };
        survey.Unstampable = picture.IsSequence ? "the file holds an image sequence, and its frames can't be labelled"
            : picture.Properties.IsWide ? "the encoder can't keep a wide gamut or HDR"
            : null;
        foreach (var item in picture.Items)
        {
            if (item.IsXmp)
            {
                XmpPacket.Find(picture.Content(file, item), $"{format} XMP item", survey.Labels);
            }
            else if (item.Type == "Exif")
            {
                ExifBlock.Find(Tiff(picture.Content(file, item)), $"{format} Exif item", survey.Labels);
            }
        }
        foreach (var (_, box) in picture.Boxes)
        {
            survey.HasContentCredentials |= Is(file, box, ManifestUuid);
            if (Is(file, box, XmpUuid))
            {
                XmpPacket.Find(file[(box.Start + 16)..box.End], $"{format} XMP box", survey.Labels);
            }
        }
        return survey;
    }

    /// <summary>Writes <paramref name="file"/> with the ordered implicit label; its picture comes from <paramref name="encoded"/> unless that is empty.</summary>
    /// <returns>Why it could not, or null.</returns>
    public static string? Write(ReadOnlySpan<byte> file, ReadOnlySpan<byte> encoded, string format, LabelOrder order, IBufferWriter<byte> output)
    {
        var bytes = (encoded.IsEmpty ? file : encoded).ToArray();
        if (IsoPicture.Read(file) is not { } source || IsoPicture.Read(bytes) is not { } target)
        {
            return "the container is malformed or cut short";
        }
        if (target.IsSequence)
        {
            return "the file holds an image sequence; the places its tracks name can't be moved";
        }
        var old = source.Items.Find(static item => item.IsXmp);
        var packet = XmpPacket.SetLabel(old is null ? [] : source.Content(file, old), order.Metadata);
        RemoveLabels(bytes, target);
        // A new picture's container knows nothing of the old one's manifest.
        var manifest = !encoded.IsEmpty && order.ContentCredentials == ContentCredentials.Keep ? Manifests(file, source) : [];
        var written = IsoWriter.Write(bytes, target, packet, manifest, box =>
            order.ContentCredentials == ContentCredentials.Drop && Is(bytes, box, ManifestUuid)
            || Is(bytes, box, XmpUuid) && XmpPacket.HasLabel(bytes.AsSpan((box.Start + 16)..box.End)));
        if (written is null || Survey(written, format) is not { } survey || survey.Labels.Count != 1 || survey.Labels[0].Metadata != order.Metadata)
        {
            return "the container can't take an XMP item";
        }
        output.Write(written);
        return null;
    }

    private static byte[] Manifests(ReadOnlySpan<byte> file, IsoPicture picture)
    {
        var kept = new ArrayBufferWriter<byte>();
        foreach (var (start, box) in picture.Boxes)
        {
            if (Is(file, box, ManifestUuid))
            {
                IsoWriter.WriteBox("uuid"u8, file[box.Start..box.End], kept);
            }
        }
        return kept.WrittenSpan.ToArray();
    }

    // Every label is blanked where it stands, so that no offset moves; the packet that will be replaced too: nothing refers to it any more.
    private static void RemoveLabels(byte[] bytes, IsoPicture picture)
    {
        foreach (var item in picture.Items)
        {
            var content = picture.Content(bytes, item);
            if (item.IsXmp && XmpPacket.HasLabel(content))
            {
                var bare = XmpPacket.RemoveLabels(content);
                content.AsSpan().Fill((byte)' ');
                bare.AsSpan(0, Math.Min(bare.Length, content.Length)).CopyTo(content);
            }
            else if (item.Type != "Exif" || !ExifBlock.RemoveLabels(Tiff(content)))
            {
                continue;
            }
            var copied = 0;
            foreach (var (start, length) in picture.Places(item))
            {
                content.AsSpan(copied, length).CopyTo(bytes.AsSpan(start));
                copied += length;
            }
        }
    }

    // Four bytes say how far the TIFF header is.
    private static Span<byte> Tiff(byte[] content)
    {
        if (content.Length < 4)
        {
            return [];
        }
        var skip = 4 + (ulong)BinaryPrimitives.ReadUInt32BigEndian(content);
        return skip < (ulong)content.Length ? content.AsSpan((int)skip) : [];
    }

    private static bool Is(ReadOnlySpan<byte> file, IsoBox box, byte[] uuid) =>
        box.Type == "uuid" && box.End - box.Start > 16 && file.Slice(box.Start, 16).SequenceEqual(uuid);
}
