using System.Text;
using GbGateway.Labels.Media.Iso;
using GbGateway.Labels.Verification.Shapes;

namespace GbGateway.Labels.Verification.Containers;

/// <summary>ID3v2.2 to 2.4: TXXX with the description AIGC, and other text frames.</summary>
internal static class Id3Tags
{
    private const int MostFrames = 4096;

    /// <summary>Bytes of the tag that <paramref name="bytes"/> begin with; 0 if there is none.</summary>
    public static int LengthOf(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < 10 || !bytes.StartsWith("ID3"u8) || bytes[3] is < 2 or > 4)
        {
            return 0;
        }
        var footer = (bytes[5] & 0x10) != 0 ? 10 : 0;
        return (int)Math.Min((uint)bytes.Length, 10u + Synchsafe(bytes[6..]) + (uint)footer);
    }

    public static void Read(ReadOnlySpan<byte> bytes, long offset, string carrier, CarrierFindings found, CarrierTraits traits = CarrierTraits.None)
    {
        var length = LengthOf(bytes);
        if (length == 0)
        {
            return;
        }
        int version = bytes[3];
        var flags = bytes[5];
        ReadOnlySpan<byte> frames = bytes[10..length];
        if ((flags & 0x80) != 0 && version < 4)
        {
            frames = WithoutUnsynchronisation(frames);
        }
        if ((flags & 0x40) != 0 && version >= 3 && frames.Length >= 4)
        {
            var extended = version == 4 ? Synchsafe(frames) : 4 + Plain(frames, 4);
            frames = extended < (uint)frames.Length ? frames[(int)extended..] : default;
        }
        int idLength = version == 2 ? 3 : 4, headLength = version == 2 ? 6 : 10;
        var at = 0;
        for (var count = 0; count < MostFrames && frames.Length - at >= headLength && frames[at] != 0; count++)
        {
            var id = Encoding.Latin1.GetString(frames.Slice(at, idLength));
            var size = version switch { 2 => Plain(frames[(at + 3)..], 3), 3 => Plain(frames[(at + 4)..], 4), _ => Synchsafe(frames[(at + 4)..]) };
            if (size > (uint)(frames.Length - at - headLength))
            {
                break;
            }
            var frame = frames.Slice(at + headLength, (int)size);
            if (version == 4)
            {
                frame = Unpack(frame, frames[at + 9], (flags & 0x80) != 0);
            }
            ReadFrame(id, frame, $"byte {offset + 10 + at}", $"{carrier} ID3v2.{version}", found, traits);
            at += headLength + (int)size;
        }
    }

    private static void ReadFrame(string id, ReadOnlySpan<byte> frame, string place, string carrier, CarrierFindings found, CarrierTraits traits)
    {
        if (frame.Length < 2 || id is "APIC" or "PIC" or "GEOB")
        {
            return;
        }
        if (id is "TXXX" or "TXX")
        {
            var parts = Decode(frame[0], frame[1..]).Split('\0', 2);
            var value = parts.Length > 1 ? parts[1].TrimStart('\uFEFF', '\uFFFE') : "";
            if (parts[0].Contains("AIGC", StringComparison.OrdinalIgnoreCase))
            {
                found.Add($"{carrier} {id} {parts[0]}", place, value, traits);
            }
            else
            {
                found.AddIfLabel($"{carrier} {id} {parts[0]}", place, value, traits);
            }
        }
        else if (id == "PRIV")
        {
            LabelTraces.FindInBytes(frame, 0, $"{carrier} PRIV", found, traits);
        }
        else
        {
            found.AddIfLabel($"{carrier} {id}", place, Decode(frame[0], frame[1..]), traits);
        }
    }

    private static string Decode(byte encoding, ReadOnlySpan<byte> text) => encoding switch
    {
        0 => Latin1OrUtf8(text),
        1 => text.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF]) ? Encoding.BigEndianUnicode.GetString(text[2..])
            : Encoding.Unicode.GetString(text.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE]) ? text[2..] : text),
        2 => Encoding.BigEndianUnicode.GetString(text),
        _ => Encoding.UTF8.GetString(text),
    };

    // Writers put UTF-8 under the Latin-1 code; labels are ASCII, so either way reads them.
    private static string Latin1OrUtf8(ReadOnlySpan<byte> text) => Encoding.UTF8.GetString(text);

    private static byte[] Unpack(ReadOnlySpan<byte> frame, byte flags, bool unsynchronised)
    {
        if ((flags & 0x01) != 0 && frame.Length >= 4)
        {
            frame = frame[4..]; // a data length stands before it
        }
        var bytes = (flags & 0x02) != 0 || unsynchronised ? WithoutUnsynchronisation(frame) : frame.ToArray();
        return (flags & 0x08) != 0 ? Inflated.Zlib(bytes) : bytes;
    }

    private static byte[] WithoutUnsynchronisation(ReadOnlySpan<byte> bytes)
    {
        var plain = new List<byte>(bytes.Length);
        for (var i = 0; i < bytes.Length; i++)
        {
            plain.Add(bytes[i]);
            if (bytes[i] == 0xFF && i + 1 < bytes.Length && bytes[i + 1] == 0)
            {
                i++;
            }
        }
        return [.. plain];
    }

    private static uint Synchsafe(ReadOnlySpan<byte> b) => b.Length < 4 ? 0 : (uint)((b[0] & 127) << 21 | (b[1] & 127) << 14 | (b[2] & 127) << 7 | (b[3] & 127));

    private static uint Plain(ReadOnlySpan<byte> bytes, int length) => (uint)new BigEndianReader(bytes).Read(length);
}
