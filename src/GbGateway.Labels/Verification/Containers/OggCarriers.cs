using System.Buffers.Binary;
using GbGateway.Labels.Verification.Shapes;

namespace GbGateway.Labels.Verification.Containers;

/// <summary>Ogg: Vorbis comments of Vorbis, Opus, FLAC and others, put together from the pages of each stream.</summary>
internal sealed class OggCarriers : CarrierReader
{
    // Comments stand in the first packets; a file whose head is longer than this holds a picture, not a label.
    private const int LongestHead = 4 << 20;
    private const int MostStreams = 16;

    public override string Name => "Ogg";

    public override bool Matches(ReadOnlySpan<byte> file) => file.StartsWith("OggS"u8);

    public override void Read(ReadOnlySpan<byte> file, CarrierFindings found)
    {
        var streams = new Dictionary<uint, MemoryStream>();
        var at = 0;
        while (file.Length - at >= 27 && file[at..].StartsWith("OggS"u8))
        {
            int segments = file[at + 26];
            if (file.Length - at < 27 + segments)
            {
                return;
            }
            var serial = BinaryPrimitives.ReadUInt32LittleEndian(file[(at + 14)..]);
            var table = file.Slice(at + 27, segments);
            var body = at + 27 + segments;
            if (!streams.TryGetValue(serial, out var packet) && streams.Count < MostStreams)
            {
                streams[serial] = packet = new MemoryStream();
            }
            foreach (var length in table)
            {
                var part = file.Slice(Math.Min(body, file.Length), Math.Min(length, file.Length - Math.Min(body, file.Length)));
                body += length;
                if (packet is null || packet.Length > LongestHead)
                {
                    continue;
                }
                packet.Write(part);
                if (length < 255)
                {
                    ReadPacket(packet.GetBuffer().AsSpan(0, (int)packet.Length), $"byte {at}", found);
                    packet.SetLength(0);
                }
            }
            at = body;
            if (at > LongestHead * 4)
            {
                return;
            }
        }
    }

    private static void ReadPacket(ReadOnlySpan<byte> packet, string place, CarrierFindings found)
    {
        if (packet.StartsWith("\x03vorbis"u8))
        {
            VorbisComments.Read(packet[7..], "Ogg Vorbis", place, found);
        }
        else if (packet.StartsWith("OpusTags"u8))
        {
            VorbisComments.Read(packet[8..], "Ogg Opus", place, found);
        }
        else if (packet.Length > 4 && (packet[0] & 0x7F) == 4 && packet.IndexOf("AIGC"u8) >= 0)
        {
            VorbisComments.Read(packet[4..], "Ogg FLAC", place, found);
        }
        else if (packet.StartsWith((ReadOnlySpan<byte>)[0x81, (byte)'t', (byte)'h', (byte)'e', (byte)'o', (byte)'r', (byte)'a']))
        {
            VorbisComments.Read(packet[7..], "Ogg Theora", place, found);
        }
    }
}
