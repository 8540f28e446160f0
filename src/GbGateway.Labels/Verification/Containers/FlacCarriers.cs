using GbGateway.Labels.Verification.Shapes;

namespace GbGateway.Labels.Verification.Containers;

/// <summary>FLAC: the comment AIGC in the VORBIS_COMMENT block; an ID3 tag before it is read too.</summary>
internal sealed class FlacCarriers : CarrierReader
{
    private const int VorbisComment = 4, Application = 2;

    public override string Name => "FLAC";

    public override bool Matches(ReadOnlySpan<byte> file) => file[Id3Tags.LengthOf(file)..].StartsWith("fLaC"u8);

    public override void Read(ReadOnlySpan<byte> file, CarrierFindings found)
    {
        var at = Id3Tags.LengthOf(file);
        Id3Tags.Read(file, 0, "FLAC", found, CarrierTraits.UnusualPlace);
        at += 4;
        while (file.Length - at >= 4)
        {
            var last = (file[at] & 0x80) != 0;
            var type = file[at] & 0x7F;
            var length = file[at + 1] << 16 | file[at + 2] << 8 | file[at + 3];
            if (length > file.Length - at - 4)
            {
                return;
            }
            var block = file.Slice(at + 4, length);
            if (type == VorbisComment)
            {
                VorbisComments.Read(block, "FLAC", $"byte {at}", found);
            }
            else if (type == Application)
            {
                LabelTraces.FindInBytes(block, at + 4, "FLAC APPLICATION", found, CarrierTraits.None);
            }
            at += 4 + length;
            if (last)
            {
                return;
            }
        }
    }
}
