using System.Buffers.Binary;
using System.Text;
using GbGateway.Labels.Verification.Shapes;

namespace GbGateway.Labels.Verification.Containers;

/// <summary>JPEG: XMP and EXIF in APP1, comments, private segments, and what stands behind the end.</summary>
internal sealed class JpegCarriers : CarrierReader
{
    private const byte Sos = 0xDA, Eoi = 0xD9, Com = 0xFE, App0 = 0xE0, App1 = 0xE1, App15 = 0xEF;

    public override string Name => "JPEG";

    public override bool Matches(ReadOnlySpan<byte> file) => file.Length >= 3 && file[0] == 0xFF && file[1] == 0xD8 && file[2] == 0xFF;

    public override void Read(ReadOnlySpan<byte> file, CarrierFindings found)
    {
        var at = 2;
        var traits = CarrierTraits.None;
        var extended = new MemoryStream();
        while (NextMarker(file, ref at) is { } marker)
        {
            if (marker == Eoi)
            {
                break;
            }
            if (marker is 0x01 or >= 0xD0 and <= 0xD8)
            {
                continue;
            }
            if (file.Length - at < 2)
            {
                break;
            }
            int length = BinaryPrimitives.ReadUInt16BigEndian(file[at..]);
            if (length < 2 || length > file.Length - at)
            {
                break;
            }
            var data = file.Slice(at + 2, length - 2);
            ReadSegment(marker, data, at - 2, found, traits, extended);
            at += length;
            if (marker == Sos)
            {
                traits = CarrierTraits.Late;
            }
        }
        if (extended.Length > 0)
        {
            XmpPacket.Read(extended.ToArray(), "JPEG APP1 extended XMP", "several segments", found);
        }
        LabelTraces.FindInBytes(file[Math.Min(at, file.Length)..], at, "JPEG, behind the end", found, CarrierTraits.Late);
    }

    private static void ReadSegment(byte marker, ReadOnlySpan<byte> data, int offset, CarrierFindings found, CarrierTraits traits, MemoryStream extended)
    {
        const int ExtensionHead = 35 + 32 + 4 + 4;
        var xmp = "http://ns.adobe.com/xap/1.0/\0"u8;
        var place = $"byte {offset}";
        if (marker == App1 && data.StartsWith(xmp))
        {
            XmpPacket.Read(data[xmp.Length..], "JPEG APP1 XMP", place, found, traits);
        }
        else if (marker == App1 && data.StartsWith("http://ns.adobe.com/xmp/extension/\0"u8) && data.Length > ExtensionHead)
        {
            if (extended.Length < Inflated.Most)
            {
                extended.Write(data[ExtensionHead..]);
            }
        }
        else if (marker == App1 && data.StartsWith("Exif\0"u8) && data.Length > 6)
        {
            TiffTags.Read(data[6..], offset + 10, "JPEG", found, isFile: false, traits);
        }
        else if (marker == Com)
        {
            found.AddIfLabel("JPEG comment", place, Encoding.UTF8.GetString(data), traits);
        }
        else if (marker is >= App0 and <= App15)
        {
            LabelTraces.FindInBytes(data, offset + 4, $"JPEG APP{marker - App0}", found, traits);
        }
    }

    /// <summary>The next marker, entropy-coded bytes skipped; <paramref name="at"/> behind it.</summary>
    private static byte? NextMarker(ReadOnlySpan<byte> file, ref int at)
    {
        while (at < file.Length)
        {
            var next = file[at..].IndexOf((byte)0xFF);
            if (next < 0)
            {
                break;
            }
            at += next + 1;
            while (at < file.Length && file[at] == 0xFF)
            {
                at++;
            }
            if (at < file.Length && file[at] != 0)
            {
                return file[at++];
            }
        }
        at = file.Length;
        return null;
    }
}
