using System.Buffers.Binary;
using System.Text;

namespace GbGateway.Labels.Verification.Shapes;

/// <summary>Reads the tags of EXIF and TIFF that labels stand in: UserComment, ImageDescription, XMP and any other text.</summary>
internal static class TiffTags
{
    private const int MostDirectories = 16;
    private const int MostEntries = 1024;

    public static bool IsTiff(ReadOnlySpan<byte> bytes) => bytes.Length >= 8 && (bytes.StartsWith("II*\0"u8) || bytes.StartsWith("MM\0*"u8));

    /// <summary>Reads all directories; <paramref name="isFile"/> tells a TIFF file from the EXIF of another.</summary>
    public static void Read(ReadOnlySpan<byte> tiff, long offset, string carrier, CarrierFindings found, bool isFile, CarrierTraits traits = CarrierTraits.None)
    {
        if (!IsTiff(tiff))
        {
            return;
        }
        var little = tiff[0] == 'I';
        var pending = new Queue<uint>();
        var seen = new HashSet<uint>();
        pending.Enqueue(U32(tiff[4..], little));
        while (pending.TryDequeue(out var at) && seen.Count < MostDirectories)
        {
            if (at == 0 || at > (uint)tiff.Length - 2 || !seen.Add(at))
            {
                continue;
            }
            int count = Math.Min(U16(tiff[(int)at..], little), (ushort)MostEntries);
            for (var i = 0; i < count; i++)
            {
                var entryAt = (long)at + 2 + 12L * i;
                if (entryAt + 12 > tiff.Length)
                {
                    break;
                }
                ReadEntry(tiff, (int)entryAt, little, offset, carrier, found, isFile, traits, pending);
            }
            var nextAt = (long)at + 2 + 12L * count;
            if (nextAt + 4 <= tiff.Length)
            {
                pending.Enqueue(U32(tiff[(int)nextAt..], little));
            }
        }
    }

    private static void ReadEntry(
        ReadOnlySpan<byte> tiff, int at, bool little, long offset, string carrier, CarrierFindings found, bool isFile, CarrierTraits traits, Queue<uint> pending)
    {
        const ushort ExifDirectory = 0x8769, GpsDirectory = 0x8825, SubDirectories = 0x014A, Xmp = 0x02BC, UserComment = 0x9286, ImageDescription = 0x010E, FirstXp = 0x9C9B, LastXp = 0x9C9F;
        ushort tag = U16(tiff[at..], little), type = U16(tiff[(at + 2)..], little);
        uint count = U32(tiff[(at + 4)..], little), valueAt = U32(tiff[(at + 8)..], little);
        if (tag is ExifDirectory or GpsDirectory || (tag == SubDirectories && count == 1))
        {
            pending.Enqueue(valueAt);
            return;
        }
        if (type is not (1 or 2 or 7 or 129) || count == 0 || count > (uint)tiff.Length)
        {
            return;
        }
        var inline = count <= 4;
        if (!inline && (valueAt > (uint)tiff.Length || count > (uint)tiff.Length - valueAt))
        {
            return;
        }
        var value = inline ? tiff.Slice(at + 8, (int)count) : tiff.Slice((int)valueAt, (int)count);
        var place = $"byte {offset + (inline ? at + 8 : valueAt)}";
        switch (tag)
        {
            case Xmp:
                XmpPacket.Read(value, isFile ? carrier + " tag 700 XMP" : carrier + " XMP tag", place, found, traits);
                break;
            case UserComment:
                AddComment(DecodeComment(value, little), carrier + " EXIF UserComment", place, found, traits);
                break;
            case ImageDescription:
                found.AddIfLabel(carrier + " EXIF ImageDescription", place, Encoding.UTF8.GetString(value), traits);
                break;
            case >= FirstXp and <= LastXp:
                found.AddIfLabel($"{carrier} EXIF tag {tag}", place, Encoding.Unicode.GetString(value), traits);
                break;
            default:
                found.AddIfLabel($"{carrier} EXIF tag {tag}", place, Encoding.UTF8.GetString(value), traits);
                break;
        }
    }

    private static void AddComment(string comment, string carrier, string place, CarrierFindings found, CarrierTraits traits)
    {
        if (LabelTraces.FindJson(comment) is { } json)
        {
            found.Add(carrier, place, json, traits | CarrierTraits.WantsWrapper);
        }
        else if (comment.Contains("AIGC", StringComparison.Ordinal))
        {
            found.Add(carrier, place, comment, traits | CarrierTraits.WantsWrapper);
        }
    }

    // Eight bytes name the character code; writers get the code, the byte order, or both wrong.
    private static string DecodeComment(ReadOnlySpan<byte> value, bool little)
    {
        if (value.StartsWith("UNICODE\0"u8))
        {
            return DecodeWide(value[8..], little);
        }
        var hasCode = value.Length >= 8 && (value.StartsWith("ASCII\0"u8) || value.StartsWith("JIS\0"u8) || value[..8].IndexOfAnyExcept((byte)0, (byte)' ') < 0);
        var text = hasCode ? value[8..] : value;
        // Every other byte is zero: two bytes a character under a code of one.
        return text.Length >= 4 && (text[..4] is [0, not 0, 0, not 0] or [not 0, 0, not 0, 0] || text.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE]) || text.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF]))
            ? DecodeWide(text, little)
            : Encoding.UTF8.GetString(text);
    }

    private static string DecodeWide(ReadOnlySpan<byte> text, bool little) =>
        text.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE]) ? Encoding.Unicode.GetString(text[2..])
        : text.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF]) ? Encoding.BigEndianUnicode.GetString(text[2..])
        : text is [0, not 0, ..] ? Encoding.BigEndianUnicode.GetString(text)
        : text is [not 0, 0, ..] ? Encoding.Unicode.GetString(text)
        : text is [not 0, not 0, ..] && text.IndexOf("AIGC"u8) >= 0 ? Encoding.UTF8.GetString(text)
        : (little ? Encoding.Unicode : Encoding.BigEndianUnicode).GetString(text);

    private static ushort U16(ReadOnlySpan<byte> bytes, bool little) =>
        little ? BinaryPrimitives.ReadUInt16LittleEndian(bytes) : BinaryPrimitives.ReadUInt16BigEndian(bytes);

    private static uint U32(ReadOnlySpan<byte> bytes, bool little) =>
        little ? BinaryPrimitives.ReadUInt32LittleEndian(bytes) : BinaryPrimitives.ReadUInt32BigEndian(bytes);
}
