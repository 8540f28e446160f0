using GbGateway.Labels.Verification.Shapes;

namespace GbGateway.Labels.Verification.Containers;

/// <summary>MP3 and AAC streams: ID3v2 at the begin, and what stands in the last bytes.</summary>
internal sealed class Mp3Carriers : CarrierReader
{
    private const int Tail = 64 << 10;

    public override string Name => "MP3";

    // Layers II and III, and AAC in ADTS. Layer I is left out: its sync word is the byte order mark of UTF-16.
    public override bool Matches(ReadOnlySpan<byte> file) =>
        Id3Tags.LengthOf(file) > 0
        || (file.Length >= 4 && file[0] == 0xFF && (file[1] & 0xE0) == 0xE0 && ((file[1] & 0x06) is 0x02 or 0x04 || (file[1] & 0xF6) == 0xF0) && (file[2] & 0xF0) != 0xF0);

    public override void Read(ReadOnlySpan<byte> file, CarrierFindings found)
    {
        var at = 0;
        for (var tags = 0; tags < 8 && Id3Tags.LengthOf(file[at..]) is var length and > 0; tags++)
        {
            Id3Tags.Read(file[at..], at, "MP3", found);
            at += length;
        }
        var tail = Math.Max(at, file.Length - Tail);
        LabelTraces.FindInBytes(file[tail..], tail, "MP3, behind the sound", found, CarrierTraits.Late);
    }
}
