namespace GbGateway.Labels.Watermark;

/// <summary>
/// Which part of a picture the detector looks at, and how much it is shrunk first: at most <see cref="MaxSide"/> pixels a side.
/// </summary>
/// <param name="Factor">Pixels along each axis averaged into one: 1, 2 or 4.</param>
/// <param name="Left">First source column.</param>
/// <param name="Top">First source row.</param>
/// <param name="Width">Columns after shrinking.</param>
/// <param name="Height">Rows after shrinking.</param>
internal readonly record struct AnalysisPlan(int Factor, int Left, int Top, int Width, int Height)
{
    /// <summary>Most columns and rows analysed.</summary>
    public const int MaxSide = 1100;

    /// <summary>Fewest columns and rows in which a mark could be found.</summary>
    public const int MinSide = 64;

    /// <summary>Strips keep their short side: shrinking stops before it falls under this.</summary>
    private const int ShortSide = 256;

    /// <summary>Plans the look at a picture.</summary>
    public static AnalysisPlan For(int width, int height)
    {
        var factor = 1;
        while (Math.Max(width, height) / factor > MaxSide && Math.Min(width, height) / (2 * factor) >= ShortSide && factor < 4)
        {
            factor *= 2;
        }
        var (columns, rows) = (Math.Min(width / factor, MaxSide), Math.Min(height / factor, MaxSide));
        return new AnalysisPlan(factor, (width - columns * factor) / 2, (height - rows * factor) / 2, columns, rows);
    }

    /// <summary>Shorter side after shrinking.</summary>
    public int ShorterSide => Math.Min(Width, Height);

    /// <summary>Writes the luma to be analysed.</summary>
    public void Read(PixelView picture, Span<byte> rowScratch, Span<ushort> sumScratch, Span<byte> luma)
    {
        var samples = (int)picture.Layout;
        var wide = Width * Factor;
        var shift = 2 * int.Log2(Factor);
        for (var y = 0; y < Height; y++)
        {
            var to = luma.Slice(y * Width, Width);
            if (Factor == 1)
            {
                LumaRows.Read(picture.Row(Top + y).Slice(Left * samples, wide * samples), picture.Layout, to);
                continue;
            }
            var sums = sumScratch[..wide];
            sums.Clear();
            for (var i = 0; i < Factor; i++)
            {
                LumaRows.Read(picture.Row(Top + y * Factor + i).Slice(Left * samples, wide * samples), picture.Layout, rowScratch);
                AddTo(sums, rowScratch);
            }
            for (var x = 0; x < Width; x++)
            {
                var sum = 1 << (shift - 1);
                foreach (var part in sums.Slice(x * Factor, Factor))
                {
                    sum += part;
                }
                to[x] = (byte)(sum >> shift);
            }
        }
    }

    private static void AddTo(Span<ushort> sums, ReadOnlySpan<byte> row)
    {
        for (var x = 0; x < sums.Length; x++)
        {
            sums[x] += row[x];
        }
    }
}
