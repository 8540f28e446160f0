namespace GbGateway.Labels.Media.Jpeg.Surgery;

/// <summary>What a <see cref="StampGrid"/> depends on beside its stamp.</summary>
/// <param name="X">The stamp's column within its first MCU.</param>
/// <param name="Y">The stamp's row within its first MCU.</param>
/// <param name="Sampling">The frame's sampling factors, four bits each, and whether it has chroma.</param>
internal readonly record struct StampGridKey(int X, int Y, uint Sampling)
{
    public static StampGridKey Of(JpegFrame frame, int x, int y)
    {
        var sampling = frame.HasChroma ? 1u : 0u;
        foreach (var component in frame.Components)
        {
            sampling = sampling << 8 | (uint)component.Horizontal << 4 | (uint)component.Vertical;
        }
        return new StampGridKey(x % frame.McuWidth, y % frame.McuHeight, sampling);
    }
}
