using GbGateway.Labels.Media.Pixels;
using NetVips;

namespace GbGateway.Labels.Media.Png;

/// <summary>Decodes and encodes a PNG's pixels. The decoder sees only the chunks that make them, no metadata.</summary>
internal static class PngPixels
{
    public static TranscodedPixels Transcode(ReadOnlyMemory<byte> file, PixelWork work)
    {
        PngHeader.TryRead(file.Span, out var header);
        return PixelCodec.Transcode(
            Bare(file.Span), work,
            static bytes => Image.PngloadBuffer(bytes, access: Enums.Access.Sequential, failOn: Enums.FailOn.Error),
            image => image.PngsaveBuffer(
                compression: 6,
                interlace: header.Interlaced,
                filter: Enums.ForeignPngFilter.All,
                bitdepth: header.BitDepth == 16 ? 16 : 8,
                keep: Enums.ForeignKeep.None));
    }

    private static byte[] Bare(ReadOnlySpan<byte> file)
    {
        var bare = new byte[file.Length];
        file[..PngChunks.SignatureLength].CopyTo(bare);
        var length = PngChunks.SignatureLength;
        var chunks = new PngChunks(file);
        while (chunks.MoveNext())
        {
            if (chunks.Current.Type is PngChunkType.Ihdr or PngChunkType.Plte or PngChunkType.Trns or PngChunkType.Idat or PngChunkType.Iend)
            {
                var whole = chunks.Current.Whole(file);
                whole.CopyTo(bare.AsSpan(length));
                length += whole.Length;
            }
        }
        return bare[..length];
    }
}
