using System.Text;
using GbGateway.Labels.Media.Exif;
using GbGateway.Labels.Media.Xmp;

namespace GbGateway.Labels.Media.Png;

/// <summary>The implicit labels of PNG's text chunks, whatever shape they have.</summary>
internal static class PngTextLabel
{
    /// <summary>The carrier's name of a label where this product writes it.</summary>
    public const string XmpCarrier = $"PNG iTXt {PngText.XmpKeyword}";

    private static ReadOnlySpan<byte> ExifPrefix => "Exif\0\0"u8;

    /// <summary>Adds the labels of one text chunk.</summary>
    public static void Find(ReadOnlySpan<byte> file, PngChunk chunk, List<FoundLabel> found)
    {
        var text = PngText.Read(file, chunk);
        var carrier = $"PNG {(chunk.Type == PngChunkType.Text ? "tEXt" : chunk.Type == PngChunkType.Ztxt ? "zTXt" : "iTXt")} ";
        if (text.IsXmp)
        {
            XmpPacket.Find(text.Text, carrier + PngText.XmpKeyword, found);
        }
        else if (text.IsNamedAigc)
        {
            found.Add(FoundLabel.Of(carrier + Encoding.Latin1.GetString(text.Keyword), Encoding.UTF8.GetString(text.Text)));
        }
        else if (PngRawProfile.IsXmp(text.Keyword))
        {
            XmpPacket.Find(PngRawProfile.Decode(text.Text), carrier + "Raw profile type xmp", found);
        }
        else if (PngRawProfile.IsExif(text.Keyword))
        {
            ExifBlock.Find(WithoutPrefix(PngRawProfile.Decode(text.Text)), carrier + "Raw profile type exif", found);
        }
        else if (FreeTextLabel.TryFind(text.Text, out var value))
        {
            found.Add(FoundLabel.Of(carrier + Encoding.Latin1.GetString(text.Keyword), value));
        }
    }

    /// <summary>What becomes of a text chunk that is not the XMP packet: null to keep it, empty to drop it, else the data of a zTXt in its place.</summary>
    public static byte[]? WithoutLabel(PngText text)
    {
        if (text.IsNamedAigc)
        {
            return [];
        }
        if (PngRawProfile.IsXmp(text.Keyword))
        {
            var packet = PngRawProfile.Decode(text.Text);
            return XmpPacket.HasLabel(packet) ? PngRawProfile.Encode(text.Keyword, XmpPacket.RemoveLabels(packet)) : null;
        }
        if (PngRawProfile.IsExif(text.Keyword))
        {
            var profile = PngRawProfile.Decode(text.Text);
            return ExifBlock.RemoveLabels(WithoutPrefix(profile)) ? PngRawProfile.Encode(text.Keyword, profile) : null;
        }
        return FreeTextLabel.TryFind(text.Text, out _) ? [] : null;
    }

    private static Span<byte> WithoutPrefix(byte[] profile) =>
        profile.AsSpan().StartsWith(ExifPrefix) ? profile.AsSpan(ExifPrefix.Length) : profile;
}
