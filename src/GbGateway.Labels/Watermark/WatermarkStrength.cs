namespace GbGateway.Labels.Watermark;

/// <summary>Three limits on the mark; the strictest rules in each picture.</summary>
/// <param name="Psnr">Peak signal-to-noise ratio to keep, in dB, of pictures whose shorter side has 700 pixels or more.</param>
/// <param name="SmallPsnr">The same for smaller pictures, which have less room.</param>
/// <param name="FlatRms">Root mean square of the mark in flat zones at most, in steps of 8-bit luma.</param>
/// <param name="Ssim">Structural similarity to keep, as predicted for each 8 x 8 cell.</param>
public sealed record WatermarkStrength(double Psnr, double SmallPsnr, double FlatRms, double Ssim)
{
    /// <summary>
    /// 45 dB (small pictures 43), flat zones 0.6, SSIM 0.988: not seen at 100 %, and read back as README.md says.
    /// </summary>
    public static WatermarkStrength Standard { get; } = new(45, 43, 0.6, 0.988);

    /// <summary>46 dB (44), 0.5, 0.990: for artwork; loses some small crops and half-size recompressed copies.</summary>
    public static WatermarkStrength Gentle { get; } = new(46, 44, 0.5, 0.990);

    /// <summary>45 dB (43), 0.95, 0.984: for photographs; may show as faint mottle on flat graphics.</summary>
    public static WatermarkStrength Robust { get; } = new(45, 43, 0.95, 0.984);

    /// <summary>The ratio asked of a picture of this size.</summary>
    public double PsnrFor(int width, int height) => Math.Min(width, height) < 700 ? SmallPsnr : Psnr;

    internal void ThrowIfOutOfRange()
    {
        if (!(Psnr is >= 38 and <= 60 && SmallPsnr is >= 38 and <= 60 && FlatRms is >= 0.1 and <= 0.95 && Ssim is >= 0.95 and < 1))
        {
            throw new ArgumentException("A watermark strength is PSNR 38 to 60 dB, flat RMS 0.1 to 0.95, SSIM 0.95 to 1.");
        }
    }
}
