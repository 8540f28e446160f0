using System.Buffers;
using GbGateway.Labels.Media.Xmp;

namespace GbGateway.Labels.Media.Gif;

/// <summary>
/// Surveys a GIF's blocks and writes them anew with exactly one implicit label, in an XMP application extension before the first image.
/// What is not ours passes byte for byte, data after the trailer included.
/// </summary>
internal static class GifContainer
{
    public static bool TryReadFacts(ReadOnlySpan<byte> file, out MediaFacts facts)
    {
        facts = default;
        var blocks = new GifBlocks(file);
        var frames = 0;
        while (blocks.MoveNext())
        {
            frames += blocks.Current.Kind == GifBlockKind.Image ? 1 : 0;
        }
        facts = new MediaFacts(blocks.Width, blocks.Height, Math.Max(1, frames));
        return blocks.Width > 0 && blocks.Height > 0;
    }

    public static PictureSurvey? Survey(ReadOnlySpan<byte> file)
    {
        if (!TryReadFacts(file, out var facts))
        {
            return null;
        }
        var survey = new PictureSurvey { Facts = facts };
        var blocks = new GifBlocks(file);
        var hasImage = false;
        while (blocks.MoveNext())
        {
            hasImage |= blocks.Current.Kind == GifBlockKind.Image;
            survey.HasContentCredentials |= blocks.Current.Kind == GifBlockKind.Manifest;
            if (survey.Labels.Count < PictureSurvey.MaxLabels)
            {
                Find(file, blocks.Current, survey.Labels);
            }
        }
        return blocks.IsCut || !hasImage ? null : survey;
    }

    /// <summary>Writes <paramref name="file"/> with the ordered implicit label; its pixels come from the GIF <paramref name="encoded"/> unless that is empty.</summary>
    public static void Write(ReadOnlySpan<byte> file, ReadOnlySpan<byte> encoded, LabelOrder order, IBufferWriter<byte> output)
    {
        var pixels = encoded.IsEmpty ? file : encoded;
        var blocks = new GifBlocks(pixels);
        output.Write("GIF89a"u8); // 87a knows no extensions
        output.Write(pixels[6..blocks.HeadEnd]);
        GifXmp.Write(GifXmp.SetLabel(FindPacket(file, out var packetStart), order.Metadata), output);
        if (!encoded.IsEmpty)
        {
            CopyMetadata(file, packetStart, order, output);
        }
        while (blocks.MoveNext())
        {
            var block = blocks.Current;
            if (!encoded.IsEmpty ? IsPicture(block.Kind) : block.Start != packetStart)
            {
                WriteBlock(pixels, block, order, output);
            }
        }
        output.Write([(byte)0x3B]);
        output.Write(file[(EndOf(file) + 1)..]);
    }

    private static bool IsPicture(GifBlockKind kind) => kind is GifBlockKind.Image or GifBlockKind.GraphicControl or GifBlockKind.Loop;

    private static void CopyMetadata(ReadOnlySpan<byte> file, int packetStart, LabelOrder order, IBufferWriter<byte> output)
    {
        var blocks = new GifBlocks(file);
        while (blocks.MoveNext())
        {
            // Plain text is drawn by no decoder that would draw the frames; it has no place among new frames.
            if (!IsPicture(blocks.Current.Kind) && blocks.Current.Kind != GifBlockKind.PlainText && blocks.Current.Start != packetStart)
            {
                WriteBlock(file, blocks.Current, order, output);
            }
        }
    }

    private static void WriteBlock(ReadOnlySpan<byte> file, GifBlock block, LabelOrder order, IBufferWriter<byte> output)
    {
        switch (block.Kind)
        {
            case GifBlockKind.Manifest when order.ContentCredentials == ContentCredentials.Drop:
                return;
            case GifBlockKind.Xmp when XmpPacket.HasLabel(GifXmp.Packet(block.Whole(file))):
                GifXmp.Write(XmpPacket.RemoveLabels(GifXmp.Packet(block.Whole(file))), output);
                return;
            case GifBlockKind.Comment or GifBlockKind.OtherApplication when FreeTextLabel.TryFind(Join(file, block), out _):
                return;
            default:
                output.Write(block.Whole(file));
                return;
        }
    }

    private static void Find(ReadOnlySpan<byte> file, GifBlock block, List<FoundLabel> found)
    {
        if (block.Kind == GifBlockKind.Xmp)
        {
            XmpPacket.Find(GifXmp.Packet(block.Whole(file)), "GIF XMP", found);
        }
        else if (block.Kind is GifBlockKind.Comment or GifBlockKind.OtherApplication && FreeTextLabel.TryFind(Join(file, block), out var value))
        {
            found.Add(FoundLabel.Of(block.Kind == GifBlockKind.Comment ? "GIF comment" : "GIF application extension", value));
        }
    }

    /// <summary>The bytes of a block's sub-blocks, put together.</summary>
    private static byte[] Join(ReadOnlySpan<byte> file, GifBlock block)
    {
        var joined = new byte[block.End - block.DataStart];
        var length = 0;
        for (var at = block.DataStart; file[at] != 0; at += 1 + file[at])
        {
            file.Slice(at + 1, file[at]).CopyTo(joined.AsSpan(length));
            length += file[at];
        }
        return joined[..length];
    }

    private static ReadOnlySpan<byte> FindPacket(ReadOnlySpan<byte> file, out int start)
    {
        var blocks = new GifBlocks(file);
        while (blocks.MoveNext())
        {
            if (blocks.Current.Kind == GifBlockKind.Xmp)
            {
                start = blocks.Current.Start;
                return GifXmp.Packet(blocks.Current.Whole(file));
            }
        }
        start = -1;
        return [];
    }

    private static int EndOf(ReadOnlySpan<byte> file)
    {
        var blocks = new GifBlocks(file);
        while (blocks.MoveNext())
        {
        }
        return blocks.TrailerStart;
    }
}
