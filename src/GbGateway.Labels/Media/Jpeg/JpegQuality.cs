namespace GbGateway.Labels.Media.Jpeg;

/// <summary>Tells the quality a JPEG was made with from its luma quantisation table.</summary>
internal static class JpegQuality
{
    /// <summary>Table K.1 of ISO/IEC 10918-1 in zigzag order; encoders scale it by their quality.</summary>
    private static ReadOnlySpan<byte> Luma =>
    [
        16, 11, 12, 14, 12, 10, 16, 14, 13, 14, 18, 17, 16, 19, 24, 40, 26, 24, 22, 22, 24, 49, 35, 37, 29, 40, 58, 51, 61, 60, 57, 51,
        56, 55, 64, 72, 92, 78, 64, 68, 87, 69, 55, 56, 80, 109, 81, 87, 95, 98, 103, 104, 103, 62, 77, 113, 121, 112, 100, 120, 92, 101, 103, 99,
    ];

    /// <summary>The quality, 1 to 100, whose table 0 is closest to the first table 0 of a DQT segment; 0 if the segment holds none.</summary>
    public static int Estimate(ReadOnlySpan<byte> tables)
    {
        while (tables.Length >= 65)
        {
            var wide = tables[0] >> 4 != 0;
            var length = wide ? 129 : 65;
            if (tables.Length < length)
            {
                return 0;
            }
            if ((tables[0] & 15) == 0)
            {
                return Closest(tables[1..length], wide);
            }
            tables = tables[length..];
        }
        return 0;
    }

    private static int Closest(ReadOnlySpan<byte> table, bool wide)
    {
        var best = 0;
        var bestError = int.MaxValue;
        for (var quality = 1; quality <= 100; quality++)
        {
            var scale = quality < 50 ? 5000 / quality : 200 - 2 * quality;
            var error = 0;
            for (var i = 0; i < 64; i++)
            {
                var value = wide ? table[2 * i] << 8 | table[2 * i + 1] : table[i];
                error += Math.Abs(value - Math.Clamp((Luma[i] * scale + 50) / 100, 1, 255));
            }
            if (error <= bestError)
            {
                (best, bestError) = (quality, error);
            }
        }
        return best;
    }
}
