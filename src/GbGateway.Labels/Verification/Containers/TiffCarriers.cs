using GbGateway.Labels.Verification.Shapes;

namespace GbGateway.Labels.Verification.Containers;

/// <summary>TIFF: tag 700 (XMP) and the text tags.</summary>
internal sealed class TiffCarriers : CarrierReader
{
    public override string Name => "TIFF";

    public override bool Matches(ReadOnlySpan<byte> file) => TiffTags.IsTiff(file);

    public override void Read(ReadOnlySpan<byte> file, CarrierFindings found) => TiffTags.Read(file, 0, "TIFF", found, isFile: true);
}
