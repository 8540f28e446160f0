namespace GbGateway.Labels.Media.Jpeg.Surgery;

/// <summary>A stamp's opacity and ink as one component samples it, block after block, cut to the MCUs it touches.</summary>
internal sealed class StampPlane(int blocksWide, byte[] alpha, byte[] ink, StampCover[] covers)
{
    /// <summary>Blocks a row.</summary>
    public int BlocksWide { get; } = blocksWide;

    /// <summary>64 opacities a block.</summary>
    public ReadOnlySpan<byte> Alpha => alpha;

    /// <summary>64 inks a block; empty for a difference of colour, which has none.</summary>
    public ReadOnlySpan<byte> Ink => ink;

    public ReadOnlySpan<StampCover> Covers => covers;
}
