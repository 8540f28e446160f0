using System.Buffers.Binary;
using System.Text;
using GbGateway.Labels.Verification.Shapes;

namespace GbGateway.Labels.Verification.Containers;

/// <summary>RIFF: WebP (XMP, EXIF), WAV (chunk AIGC), AVI (LIST INFO child AIGC).</summary>
internal sealed class RiffCarriers : CarrierReader
{
    private const int MostChunks = 100_000;
    private const int Deepest = 4;

    public override string Name => "RIFF";

    public override bool Matches(ReadOnlySpan<byte> file) =>
        file.Length >= 12 && (file.StartsWith("RIFF"u8) || file.StartsWith("RF64"u8) || file.StartsWith("BW64"u8));

    /// <summary>The name of the kind of RIFF a file is.</summary>
    public static string KindOf(ReadOnlySpan<byte> file) =>
        file.Length < 12 ? "RIFF"
        : file.Slice(8, 4).SequenceEqual("WEBP"u8) ? "WebP"
        : file.Slice(8, 4).SequenceEqual("WAVE"u8) ? "WAV"
        : file.Slice(8, 4).SequenceEqual("AVI "u8) ? "AVI"
        : "RIFF";

    public override void Read(ReadOnlySpan<byte> file, CarrierFindings found)
    {
        var chunks = 0;
        var end = ReadChunks(file, 12, file.Length, KindOf(file), "", 0, ref chunks, found);
        LabelTraces.FindInBytes(file[Math.Min(end, file.Length)..], end, KindOf(file) + ", behind the end", found, CarrierTraits.Late);
    }

    private static int ReadChunks(ReadOnlySpan<byte> file, int at, int end, string kind, string list, int depth, ref int chunks, CarrierFindings found)
    {
        while (end - at >= 8 && chunks++ < MostChunks)
        {
            var length = BinaryPrimitives.ReadUInt32LittleEndian(file[(at + 4)..]);
            var id = Encoding.ASCII.GetString(file.Slice(at, 4));
            var data = file.Slice(at + 8, (int)Math.Min(length, (uint)(end - at - 8)));
            if ((id is "LIST" or "RIFF") && data.Length >= 4 && depth < Deepest)
            {
                var type = Encoding.ASCII.GetString(data[..4]);
                if (type != "movi")
                {
                    ReadChunks(file, at + 12, at + 8 + data.Length, kind, type, depth + 1, ref chunks, found);
                }
            }
            else
            {
                ReadChunk(id, data, at, kind, list, found);
            }
            if (length > (uint)(end - at - 8))
            {
                return end;
            }
            at += 8 + (int)length + (int)(length & 1);
        }
        return at;
    }

    private static void ReadChunk(string id, ReadOnlySpan<byte> data, int at, string kind, string list, CarrierFindings found)
    {
        var place = $"byte {at}";
        var carrier = list.Length == 0 ? $"{kind} chunk {id.TrimEnd()}" : $"{kind} LIST {list} {id.TrimEnd()}";
        switch (id)
        {
            case "AIGC":
                var usual = (kind == "WAV" && list.Length == 0) || (kind == "AVI" && list == "INFO");
                found.Add(carrier, place, Encoding.UTF8.GetString(data), usual ? CarrierTraits.None : CarrierTraits.UnusualPlace);
                break;
            case "XMP " or "_PMX":
                XmpPacket.Read(data, carrier, place, found, kind == "WebP" ? CarrierTraits.None : CarrierTraits.UnusualPlace);
                break;
            case "EXIF":
                var tiff = data.StartsWith("Exif\0\0"u8) ? data[6..] : data;
                TiffTags.Read(tiff, at + 8 + (data.Length - tiff.Length), "WebP", found, isFile: false);
                break;
            case "id3 " or "ID3 ":
                Id3Tags.Read(data, at + 8, kind + " " + id.TrimEnd(), found, CarrierTraits.UnusualPlace);
                break;
            case not ("VP8 " or "VP8L" or "ALPH" or "ANMF" or "data" or "idx1"):
                LabelTraces.FindInBytes(data, at + 8, carrier, found, CarrierTraits.None);
                break;
        }
    }
}
