namespace GbGateway.Labels.Media.Webp.Surgery;

/// <summary>The quantiser steps of one segment (RFC 6386, 9.6 and 14.1): constant term and others of luma, of luma's second order, of chroma.</summary>
internal readonly record struct Vp8Steps(int LumaDc, int LumaAc, int SecondDc, int SecondAc, int ChromaDc, int ChromaAc)
{
    /// <summary>The steps of a quantiser index and the frame's five corrections of it.</summary>
    public static Vp8Steps Of(int index, ReadOnlySpan<int> corrections) => new(
        Vp8Constants.DcSteps[Math.Clamp(index + corrections[0], 0, 127)],
        Vp8Constants.AcSteps[Math.Clamp(index, 0, 127)],
        Vp8Constants.DcSteps[Math.Clamp(index + corrections[1], 0, 127)] * 2,
        Math.Max(8, Vp8Constants.AcSteps[Math.Clamp(index + corrections[2], 0, 127)] * 155 / 100),
        Vp8Constants.DcSteps[Math.Clamp(index + corrections[3], 0, 117)],
        Vp8Constants.AcSteps[Math.Clamp(index + corrections[4], 0, 127)]);
}
