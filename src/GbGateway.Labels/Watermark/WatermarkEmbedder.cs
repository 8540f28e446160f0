using System.Buffers;

namespace GbGateway.Labels.Watermark;

/// <summary>
/// Puts the invisible mark into decoded pictures, in place. (1) read luma cell by cell; (2) choose gains and one strength; (3) sum the
/// pattern of
/// the word; (4) add it. A millisecond or two a megapixel; memory beyond pooled buffers is constant.
/// </summary>
public static class WatermarkEmbedder
{
    /// <summary>Pixels a picture's shorter side must have. Below, no mark could be both unseen and found again.</summary>
    public const int MinSide = 192;

    /// <summary>
    /// Share of a picture's 8 x 8 cells that must not be flat, nor lie beside flat ones, for the mark to be found again: of texture on a bare
    /// page, 0.22 of the page were read back and 0.18 not.
    /// </summary>
    public const double LeastTextured = 0.2;

    /// <summary>Marks a picture.</summary>
    /// <param name="picture">Straight (not premultiplied) 8-bit samples; wholly transparent pixels and alpha stay as they are.</param>
    /// <param name="key">The key to mark with.</param>
    /// <param name="contentId">At most <see cref="WatermarkPayload.MaxContentId"/>.</param>
    /// <param name="strength">Limits; <see cref="WatermarkStrength.Standard"/> if null.</param>
    /// <returns>A receipt. The result is the same on every machine for the same input.</returns>
    public static WatermarkReceipt Embed(PixelBuffer picture, WatermarkKey key, ulong contentId, WatermarkStrength? strength = null)
    {
        ArgumentNullException.ThrowIfNull(key);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(contentId, WatermarkPayload.MaxContentId);
        var limits = strength ?? WatermarkStrength.Standard;
        limits.ThrowIfOutOfRange();
        if (Math.Min(picture.Width, picture.Height) < MinSide)
        {
            return new WatermarkReceipt(WatermarkOutcome.TooSmall, key.Id, 0, 0, 0);
        }
        var grid = CellGrid.Over(picture.Width, picture.Height);
        var period = Tile.PeriodFor(picture.Width, picture.Height);
        var tileLength = period * Tile.RowLength(period);
        var floats = ArrayPool<float>.Shared.Rent(3 * grid.Length + TileSynthesis.WorkLength(period));
        var shorts = ArrayPool<short>.Shared.Rent(tileLength + grid.Length);
        var bytes = ArrayPool<byte>.Shared.Rent(Math.Max(ActivityMap.StripLength(grid), MarkRows.WorkLength(grid)));
        try
        {
            var activity = floats.AsSpan(0, grid.Length);
            var gains = floats.AsSpan(grid.Length, grid.Length);
            var variance = floats.AsSpan(2 * grid.Length, grid.Length);
            var tile = shorts.AsSpan(0, tileLength);
            var scaled = shorts.AsSpan(tileLength, grid.Length);
            ActivityMap.Measure(picture.View, grid, bytes, activity, variance);
            var meanSquare = GainMap.Write(activity, grid, gains, out var textured);
            if (textured < LeastTextured)
            {
                return new WatermarkReceipt(WatermarkOutcome.TooFlat, key.Id, 0, 0, 0);
            }
            var psnr = limits.PsnrFor(picture.Width, picture.Height);
            var factor = StrengthRule.Choose(limits, psnr, meanSquare, gains, variance, grid);
            GainMap.Scale(gains[..(grid.Rows * grid.Stride)], factor, scaled);
            Span<byte> coded = stackalloc byte[PolarCode.Length];
            PolarCode.Encode(WatermarkWord.Seal(key, contentId, period), coded);
            TileSynthesis.Write(key.Schedule, coded, period, floats.AsSpan(3 * grid.Length), tile);
            MarkRows.Add(picture, grid, scaled, tile, period, bytes);
            return new WatermarkReceipt(WatermarkOutcome.Marked, key.Id, period,
                -20 * Math.Log10(factor * Math.Sqrt(meanSquare) / 255), StrengthRule.Similarity(factor, gains, variance, grid)) { ContentId = contentId };
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(bytes);
            ArrayPool<short>.Shared.Return(shorts);
            ArrayPool<float>.Shared.Return(floats);
        }
    }
}
