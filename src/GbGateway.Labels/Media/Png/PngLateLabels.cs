using System.Buffers;
using System.Buffers.Binary;
using GbGateway.Labels.Media.Exif;
using GbGateway.Labels.Media.Png.Surgery;

namespace GbGateway.Labels.Media.Png;

/// <summary>
/// The labels and manifests that stand behind the picture data of a file whose head has left. Labels are taken out as they pass, since the
/// file has its own by now (<c>GB-6.1-c</c>); a late XMP packet stays, without its label. A late orientation would turn the label that is
/// already drawn: such a copy breaks off.
/// </summary>
internal sealed class PngLateLabels(PictureSurvey survey, LabelOrder order) : PngLateChunks
{
    public override PngChunkFate FateOf(uint type)
    {
        switch (type)
        {
            case PngChunkType.Text or PngChunkType.Ztxt or PngChunkType.Itxt or PngChunkType.Exif:
                return PngChunkFate.Hold;
            case PngChunkType.Cabx:
                survey.HasContentCredentials = true;
                return order.ContentCredentials == ContentCredentials.Drop ? PngChunkFate.Drop : PngChunkFate.Pass;
            case PngChunkType.Idot:
                return PngChunkFate.Drop;
            default:
                return PngChunkFate.Pass;
        }
    }

    protected override string? Write(ReadOnlySpan<byte> bytes, IBufferWriter<byte> output)
    {
        var chunk = new PngChunk(BinaryPrimitives.ReadUInt32BigEndian(bytes[4..]), 0, bytes.Length - 12);
        if (chunk.Type == PngChunkType.Exif && ExifBlock.ReadOrientation(chunk.Data(bytes)) != survey.Facts.Orientation)
        {
            return "an orientation that comes after the picture";
        }
        PngContainer.Find(bytes, chunk, survey);
        PngContainer.WriteChunk(bytes, [], chunk, output);
        return null;
    }
}
