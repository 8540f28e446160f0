using System.Buffers;

namespace GbGateway.Labels.Watermark;

/// <summary>
/// Puts the mark straight into quantised luma coefficients: no pixel is decoded, nothing else is lost. The detector is the same. (1) read
/// each block's
/// activity; (2) choose gains and strength as for pixels; (3) transform the pattern; (4) make up for what whole coefficients swallow; (5)
/// add it.
/// </summary>
public static class JpegWatermarkEmbedder
{
    /// <summary>Rounding may cost a faint mark more than it leaves; up to this factor is made up for.</summary>
    private const float MostMakeUp = 1.6f;

    /// <summary>With less than this share of its energy left the mark is not worth its bytes.</summary>
    private const double LeastEnergy = 0.5;

    private const int MakeUpRounds = 3;

    /// <summary>Marks a picture's luma blocks in place.</summary>
    /// <returns>A receipt; <see cref="WatermarkOutcome.TooCoarse"/> if the quantisation would swallow the mark, and then nothing was
    /// changed.</returns>
    public static WatermarkReceipt Embed(JpegLumaBlocks picture, WatermarkKey key, ulong contentId, WatermarkStrength? strength = null)
    {
        ArgumentNullException.ThrowIfNull(key);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(contentId, WatermarkPayload.MaxContentId);
        var limits = strength ?? WatermarkStrength.Standard;
        limits.ThrowIfOutOfRange();
        if (Math.Min(picture.Width, picture.Height) < WatermarkEmbedder.MinSide)
        {
            return new WatermarkReceipt(WatermarkOutcome.TooSmall, key.Id, 0, 0, 0);
        }
        var grid = picture.Grid;
        var period = Tile.PeriodFor(picture.Width, picture.Height);
        var tileLength = period * Tile.RowLength(period);
        var scratch = Math.Max(TileSynthesis.WorkLength(period), period * period);
        var floats = ArrayPool<float>.Shared.Rent(3 * grid.Length + scratch + JpegBlockMark.WorkLength);
        var shorts = ArrayPool<short>.Shared.Rent(tileLength);
        try
        {
            var gains = floats.AsSpan(grid.Length, grid.Length);
            var variance = floats.AsSpan(2 * grid.Length, grid.Length);
            var pattern = floats.AsSpan(3 * grid.Length, scratch);
            var mark = new JpegBlockMark(picture.Quantization, picture.Order, floats.AsSpan(3 * grid.Length + scratch, JpegBlockMark.WorkLength));
            Measure(picture, mark, floats.AsSpan(0, grid.Length), variance);
            var meanSquare = GainMap.Write(floats.AsSpan(0, grid.Length), grid, gains, out var textured);
            WritePattern(key, contentId, period, shorts.AsSpan(0, tileLength), pattern);
            Reorder(pattern[..(period * period)], picture.Order);
            if (textured < WatermarkEmbedder.LeastTextured)
            {
                // Flat because it was drawn so, or because it was coded so.
                var outcome = Share(mark, pattern[..(period * period)], (float)limits.FlatRms) < LeastEnergy ? WatermarkOutcome.TooCoarse : WatermarkOutcome.TooFlat;
                return new WatermarkReceipt(outcome, key.Id, 0, 0, 0);
            }
            var factor = StrengthRule.Choose(limits, limits.PsnrFor(picture.Width, picture.Height), meanSquare, gains, variance, grid);
            var (made, share) = MakeUp(picture, mark, pattern, period, gains, factor, meanSquare);
            var psnr = -20 * Math.Log10(factor * Math.Sqrt(meanSquare * Math.Max(share, 1e-9)) / 255);
            if (share < LeastEnergy)
            {
                return new WatermarkReceipt(WatermarkOutcome.TooCoarse, key.Id, 0, 0, 0);
            }
            for (var row = 0; row < grid.Rows; row++)
            {
                for (var column = 0; column < grid.Columns; column++)
                {
                    mark.Add(picture.Block(column, row), PatternAt(pattern, period, column, row), gains[row * grid.Stride + column] * made);
                }
            }
            return new WatermarkReceipt(WatermarkOutcome.Marked, key.Id, period, psnr, StrengthRule.Similarity(factor, gains, variance, grid)) { ContentId = contentId };
        }
        finally
        {
            ArrayPool<short>.Shared.Return(shorts);
            ArrayPool<float>.Shared.Return(floats);
        }
    }

    private static void Measure(JpegLumaBlocks picture, JpegBlockMark mark, Span<float> activity, Span<float> variance)
    {
        var grid = picture.Grid;
        for (var row = 0; row < grid.Rows; row++)
        {
            for (var column = 0; column < grid.Columns; column++)
            {
                (activity[grid.Padded(column, row)], variance[row * grid.Stride + column]) = mark.Measure(picture.Block(column, row));
            }
        }
        ActivityMap.Surround(activity, grid);
    }

    private static void WritePattern(WatermarkKey key, ulong contentId, int period, Span<short> tile, Span<float> pattern)
    {
        Span<byte> coded = stackalloc byte[PolarCode.Length];
        PolarCode.Encode(WatermarkWord.Seal(key, contentId, period), coded);
        TileSynthesis.Write(key.Schedule, coded, period, pattern, tile);
        BlockTransform.Write(tile, period, pattern);
    }

    /// <summary>Brings the pattern's coefficients into the order of the picture's.</summary>
    private static void Reorder(Span<float> pattern, ReadOnlySpan<byte> order)
    {
        Span<float> block = stackalloc float[64];
        for (; !order.IsEmpty && !pattern.IsEmpty; pattern = pattern[64..])
        {
            pattern[..64].CopyTo(block);
            for (var i = 0; i < 64; i++)
            {
                pattern[i] = block[order[i]];
            }
        }
    }

    /// <summary>
    /// Raises the strength until the mark, in whole coefficients, has the energy it was meant to have; every fourth block is asked.
    /// </summary>
    private static (float Factor, double Share) MakeUp(
        JpegLumaBlocks picture, JpegBlockMark mark, ReadOnlySpan<float> pattern, int period, ReadOnlySpan<float> gains, float factor, double meanSquare)
    {
        var grid = picture.Grid;
        var wanted = factor * factor * meanSquare * 64;
        var (made, share) = (factor, 0.0);
        for (var round = 0; round < MakeUpRounds; round++)
        {
            var (energy, blocks) = (0.0, 0);
            for (var row = 0; row < grid.Rows; row++)
            {
                for (var column = row & 3; column < grid.Columns; column += 4, blocks++)
                {
                    energy += mark.Energy(PatternAt(pattern, period, column, row), gains[row * grid.Stride + column] * made);
                }
            }
            share = energy / (blocks * wanted);
            if (round < MakeUpRounds - 1)
            {
                made = Math.Clamp(made * (float)Math.Sqrt(1 / Math.Max(share, 0.1)), factor * 0.7f, factor * MostMakeUp);
            }
        }
        return (made, share);
    }

    /// <summary>How much of a pattern's energy whole coefficients keep at one gain.</summary>
    private static double Share(JpegBlockMark mark, ReadOnlySpan<float> pattern, float gain)
    {
        var energy = 0.0;
        for (var i = 0; i < pattern.Length; i += 64)
        {
            energy += mark.Energy(pattern.Slice(i, 64), gain);
        }
        return energy / (pattern.Length * gain * gain);
    }

    private static ReadOnlySpan<float> PatternAt(ReadOnlySpan<float> pattern, int period, int column, int row)
    {
        var across = period / CellGrid.Side;
        return pattern.Slice((row % across * across + column % across) * 64, 64);
    }
}
