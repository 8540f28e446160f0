using System.Buffers.Binary;
using System.Text;
using GbGateway.Labels.Verification.Shapes;

namespace GbGateway.Labels.Verification.Containers;

/// <summary>PNG and APNG: iTXt (XMP), tEXt and zTXt, eXIf; before and behind the pixels, and behind the end.</summary>
internal sealed class PngCarriers : CarrierReader
{
    private const int MostChunks = 100_000;

    private static readonly byte[] Signature = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A];

    public override string Name => "PNG";

    public override bool Matches(ReadOnlySpan<byte> file) => file.StartsWith(Signature);

    public override void Read(ReadOnlySpan<byte> file, CarrierFindings found)
    {
        var at = Signature.Length;
        var late = false;
        for (var chunks = 0; chunks < MostChunks && file.Length - at >= 12; chunks++)
        {
            var length = BinaryPrimitives.ReadUInt32BigEndian(file[at..]);
            if (length > (uint)(file.Length - at - 12))
            {
                break;
            }
            var type = file.Slice(at + 4, 4);
            var data = file.Slice(at + 8, (int)length);
            var place = $"byte {at}";
            at += 12 + (int)length;
            var traits = late ? CarrierTraits.Late : CarrierTraits.None;
            if (type.SequenceEqual("IDAT"u8))
            {
                late = true;
            }
            else if (type.SequenceEqual("tEXt"u8) || type.SequenceEqual("zTXt"u8) || type.SequenceEqual("iTXt"u8))
            {
                ReadText(Encoding.ASCII.GetString(type), data, place, found, traits);
            }
            else if (type.SequenceEqual("eXIf"u8))
            {
                var tiff = data.StartsWith("Exif\0\0"u8) ? data[6..] : data;
                TiffTags.Read(tiff, at - 4 - tiff.Length, "PNG eXIf", found, isFile: false, traits);
            }
            else if (type.SequenceEqual("IEND"u8))
            {
                break;
            }
            else if (data.IndexOf("AIGC"u8) >= 0 || data.IndexOf("ContentProducer"u8) >= 0)
            {
                LabelTraces.FindInBytes(data, at - 4 - length, "PNG chunk " + Encoding.ASCII.GetString(type), found, traits);
            }
        }
        LabelTraces.FindInBytes(file[Math.Min(at, file.Length)..], at, "PNG, behind the end", found, CarrierTraits.Late);
    }

    private static void ReadText(string type, ReadOnlySpan<byte> data, string place, CarrierFindings found, CarrierTraits traits)
    {
        var end = data.IndexOf((byte)0);
        if (end < 0)
        {
            return;
        }
        var keyword = Encoding.Latin1.GetString(data[..end]);
        var rest = data[(end + 1)..];
        byte[] text;
        switch (type)
        {
            case "iTXt":
                if (rest.Length < 2)
                {
                    return;
                }
                var compressed = rest[0] != 0;
                rest = Skip(Skip(rest[2..]));
                text = compressed ? Inflated.Zlib(rest) : rest.ToArray();
                break;
            case "zTXt":
                text = rest.Length < 1 ? [] : Inflated.Zlib(rest[1..]);
                break;
            default:
                text = rest.ToArray();
                break;
        }
        var carrier = $"PNG {type} {keyword}";
        if (keyword == "XML:com.adobe.xmp")
        {
            XmpPacket.Read(text, carrier, place, found, traits | (type == "iTXt" ? CarrierTraits.None : CarrierTraits.UnusualPlace));
        }
        else if (keyword.Contains("AIGC", StringComparison.OrdinalIgnoreCase))
        {
            found.Add(carrier, place, Encoding.UTF8.GetString(text), traits | CarrierTraits.WantsWrapper);
        }
        else if (keyword.StartsWith("Raw profile type", StringComparison.Ordinal))
        {
            ReadProfile(text, carrier, place, found, traits);
        }
        else
        {
            found.AddIfLabel(carrier, place, Encoding.UTF8.GetString(text), traits);
        }
    }

    // ImageMagick's form: a name, a length, and the bytes in hexadecimal.
    private static void ReadProfile(byte[] text, string carrier, string place, CarrierFindings found, CarrierTraits traits)
    {
        var lines = Encoding.ASCII.GetString(text).Split('\n', 4);
        if (lines.Length < 4)
        {
            return;
        }
        var hex = string.Concat(lines[3].Where(char.IsAsciiHexDigit));
        var bytes = Convert.FromHexString(hex.Length % 2 == 0 ? hex : hex[..^1]);
        if (bytes.AsSpan().StartsWith("Exif\0\0"u8))
        {
            TiffTags.Read(bytes.AsSpan(6), 0, carrier, found, isFile: false, traits | CarrierTraits.UnusualPlace);
        }
        else
        {
            XmpPacket.Read(bytes, carrier, place, found, traits | CarrierTraits.UnusualPlace);
        }
    }

    private static ReadOnlySpan<byte> Skip(ReadOnlySpan<byte> text)
    {
        var end = text.IndexOf((byte)0);
        return end < 0 ? [] : text[(end + 1)..];
    }
}
